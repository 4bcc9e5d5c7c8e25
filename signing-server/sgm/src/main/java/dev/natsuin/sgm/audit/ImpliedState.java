package dev.natsuin.sgm.audit;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.log.AuthorityRenewals;
import dev.natsuin.sgm.log.Faults;
import dev.natsuin.sgm.log.LogVerification;
import dev.natsuin.sgm.log.Successions;
import dev.natsuin.sgm.record.AboutRow;
import dev.natsuin.sgm.record.ConfirmationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.HandedKeyRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.TombstoneRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What the rows must be, by what the log's entries tell, in their order.
 *
 * <p>Every entry but the first must hold a statement that a device of the log signed, ordering just this, and whose id
 * was spent once. Not thread-safe.
 */
final class ImpliedState implements LogVerification.Follower {
    /**
     * A key as its entries tell of it; the row has the rest under its MAC.
     *
     * @param importedWith of one that was made elsewhere, the certificates behind its own
     */
    record Key(
            String user,
            KeyAlgorithm algorithm,
            List<String> methods,
            int kekEpoch,
            Bytes certificateSha256,
            Bytes serial,
            Instant created,
            Optional<Instant> destroyed,
            Optional<List<Bytes>> importedWith) {
        Key under(int newKekEpoch) {
            return new Key(
                    user, algorithm, methods, newKekEpoch, certificateSha256, serial, created, destroyed, importedWith);
        }

        Key destroyedAt(Instant time) {
            return new Key(
                    user,
                    algorithm,
                    methods,
                    kekEpoch,
                    certificateSha256,
                    serial,
                    created,
                    Optional.of(time),
                    importedWith);
        }

        Key renewed(Bytes certificate) {
            return new Key(
                    user,
                    algorithm,
                    methods,
                    kekEpoch,
                    certificate.sha256(),
                    CertificateAuthority.serialOf(certificate),
                    created,
                    destroyed,
                    importedWith);
        }

        KeyRow.State state() {
            return destroyed.isPresent() ? KeyRow.State.DESTROYED : KeyRow.State.ENABLED;
        }
    }

    /**
     * An invitation; hash and end of the very first stand in no entry.
     *
     * @param by the person's own device that gave it for a further one; empty for one of staff
     */
    record Invitation(
            String user,
            Optional<Bytes> secretHash,
            Optional<Instant> expires,
            boolean used,
            boolean killed,
            Optional<String> by) {
        Invitation(String user, Optional<Bytes> secretHash, Optional<Instant> expires) {
            this(user, secretHash, expires, false, false, Optional.empty());
        }

        Invitation ended(boolean byUse) {
            return new Invitation(user, secretHash, expires, used || byUse, killed || (!byUse && !used), by);
        }
    }

    /** Ids of what each person has or had, so that an entry about one person walks over nobody else's. */
    private record Belongings(
            Set<String> invitations, Set<String> devices, Set<String> keys, Set<Bytes> earlierSerials) {
        Belongings() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    /**
     * Ids of devices, keys and codes that began, and of devices that got another PIN, in entries that a newer log gave:
     * what opens them was nowhere but in the lost server.
     */
    private record Taken(Set<String> devices, Set<String> keys, Set<String> invitations, Set<String> otherPins) {
        Taken() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new HashSet<>(), new LinkedHashSet<>());
        }
    }

    /** From this level of an act on two must have ordered what waits for a second person. */
    private static final int TWO_FROM = 3;

    /** How a restore deals with entries that are lost: what was removed in them is as it was in the backup. */
    static final String LOST_ACCEPTED = "accepted";
    /** Everybody is suspended until staff knows that they removed nothing in them. */
    static final String LOST_SUSPENDED = "suspended";

    private static final String ALONE = "one person alone ordered what two must";

    private final Rows rows;
    private final Bytes sgm;
    private final Successions identities;
    private final Instant answersSince;
    private final LongPredicate isTaken;

    /** Each as a row, without what only the row has: level 0, no key and seal of a device. */
    private final Map<String, PersonRow> people = new HashMap<>();

    private final Map<String, Invitation> invitations = new HashMap<>();
    private final Map<String, DeviceRow> devices = new HashMap<>();
    private final Map<String, ConfirmationRow> confirmations = new HashMap<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<Bytes, RevocationRow> revocations = new HashMap<>();
    /** Certificates that keys had before, by serial number: whose. */
    private final Map<Bytes, String> earlierCertificates = new HashMap<>();

    /** What staff handed over, by invitation, without what lies there; {@link #handedKeysOver} are to be erased. */
    private final Map<String, HandedKeyRow> handedKeys = new HashMap<>();

    private final Set<String> handedKeysOver = new HashSet<>();
    private final Map<String, TombstoneRow> tombstones = new HashMap<>();
    private final Map<String, RequestRow> requests = new HashMap<>();
    /** The statements of those that wait. */
    private final Map<String, Statement> waiting = new HashMap<>();

    private final Map<String, Belongings> belongings = new HashMap<>();
    /** What the entries that a newer log gave tell of, and no backup has. */
    private Taken taken = new Taken();

    private boolean taking;
    private Optional<String> spared = Optional.empty();

    /** Which entries staff is told of a person: all but signatures, wrong PINs and the log's beginning. */
    private final Set<AboutRow> told = new HashSet<>();

    private final Beginnings statementIds = new Beginnings();
    private String firstUser = "";
    private Optional<Identity> identity = Optional.empty();
    private final List<Long> successions = new ArrayList<>();
    private Optional<VerifyingKey> epochKey = Optional.empty();
    /** The newest key-encryption key that anybody told of, and the one of the server that goes on. */
    private int lastKek = 1;

    private int kek = 1;
    private int epoch = 1;

    /**
     * Over the rows of one transaction, from which the log's statements and answers are looked up.
     *
     * @param identities those that this SGM has and had
     * @param answersSince from when on the answers are kept
     * @param isTaken which entries a newer log gave when a backup was restored, by their index
     */
    ImpliedState(Rows rows, Successions identities, Instant answersSince, LongPredicate isTaken) {
        this.rows = rows;
        this.sgm = identities.current().sgm();
        this.identities = identities;
        this.answersSince = answersSince;
        this.isTaken = isTaken;
    }

    Map<String, PersonRow> people() {
        return people;
    }

    Map<String, Invitation> invitations() {
        return invitations;
    }

    Map<String, DeviceRow> devices() {
        return devices;
    }

    Map<String, ConfirmationRow> confirmations() {
        return confirmations;
    }

    Map<String, Key> keys() {
        return keys;
    }

    Map<Bytes, RevocationRow> revocations() {
        return revocations;
    }

    Map<Bytes, String> earlierCertificates() {
        return earlierCertificates;
    }

    /** What staff handed over, by invitation, as if all were erased. */
    Map<String, HandedKeyRow> handedKeys() {
        return handedKeys;
    }

    /** True if what was handed over with this invitation was taken in, or may be by nobody any more. */
    boolean isHandedKeyOver(String invitation) {
        var given = invitations.get(invitation);
        return handedKeysOver.contains(invitation) || (given != null && given.killed() && !given.used());
    }

    /** What waits or waited for a second person, by the statement's id. */
    Map<String, RequestRow> requests() {
        return requests;
    }

    /** By kind and id, as {@link #nameOf} joins them. */
    Map<String, TombstoneRow> tombstones() {
        return tombstones;
    }

    /** Which entries are about whom. */
    Set<AboutRow> told() {
        return told;
    }

    private Belongings of(String user) {
        return belongings.computeIfAbsent(user, id -> new Belongings());
    }

    private void keep(String invitation, Invitation told, Statement order) throws Malformed {
        holds(invitations.put(invitation, told) == null, order, "its invitation was there before");
        of(told.user()).invitations().add(invitation);
    }

    private void endInvitations(String user, Predicate<Invitation> which) {
        of(user).invitations()
                .forEach(id ->
                        invitations.computeIfPresent(id, (same, told) -> which.test(told) ? told.ended(false) : told));
    }

    static String nameOf(TombstoneRow.Kind kind, String id) {
        return kind + "/" + id;
    }

    private void ended(TombstoneRow.Kind kind, String id, Instant time) {
        tombstones.putIfAbsent(nameOf(kind, id), new TombstoneRow(kind, id, time));
    }

    /** True if the device was removed. */
    boolean removed(String device) {
        return tombstones.containsKey(nameOf(TombstoneRow.Kind.DEVICE, device));
    }

    /** Whom the console invited; their invitation stands in no entry until it is used. */
    String firstUser() {
        return firstUser;
    }

    @Override
    public void entry(LogRow row, Leaf leaf) throws Malformed {
        var record = JsonObject.strict(row.record()).reader();
        record.exactly("type", leaf.type().wireName());
        record.exactly("user", row.user());
        taking = isTaken.test(row.index());
        if (leaf.type() == Leaf.Type.INIT) {
            init(row, leaf, record);
            return;
        }
        if (leaf.type() == Leaf.Type.RESTORE) {
            restore(row, leaf, record);
            told.add(new AboutRow(row.user(), row.index()));
            return;
        }
        if (leaf.device().equals(Leaf.CONSOLE)) {
            told.add(new AboutRow(console(row, leaf, record), row.index()));
            return;
        }
        var text = record.bytes("statement");
        var statement = StatementText.read(text);
        ordered(row, leaf, statement, text, record.bytes("deviceSignature"));
        switch (leaf.type()) {
            case INVITE -> invite((Statement.Invite) typed(statement, Statement.Invite.class), leaf, record);
            case ENROL -> enrol((Statement.Enrol) statement, leaf);
            case PIN_FAILURE -> pinFailure(leaf, record);
            case CREATE_KEY ->
                createKey((Statement.CreateKey) typed(statement, Statement.CreateKey.class), leaf, record);
            case IMPORT_KEY ->
                importKey((Statement.ImportKey) typed(statement, Statement.ImportKey.class), leaf, record);
            case SIGN -> sign((Statement.Sign) typed(statement, Statement.Sign.class), leaf, record);
            case DESTROY_KEY -> destroyKey((Statement.DestroyKey) typed(statement, Statement.DestroyKey.class), leaf);
            case CONFIRM_DEVICE, FINGERPRINT_DIFFERS ->
                confirmDevice((Statement.ConfirmDevice) typed(statement, Statement.ConfirmDevice.class), leaf, record);
            case SUSPEND -> person(about(statement, Statement.Suspend.class), PersonRow.State.SUSPENDED, leaf, record);
            case RESUME -> person(about(statement, Statement.Resume.class), PersonRow.State.ACTIVE, leaf, record);
            case REVOKE -> person(about(statement, Statement.Revoke.class), PersonRow.State.GONE, leaf, record);
            case RE_ENROL -> enrolAnew((Statement.ReEnrol) typed(statement, Statement.ReEnrol.class), leaf, record);
            case AMEND -> amend((Statement.Amend) typed(statement, Statement.Amend.class), row.index(), leaf, record);
            case CHANGE_PIN -> changePin((Statement.ChangePin) typed(statement, Statement.ChangePin.class));
            case RENEW_KEY -> renewKey((Statement.RenewKey) typed(statement, Statement.RenewKey.class), leaf, record);
            case INVITE_DEVICE ->
                inviteDevice((Statement.InviteDevice) typed(statement, Statement.InviteDevice.class), leaf, record);
            case REMOVE_DEVICE ->
                removeDevice((Statement.RemoveDevice) typed(statement, Statement.RemoveDevice.class), leaf, record);
            case REQUEST -> request(row, statement, text, leaf, record);
            case APPROVE -> approve((Statement.Approve) typed(statement, Statement.Approve.class), leaf, record);
            case RENEW_IDENTITY ->
                renewIdentity(row, (Statement.Approve) typed(statement, Statement.Approve.class), leaf, record);
            case WITHDRAW -> withdraw((Statement.Withdraw) typed(statement, Statement.Withdraw.class), leaf, record);
            case INIT, RENEW_KEK, RENEW_CA, RESTORE -> throw new IllegalStateException("told before");
        }
        if (leaf.type() != Leaf.Type.SIGN && leaf.type() != Leaf.Type.PIN_FAILURE) {
            told.add(new AboutRow(whom(leaf.type(), statement, record), row.index()));
        }
        if (leaf.type() != Leaf.Type.PIN_FAILURE) {
            devices.computeIfPresent(leaf.device(), (id, device) -> device.afterRightPin());
        }
        spent(row, statement, text, leaf);
    }

    /** Whom an act is about: another person if staff ordered it about one, else who ordered. */
    private static String whom(Leaf.Type type, Statement statement, JsonObject.Reader record) throws Malformed {
        if (statement instanceof Statement.RenewIdentity) {
            return statement.head().user();
        }
        if (statement instanceof Statement.Invite) {
            return record.text(type == Leaf.Type.INVITE ? "invitedUser" : "person");
        }
        if (statement instanceof Statement.ConfirmDevice order) {
            return order.confirmedUser();
        }
        if (statement instanceof Statement.AboutRequest) {
            var person = record.text("person");
            return person.equals(RequestRow.NOBODY) ? statement.head().user() : person;
        }
        return statement instanceof Statement.AboutPerson order
                ? order.whom().user()
                : statement.head().user();
    }

    private static Statement typed(Statement statement, Class<? extends Statement> type) throws Malformed {
        return holds(type.isInstance(statement), statement, "its statement orders something else");
    }

    private static <T> T holds(boolean condition, T value, String otherwise) throws Malformed {
        if (!condition) {
            throw new Malformed(otherwise);
        }
        return value;
    }

    private void init(LogRow row, Leaf leaf, JsonObject.Reader record) throws Malformed {
        holds(row.index() == 0, row, "a second beginning");
        var first = VerifyingKey.of(record.bytes("identityKey"));
        holds(Identity.hashOf(first).equals(sgm), row, "it names another key than this SGM has or had");
        identity = Optional.of(Identity.founding(first));
        epochKey = Optional.of(VerifyingKey.of(record.bytes("logKey")));
        firstUser = row.user();
        people.put(
                firstUser,
                new PersonRow(
                        firstUser,
                        Role.ADMINISTRATOR,
                        PersonRow.State.INVITED,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Leaf.CONSOLE,
                        leaf.time()));
    }

    /** The console begins a new epoch, behind what a backup held: each names the key of the one before. */
    private void restore(LogRow row, Leaf leaf, JsonObject.Reader record) throws Malformed {
        epoch++;
        holds(
                leaf.device().equals(Leaf.CONSOLE)
                        && row.user().equals(firstUser)
                        && record.count("epoch") == epoch
                        && Optional.of(VerifyingKey.of(record.bytes("previousLogKey")))
                                .equals(epochKey),
                row,
                "it does not follow the epoch before it");
        epochKey = Optional.of(VerifyingKey.of(record.bytes("logKey")));
        endRequests(request -> true);
        endLost(leaf.time());
        suspend(record);
        var stays = somebodyAdmits(leaf.level()) ? Optional.<String>empty() : Optional.of(firstUser);
        invitations.replaceAll((id, told) ->
                stays.equals(Optional.of(told.user())) && !taken.invitations().contains(id) ? told : told.ended(false));
        handedKeysOver.addAll(handedKeys.keySet());
        spared = stays;
        taken = new Taken();
    }

    /**
     * Devices and keys that began in entries of a newer log end: nothing is there that opens them. Whoever has no
     * device left by that has no key either.
     */
    private void endLost(Instant time) {
        var owners = new LinkedHashSet<String>();
        for (var device : taken.devices()) {
            if (!removed(device)) {
                endDevice(device, time);
                owners.add(Objects.requireNonNull(devices.get(device)).user());
            }
        }
        for (var id : taken.keys()) {
            var key = Objects.requireNonNull(keys.get(id));
            if (key.state() == KeyRow.State.ENABLED) {
                end(id, key, RevocationRow.Cause.CESSATION_OF_OPERATION, time);
            }
        }
        owners.stream()
                .filter(user -> livingDevices(user).isEmpty())
                .forEach(user -> enabledKeys(user)
                        .forEach((id, key) -> end(id, key, RevocationRow.Cause.CESSATION_OF_OPERATION, time)));
    }

    /**
     * Suspends whom nobody can vouch for: those with a device that opens with an earlier PIN again, and everybody if
     * later entries are lost. Not the administrator whose device was read out at the console.
     */
    private void suspend(JsonObject.Reader record) throws Malformed {
        var lost = record.optionalText("lost");
        holds(
                lost.isEmpty() || lost.get().equals(LOST_ACCEPTED) || lost.get().equals(LOST_SUSPENDED),
                lost,
                "lost how");
        var administrator = administrator(record.optionalText("administrator"));
        var unsure = new LinkedHashSet<String>();
        if (lost.equals(Optional.of(LOST_SUSPENDED))) {
            unsure.addAll(people.keySet());
        }
        taken.otherPins().stream()
                .filter(device -> !removed(device))
                .forEach(device ->
                        unsure.add(Objects.requireNonNull(devices.get(device)).user()));
        administrator.ifPresent(unsure::remove);
        unsure.forEach(user -> people.computeIfPresent(
                user,
                (id, person) ->
                        person.state() == PersonRow.State.ACTIVE ? person.in(PersonRow.State.SUSPENDED) : person));
    }

    private Optional<String> administrator(Optional<String> device) throws Malformed {
        if (device.isEmpty()) {
            return Optional.empty();
        }
        var named = devices.get(device.get());
        var person = named == null ? null : people.get(named.user());
        if (person == null
                || removed(device.get())
                || person.role() != Role.ADMINISTRATOR
                || person.state() != PersonRow.State.ACTIVE) {
            throw new Malformed("the device named at the console is no administrator's");
        }
        return Optional.of(person.user());
    }

    /** Whose code of the console stays open through the newest restore, because nobody else could admit anybody. */
    Optional<String> spared() {
        return spared;
    }

    /** True if an administrator has a device that can do something where that level is declared. */
    boolean somebodyAdmits(int level) {
        return people.values().stream().anyMatch(person -> admits(person, level));
    }

    private boolean admits(PersonRow person, int level) {
        return person.role() == Role.ADMINISTRATOR
                && person.state() == PersonRow.State.ACTIVE
                && livingDevices(person.user()).stream().anyMatch(device -> canAct(device, level));
    }

    private boolean canAct(String device, int level) {
        return !Objects.requireNonNull(devices.get(device)).locked()
                && (level < Demand.FINGERPRINT_NEEDED_FROM || confirmations.containsKey(device));
    }

    /** The devices of administrators that can do something where that level is declared, and outlast a restore. */
    List<DeviceRow> administratorsDevices(int level) {
        return people.values().stream()
                .filter(person -> admits(person, level))
                .flatMap(person -> livingDevices(person.user()).stream())
                .filter(device -> canAct(device, level) && !taken.devices().contains(device))
                .map(device -> Objects.requireNonNull(devices.get(device)))
                .toList();
    }

    /** The statement is one of a device of that person, for us; a device that enrols is its own witness. */
    private void ordered(LogRow row, Leaf leaf, Statement statement, Bytes text, Bytes signature) throws Malformed {
        var head = statement.head();
        holds(
                head.audience().equals(sgm)
                        && head.user().equals(row.user())
                        && head.device().equals(leaf.device()),
                row,
                "its statement is another person's, device's or SGM's");
        var key = leaf.type() == Leaf.Type.ENROL
                ? ((Statement.Enrol) typed(statement, Statement.Enrol.class)).deviceKey()
                : enrolled(leaf.device(), row.user()).deviceKey();
        holds(
                VerifyingKey.of(key).verifies(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text), signature),
                row,
                "the device did not sign its statement");
    }

    private DeviceRow enrolled(String id, String user) throws Malformed {
        var device = devices.get(id);
        if (device == null || !device.user().equals(user) || removed(id)) {
            throw new Malformed("no such device is enrolled");
        }
        return device;
    }

    private void invite(Statement.Invite order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var mayBeAlone = order.role() == Role.SIGNER && order.handing().isEmpty();
        holds(mayBeAlone || leaf.level() < TWO_FROM, leaf, ALONE);
        admit(order, record.text("invitedUser"), record.text("invitation"), leaf.device(), leaf.time());
    }

    private void admit(Statement.Invite order, String user, String invitation, String by, Instant time)
            throws Malformed {
        var admitted = new PersonRow(
                user, order.role(), PersonRow.State.INVITED, order.subject(), order.algorithm(), 0, by, time);
        holds(people.put(user, admitted) == null, order, "it invites somebody a second time");
        var told = new Invitation(user, Optional.of(order.secretHash()), Optional.of(order.codeExpires()));
        keep(invitation, told, order);
        handedOver(order, user, invitation, order.codeExpires());
    }

    private void handedOver(Statement.Invite order, String user, String invitation, Instant expires) {
        HandedKeyRow.of(order, user, invitation, expires, Bytes.EMPTY)
                .ifPresent(handed -> handedKeys.put(invitation, handed));
    }

    /** What one person ordered and waits for another. */
    private void request(LogRow row, Statement order, Bytes text, Leaf leaf, JsonObject.Reader record)
            throws Malformed {
        StatementText.requested(text);
        var anew =
                order instanceof Statement.ReEnrol reEnrol ? Optional.of(reEnrol) : Optional.<Statement.ReEnrol>empty();
        var person = record.text("person");
        Instant codeExpires;
        boolean fits;
        if (order instanceof Statement.RenewIdentity renewed) {
            codeExpires = leaf.time().plus(RequestRow.LIFE);
            fits = person.equals(RequestRow.NOBODY)
                    && record.text("invitation").equals(RequestRow.NOBODY)
                    && identity.map(Identity::keyHash).equals(Optional.of(renewed.identity()))
                    && isAdministrator(order.head().user());
        } else {
            codeExpires =
                    anew.map(Statement.ReEnrol::codeExpires).orElseGet(() -> ((Statement.Invite) order).codeExpires());
            fits = anew.isPresent()
                    ? anew.get().whom().user().equals(person) && people.containsKey(person)
                    : !people.containsKey(person);
        }
        holds(fits, leaf, "it tells of another person than was named");
        requests.put(
                order.head().id(),
                new RequestRow(
                        order.head().id(),
                        order.head().user(),
                        leaf.device(),
                        person,
                        record.text("invitation"),
                        RequestRow.end(leaf.time(), codeExpires),
                        row.index(),
                        text.sha256(),
                        RequestRow.State.WAITING));
        waiting.put(order.head().id(), order);
        if (order instanceof Statement.Invite invite) {
            handedOver(invite, person, record.text("invitation"), RequestRow.end(leaf.time(), codeExpires));
        }
    }

    /** The one that waits, of somebody else if it is approved, just as the order about it holds it. */
    private RequestRow waiting(Statement.AboutRequest order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var id = StatementText.requested(order.request()).head().id();
        var request = requests.get(id);
        if (request == null || !request.waitsAt(leaf.time())) {
            throw new Malformed("nothing waited for it");
        }
        holds(
                request.statementSha256().equals(order.request().sha256())
                        && record.text("person").equals(request.person())
                        && record.index("requested") == request.index(),
                leaf,
                "it tells of something else than waited");
        return request;
    }

    private boolean isAdministrator(String user) {
        var person = people.get(user);
        return person != null && person.role() == Role.ADMINISTRATOR && person.state() == PersonRow.State.ACTIVE;
    }

    /** A new identity key follows the one before, ordered by two administrators. */
    private void renewIdentity(LogRow row, Statement.Approve order, Leaf leaf, JsonObject.Reader record)
            throws Malformed {
        var request = waiting(order, leaf, record);
        var logged = LoggedSuccession.of(row.index(), leaf, row.record());
        holds(
                isAdministrator(request.user()) && isAdministrator(order.head().user()),
                leaf,
                "others than administrators ordered a new identity key");
        end(request, RequestRow.State.APPROVED);
        var before = identity.orElseThrow(() -> new Malformed("a new identity key of a log without beginning"));
        identity = Optional.of(before.then(logged.succession()));
        successions.add(row.index());
    }

    /** Log indexes of the entries of new identity keys. */
    List<Long> successions() {
        return successions;
    }

    private void approve(Statement.Approve order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var request = waiting(order, leaf, record);
        var approver = order.head().user();
        holds(
                !request.user().equals(approver)
                        && !request.person().equals(approver)
                        && record.text("invitation").equals(request.invitation()),
                leaf,
                "nobody approves what they asked for themselves, or is about them");
        end(request, RequestRow.State.APPROVED);
        var ordered = Objects.requireNonNull(waiting.get(request.request()));
        if (ordered instanceof Statement.Invite invite) {
            admit(invite, request.person(), request.invitation(), request.device(), leaf.time());
            holds(record.texts("keys").isEmpty() && record.texts("devices").isEmpty(), leaf, "something ended with it");
        } else {
            var anew = (Statement.ReEnrol) typed(ordered, Statement.ReEnrol.class);
            begin(anew, request.invitation(), leaf, record);
        }
    }

    private void withdraw(Statement.Withdraw order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var request = waiting(order, leaf, record);
        end(request, RequestRow.State.WITHDRAWN);
        handedKeysOver.add(request.invitation());
    }

    private void end(RequestRow request, RequestRow.State state) {
        requests.put(request.request(), request.in(state));
    }

    private void endRequests(Predicate<RequestRow> which) {
        requests.replaceAll((id, request) -> {
            if (request.state() != RequestRow.State.WAITING || !which.test(request)) {
                return request;
            }
            handedKeysOver.add(request.invitation());
            return request.in(RequestRow.State.VOID);
        });
    }

    private void enrol(Statement.Enrol order, Leaf leaf) throws Malformed {
        var user = order.head().user();
        var first = new Invitation(user, Optional.empty(), Optional.empty());
        var invitation = invitations.getOrDefault(order.invitation(), first);
        var known = user.equals(firstUser) || invitations.containsKey(order.invitation());
        var open = !invitation.used() && !invitation.killed();
        var person = people.get(user);
        var state = invitation.by().isPresent() ? PersonRow.State.ACTIVE : PersonRow.State.INVITED;
        holds(
                known && open && invitation.user().equals(user) && person != null && person.state() == state,
                order,
                "nobody invited this device");
        invitations.put(order.invitation(), invitation.ended(true));
        handedKeys.computeIfPresent(order.invitation(), (id, handed) -> handed.given(leaf.device(), leaf.time()));
        of(user).invitations().add(order.invitation());
        people.computeIfPresent(user, (id, invited) -> invited.activated());
        var device = new DeviceRow(
                leaf.device(), user, order.deviceKey(), Bytes.EMPTY, Bytes.EMPTY, 0, List.of(), false, leaf.time());
        holds(devices.put(leaf.device(), device) == null, order, "its device was there before");
        of(user).devices().add(leaf.device());
        if (taking) {
            taken.devices().add(leaf.device());
        }
    }

    private void changePin(Statement.ChangePin order) {
        if (taking) {
            taken.otherPins().add(order.head().device());
        }
    }

    /**
     * What is done at the SGM's own console needs no statement: a device of the first administrator is confirmed there,
     * or of another one while no administrator can confirm it.
     *
     * @return whom it is about
     */
    private String console(LogRow row, Leaf leaf, JsonObject.Reader record) throws Malformed {
        if (leaf.type() == Leaf.Type.RENEW_KEK) {
            renewKek(leaf);
            return row.user();
        }
        if (leaf.type() == Leaf.Type.RENEW_CA) {
            renewCa(leaf, record);
            return row.user();
        }
        var user = record.text("confirmedUser");
        var atConsole = leaf.type() == Leaf.Type.CONFIRM_DEVICE || leaf.type() == Leaf.Type.FINGERPRINT_DIFFERS;
        holds(
                atConsole && (user.equals(firstUser) || isForTheConsole(user, leaf)),
                leaf,
                "this is not done at the console");
        confirmed(user, record.text("confirmedDevice"), leaf);
        return user;
    }

    private boolean isForTheConsole(String user, Leaf leaf) {
        var person = people.get(user);
        return person != null
                && person.role() == Role.ADMINISTRATOR
                && person.state() == PersonRow.State.ACTIVE
                && (leaf.type() == Leaf.Type.FINGERPRINT_DIFFERS || !somebodyAdmits(Demand.FINGERPRINT_NEEDED_FROM));
    }

    /** A number is given once; what a newer log gave is a key of the lost server, and here the one before goes on. */
    private void renewKek(Leaf leaf) throws Malformed {
        holds(leaf.kekEpoch() > lastKek, leaf, "its key-encryption key follows none");
        lastKek = leaf.kekEpoch();
        if (!taking) {
            kek = lastKek;
        }
    }

    /** What follows from it is in the rows of the authority's keys, which are held to these entries at each start. */
    private void renewCa(Leaf leaf, JsonObject.Reader record) throws Malformed {
        holds(!taking, leaf, "a restore takes no such entry");
        holds(
                CertificateAuthority.areOfOneKey(
                        record.bytes(AuthorityRenewals.CERTIFICATE), record.bytes(AuthorityRenewals.LINK)),
                leaf,
                "its two certificates are not of one key of the certification authority");
    }

    /** A key that is used moves under the key-encryption key of now: where it lies in a server, not in a lost one. */
    private Key moved(Key key, Leaf leaf) throws Malformed {
        if (taking) {
            return key;
        }
        holds(
                leaf.kekEpoch() == key.kekEpoch() || leaf.kekEpoch() == kek,
                leaf,
                "it tells of another key-encryption key than the key can lie under");
        return key.under(leaf.kekEpoch());
    }

    private void confirmDevice(Statement.ConfirmDevice order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        holds(
                record.text("confirmedUser").equals(order.confirmedUser())
                        && record.text("confirmedDevice").equals(order.confirmedDevice())
                        && !order.confirmedUser().equals(order.head().user()),
                leaf,
                "it tells of another device than was to be confirmed");
        holds(
                lastApprovedAbout(order.confirmedUser())
                        .filter(request -> request.user().equals(order.head().user()))
                        .isEmpty(),
                leaf,
                "whoever ordered what a second person approved also confirmed the device");
        confirmed(order.confirmedUser(), order.confirmedDevice(), leaf);
    }

    private Optional<RequestRow> lastApprovedAbout(String person) {
        return requests.values().stream()
                .filter(request -> request.state() == RequestRow.State.APPROVED
                        && request.person().equals(person))
                .max(Comparator.comparingLong(RequestRow::index));
    }

    private void confirmed(String user, String device, Leaf leaf) throws Malformed {
        enrolled(device, user);
        if (leaf.type() == Leaf.Type.CONFIRM_DEVICE) {
            confirmations.putIfAbsent(device, new ConfirmationRow(device, user, leaf.device(), leaf.time()));
        }
    }

    private void pinFailure(Leaf leaf, JsonObject.Reader record) throws Malformed {
        var device = Objects.requireNonNull(devices.get(leaf.device())).afterWrongPin(leaf.time());
        devices.put(leaf.device(), device);
        if (device.locked()) {
            endRequests(request -> request.device().equals(leaf.device()));
        }
        holds(
                record.count("failures") == device.failuresInARow() && record.truth("locked") == device.locked(),
                leaf,
                "it counts another number of wrong PINs than there are entries");
    }

    private void createKey(Statement.CreateKey order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var certificate = record.bytes("certificate");
        var made = new Key(
                order.head().user(),
                order.algorithm(),
                order.methods(),
                leaf.kekEpoch(),
                certificate.sha256(),
                CertificateAuthority.serialOf(certificate),
                leaf.time(),
                Optional.empty(),
                Optional.empty());
        added(made, leaf, record);
    }

    private void importKey(Statement.ImportKey order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var certificates = record.bytesList("certificates");
        holds(certificates.equals(order.certificates()), leaf, "it tells of other certificates than were ordered");
        var own = certificates.get(0);
        if (order.handedKey().isPresent()) {
            handedIn(order, own.sha256(), leaf);
        }
        var came = new Key(
                order.head().user(),
                order.algorithm(),
                order.methods(),
                leaf.kekEpoch(),
                own.sha256(),
                CertificateAuthority.serialOf(own),
                leaf.time(),
                Optional.empty(),
                Optional.of(certificates.subList(1, certificates.size())));
        added(came, leaf, record);
    }

    /** The key that was imported is the one that staff handed over to this device, and was there to be taken in. */
    private void handedIn(Statement.ImportKey order, Bytes certificateSha256, Leaf leaf) throws Malformed {
        var handed = of(order.head().user()).invitations().stream()
                .map(handedKeys::get)
                .filter(Objects::nonNull)
                .filter(key -> key.device().equals(leaf.device())
                        && order.handedKey().equals(Optional.of(key.keySha256()))
                        && key.certificateSha256().equals(certificateSha256)
                        && leaf.time().isBefore(key.expires())
                        && !isHandedKeyOver(key.invitation()))
                .findFirst()
                .orElseThrow(() -> new Malformed("nobody handed this key over"));
        handedKeys.put(handed.invitation(), handed.taken(leaf.chain()));
        handedKeysOver.add(handed.invitation());
    }

    private void added(Key key, Leaf leaf, JsonObject.Reader record) throws Malformed {
        holds(
                record.text("keyId").equals(leaf.chain())
                        && record.text("algorithm").equals(key.algorithm().wireName())
                        && leaf.number() == 1,
                leaf,
                "it tells of another key than was ordered");
        holds(taking || key.kekEpoch() == kek, leaf, "its key-encryption key is not the one of then");
        keys.put(leaf.chain(), key);
        of(key.user()).keys().add(leaf.chain());
        if (taking) {
            taken.keys().add(leaf.chain());
        }
    }

    private void sign(Statement.Sign order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var key = ownKey(order.keyId(), leaf, order);
        holds(
                key.certificateSha256().equals(order.certificateSha256())
                        && record.text("keyId").equals(order.keyId())
                        && record.text("certificateSha256")
                                .equals(order.certificateSha256().toHex())
                        && record.text("signAlgo").equals(order.algorithm().oid())
                        && record.text("hashAlgorithmOID")
                                .equals(order.hashAlgorithm().oid())
                        && record.bytesList("hashes").equals(order.hashes()),
                leaf,
                "it tells of another signature than was ordered");
        keys.put(order.keyId(), moved(key, leaf));
    }

    private Key ownKey(String keyId, Leaf leaf, Statement order) throws Malformed {
        var key = keys.get(keyId);
        var usable = key != null
                && keyId.equals(leaf.chain())
                && key.user().equals(order.head().user())
                && key.state() == KeyRow.State.ENABLED;
        if (key == null || !usable) {
            throw new Malformed("the key was not there to be used by this person");
        }
        return key;
    }

    private void destroyKey(Statement.DestroyKey order, Leaf leaf) throws Malformed {
        var key = ownKey(order.keyId(), leaf, order);
        end(leaf.chain(), key, RevocationRow.Cause.CESSATION_OF_OPERATION, leaf.time());
    }

    private void end(String keyId, Key key, RevocationRow.Cause cause, Instant time) {
        if (key.importedWith().isEmpty()) {
            revocations.put(key.serial(), new RevocationRow(key.serial(), time, cause));
        }
        of(key.user()).earlierSerials().stream()
                .filter(serial -> keyId.equals(earlierCertificates.get(serial)))
                .forEach(serial -> revocations.put(serial, new RevocationRow(serial, time, cause)));
        keys.put(keyId, key.destroyedAt(time));
        ended(TombstoneRow.Kind.KEY, keyId, time);
    }

    /** Ends all keys of a person, and checks that the entry names just these. */
    private void endKeys(String user, RevocationRow.Cause cause, Instant time, JsonObject.Reader record)
            throws Malformed {
        var ending = enabledKeys(user);
        holds(
                new TreeSet<>(record.texts("keys")).equals(ending.keySet()),
                record,
                "it tells of other keys than the person had");
        ending.forEach((id, key) -> end(id, key, cause, time));
    }

    private Map<String, Key> enabledKeys(String user) {
        var enabled = new TreeMap<String, Key>();
        for (var id : of(user).keys()) {
            var key = Objects.requireNonNull(keys.get(id));
            if (key.state() == KeyRow.State.ENABLED) {
                enabled.put(id, key);
            }
        }
        return enabled;
    }

    private void endDevice(String id, Instant time) {
        ended(TombstoneRow.Kind.DEVICE, id, time);
        endRequests(request -> request.device().equals(id));
        var user = Objects.requireNonNull(devices.get(id)).user();
        of(user).invitations().stream()
                .filter(invitation -> handedKeys.containsKey(invitation)
                        && Objects.requireNonNull(handedKeys.get(invitation))
                                .device()
                                .equals(id))
                .forEach(handedKeysOver::add);
        endInvitations(user, told -> told.by().equals(Optional.of(id)));
    }

    private List<String> livingDevices(String user) {
        return of(user).devices().stream().filter(device -> !removed(device)).toList();
    }

    private static Statement.AboutPerson about(Statement statement, Class<? extends Statement> type) throws Malformed {
        return (Statement.AboutPerson) typed(statement, type);
    }

    private void person(Statement.AboutPerson order, PersonRow.State state, Leaf leaf, JsonObject.Reader record)
            throws Malformed {
        var user = order.whom().user();
        var person = people.get(user);
        var before = person == null ? PersonRow.State.GONE : person.state();
        var follows = switch (state) {
            case SUSPENDED -> before == PersonRow.State.ACTIVE;
            case ACTIVE -> before == PersonRow.State.SUSPENDED;
            case GONE, INVITED -> before != PersonRow.State.GONE;
        };
        if (person == null || !follows || user.equals(order.head().user())) {
            throw new Malformed("nobody was there to whom this could be done");
        }
        var same = new Statement.Whom(person.user(), person.role(), person.subject());
        holds(
                order.whom().equals(same) && record.text("person").equals(user),
                leaf,
                "it tells of another person than was named");
        people.put(user, person.in(state));
        if (state == PersonRow.State.SUSPENDED) {
            endRequests(request -> request.user().equals(user));
        }
        if (state == PersonRow.State.GONE || state == PersonRow.State.INVITED) {
            endEverything(user, RevocationRow.Cause.of(order.reason()), leaf.time(), record);
        }
        if (state == PersonRow.State.GONE) {
            ended(TombstoneRow.Kind.PERSON, user, leaf.time());
        }
    }

    private void amend(Statement.Amend order, long index, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var user = order.whom().user();
        var person = people.get(user);
        if (person == null || person.role() != Role.SIGNER || person.state() == PersonRow.State.GONE) {
            throw new Malformed("nobody was there who could get another name");
        }
        holds(
                order.whom().equals(new Statement.Whom(user, person.role(), person.subject()))
                        && record.text("person").equals(user),
                leaf,
                "it tells of another person than was named");
        people.put(user, person.named(order.newSubject(), index));
        if (order.endKeys()) {
            endKeys(user, RevocationRow.Cause.of(order.reason()), leaf.time(), record);
        } else {
            holds(record.texts("keys").isEmpty(), leaf, "it ends keys, and was not to");
        }
    }

    private void endEverything(String user, RevocationRow.Cause cause, Instant time, JsonObject.Reader record)
            throws Malformed {
        endInvitations(user, told -> true);
        handedKeysOver.addAll(of(user).invitations());
        endRequests(request -> request.user().equals(user) || request.person().equals(user));
        var living = livingDevices(user);
        holds(
                new TreeSet<>(record.texts("devices")).equals(new TreeSet<>(living)),
                record,
                "it tells of other devices than the person had");
        living.forEach(device -> endDevice(device, time));
        endKeys(user, cause, time, record);
    }

    private void enrolAnew(Statement.ReEnrol order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        holds(leaf.level() < TWO_FROM, leaf, ALONE);
        begin(order, record.text("invitation"), leaf, record);
    }

    private void begin(Statement.ReEnrol order, String invitation, Leaf leaf, JsonObject.Reader record)
            throws Malformed {
        person(order, PersonRow.State.INVITED, leaf, record);
        var told =
                new Invitation(order.whom().user(), Optional.of(order.secretHash()), Optional.of(order.codeExpires()));
        keep(invitation, told, order);
    }

    private void renewKey(Statement.RenewKey order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var key = ownKey(order.keyId(), leaf, order);
        holds(
                key.certificateSha256().equals(order.certificateSha256())
                        && key.importedWith().isEmpty()
                        && record.text("keyId").equals(order.keyId()),
                leaf,
                "it renews another certificate than was ordered");
        earlierCertificates.put(key.serial(), order.keyId());
        of(key.user()).earlierSerials().add(key.serial());
        keys.put(leaf.chain(), moved(key, leaf).renewed(record.bytes("certificate")));
    }

    private void inviteDevice(Statement.InviteDevice order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var user = order.head().user();
        endInvitations(user, told -> true);
        var told = new Invitation(
                user,
                Optional.of(order.secretHash()),
                Optional.of(order.codeExpires()),
                false,
                false,
                Optional.of(leaf.device()));
        var invitation = record.text("invitation");
        keep(invitation, told, order);
        if (taking) {
            taken.invitations().add(invitation);
        }
    }

    private void removeDevice(Statement.RemoveDevice order, Leaf leaf, JsonObject.Reader record) throws Malformed {
        var user = order.head().user();
        var device = enrolled(order.removedDevice(), user);
        holds(
                device.deviceKey().equals(order.deviceKey())
                        && record.text("removedDevice").equals(order.removedDevice()),
                leaf,
                "it removes another device than was ordered");
        endDevice(order.removedDevice(), leaf.time());
        if (livingDevices(user).isEmpty()) {
            endKeys(user, RevocationRow.Cause.CESSATION_OF_OPERATION, leaf.time(), record);
        } else {
            holds(record.texts("keys").isEmpty(), leaf, "it ends keys, and the person has devices");
        }
    }

    /** The id is spent by this person, for the octets whose answer is kept. */
    private void spent(LogRow row, Statement statement, Bytes text, Leaf leaf) throws Malformed {
        var id = statement.head().id();
        statementIds.add(Bytes.hex(id), row.index());
        var spent = rows.spent(id).orElseThrow(() -> new Malformed("its statement id " + id + " is not spent"));
        holds(spent.user().equals(row.user()), spent, "its statement id " + id + " is spent by somebody else");
        if (taking || leaf.time().isBefore(answersSince)) {
            return; // the answer to what a newer log told was in the lost server
        }
        var token = rows.answer(spent.sealedSha256())
                .orElseThrow(() -> new Malformed("the answer to its statement " + id + " is not kept"));
        // That its MAC holds, if it needs one, is looked at where all rows are.
        var answer = SignedAnswers.open(token, true, identities);
        holds(
                answer.statementSha256().equals(Optional.of(text.sha256())),
                spent,
                "the answer kept for its statement " + id + " is another's");
    }

    /** What can only be said of all entries together: no statement was carried out twice. */
    void end(VerifyingKey logKey, Faults faults) {
        if (!epochKey.equals(Optional.of(logKey))) {
            faults.add("the log's key is another than its last epoch began with");
        }
        if (!identity.map(Identity::key).equals(Optional.of(identities.current().key()))) {
            faults.add("the identity key is another than the log's entries lead to");
        }
        for (var twice : statementIds.doubles()) {
            var ids = new HashMap<String, Long>();
            for (var index : twice) {
                var id = idOf(index);
                var first = ids.putIfAbsent(id, index);
                if (first != null) {
                    faults.add(
                            "entry " + index + ": its statement " + id + " was carried out before, by entry " + first);
                }
            }
        }
    }

    private String idOf(long index) {
        try {
            var record = JsonObject.strict(rows.logRow(index).record()).reader();
            return StatementText.read(record.bytes("statement")).head().id();
        } catch (Malformed e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    /** True if this row says of the invitation what the log says. */
    static boolean agrees(InvitationRow row, Invitation told) {
        return row.user().equals(told.user())
                && told.secretHash().map(row.secretHash()::equals).orElse(true)
                && told.expires().map(row.expires()::equals).orElse(true)
                && (row.state() == InvitationRow.State.USED) == told.used()
                && (!told.killed() || row.state() == InvitationRow.State.DEAD);
    }
}
