package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What staff do: admit people, see who is there, suspend, resume and revoke them, begin anew with them. */
public final class Helpdesk {
    private static final Pattern PERSON_ID = Pattern.compile("[0-9a-f]{" + 2 * Ids.PERSON_SIZE_BYTES + "}");

    private final Seat seat;

    Helpdesk(Seat seat) {
        this.seat = seat;
    }

    /**
     * A person who was admitted, and whose code was written.
     *
     * @param user id of the person
     * @param invitation id of the invitation
     * @param expires when the code dies
     * @param waits if a second person is needed: what waits for one, and until when; the code is good only after that
     */
    public record Admitted(String user, String invitation, Instant expires, Optional<Results.Waits> waits) {}

    /** Makes of a code what is handed over, as octets. */
    interface Writing {
        Secret of(Secret code, Instant expires, Seat.Present present);
    }

    /**
     * Admits a person under the PIN and writes their enrolment code to a new file that only the owner can read. The
     * secret in it is made here; the server gets its hash.
     */
    public Admitted invite(StaffDesk.Guest guest, Path codeFile, Secret pin) throws Refusal {
        return invite(guest, Optional.empty(), codeFile, pin);
    }

    /**
     * The same, and hands a key over with the code: encrypted under a secret that only the code holds, it lies at the
     * SGM until the person's device takes it in.
     *
     * @param key from a key file; stays the caller's
     */
    public Admitted invite(StaffDesk.Guest guest, Optional<KeyFileContent.Candidate> key, Path codeFile, Secret pin)
            throws Refusal {
        return invite(draft(guest, key), codeFile, (code, expires, present) -> code.copy(), pin);
    }

    Admitted invite(Draft draft, Path file, Writing writing, Secret pin) throws Refusal {
        try (var reserved = CodeFile.reserve(file)) {
            return seat.ordering(present -> {
                try (var activation = Seat.activation(present.keys(), pin)) {
                    return invite(present, draft, activation, (code, expires) -> {
                        try (var written = writing.of(code, expires, present)) {
                            reserved.write(written);
                        }
                    });
                }
            });
        }
    }

    /** Hands a code over; it stays the caller's. */
    interface Handing {
        void over(Secret code, Instant expires) throws Refusal;
    }

    /**
     * An invitation before it is ordered.
     *
     * @param guest whom
     * @param subject for signers only
     * @param algorithm for signers only
     * @param salt of the hash that binds the name
     * @param key that is handed over with the code
     */
    record Draft(
            StaffDesk.Guest guest,
            Optional<String> subject,
            Optional<KeyAlgorithm> algorithm,
            Bytes salt,
            Optional<KeyFileContent.Candidate> key) {
        Bytes displayHash() {
            return DisplayHash.of(salt, guest.name(), guest.kana(), guest.email());
        }

        private JsonObject display() {
            return Helpdesk.display(guest.name(), guest.kana(), guest.email(), salt);
        }
    }

    /** What the SAP shows of a person, beside the order that holds the hash of it. */
    private static JsonObject display(String name, String kana, String email, Bytes salt) {
        return JsonObject.with("name", name)
                .and("kana", kana)
                .and("email", email)
                .and("salt", salt)
                .build();
    }

    Draft draft(StaffDesk.Guest guest) throws Refusal {
        return draft(guest, Optional.empty());
    }

    Draft draft(StaffDesk.Guest guest, Optional<KeyFileContent.Candidate> key) throws Refusal {
        var forSigner = guest.role() == Role.SIGNER;
        var subject =
                forSigner ? Optional.of(guest.subject().orElseGet(() -> Subjects.only(guest.name()))) : guest.subject();
        if (subject.isPresent() != forSigner
                || !subject.map(Subjects::isSubject).orElse(true)) {
            throw new Refusal(ProblemCode.SUBJECT_NOT_ALLOWED);
        }
        var algorithm = forSigner
                ? key.map(KeyFileContent.Candidate::algorithm)
                        .or(guest::algorithm)
                        .or(() -> Optional.of(KeyAlgorithm.RSA_3072))
                : Optional.<KeyAlgorithm>empty();
        return new Draft(guest, subject, algorithm, Bytes.of(random(DisplayHash.SALT_SIZE_BYTES)), key);
    }

    Admitted invite(Seat.Present present, Draft draft, DeviceKeys.Activation activation, Handing handing)
            throws Refusal {
        try (var secret = Secret.taking(random(EnrolmentSecretHash.SECRET_SIZE_BYTES))) {
            var guest = draft.guest();
            var expires = present.conversation().now().plus(guest.life()).truncatedTo(ChronoUnit.SECONDS);
            var identityHash = seat.server(present.owner()).identityHash();
            var told = draft.key().isPresent()
                    ? handOver(present, draft, draft.key().get(), secret, identityHash, expires, activation)
                    : present.conversation()
                            .order(
                                    head -> statement(
                                            head, draft, EnrolmentSecretHash.of(secret), expires, Optional.empty()),
                                    activation,
                                    List.of(),
                                    Optional.of(draft.display()));
            var invited = Results.Invited.read(told.content());
            requireEntry(told, Leaf.Type.INVITE, invited.waits());
            return admitted(
                    present, invited, expires, secret, identityHash, draft.key().isPresent(), handing);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private static Statement.Invite statement(
            StatementHead head, Draft draft, Bytes secretHash, Instant expires, Optional<Statement.Handing> handing) {
        return new Statement.Invite(
                head,
                draft.guest().role(),
                secretHash,
                expires,
                draft.subject(),
                draft.algorithm(),
                draft.guest().evidence(),
                Optional.of(draft.displayHash()),
                handing);
    }

    private Told handOver(
            Seat.Present present,
            Draft draft,
            KeyFileContent.Candidate key,
            Secret codeSecret,
            Bytes identityHash,
            Instant expires,
            DeviceKeys.Activation activation)
            throws Refusal {
        try (var enrolment = KeyHandover.enrolmentSecret(codeSecret, identityHash);
                var content =
                        new KeyHandover.Content(ownName(present), key.pkcs8().copy())) {
            if (key.pkcs8().size() > KeyTransport.LARGEST_KEY_BYTES) {
                throw new Refusal(ProblemCode.KEY_FILE_TOO_COSTLY);
            }
            var hash = EnrolmentSecretHash.of(enrolment);
            var binding = new KeyHandover.Binding(identityHash, hash, key.certificates());
            var sealed = KeyHandover.seal(
                    codeSecret, binding, content, seat.surroundings().random());
            var handing = Optional.of(new Statement.Handing(sealed.sha256(), key.certificates()));
            return present.conversation()
                    .handOver(
                            head -> statement(head, draft, hash, expires, handing),
                            activation,
                            draft.display(),
                            sealed);
        }
    }

    /** How whoever orders is called, if that was signed when they were admitted; else nothing. */
    private static String ownName(Seat.Present present) throws Refusal {
        var own = present.owner().user();
        var people = StaffFront.people(present, new Statement.ListPeople.Choice.Named(List.of(own)));
        var contact = Refusal.answer(() -> StaffFront.contacts(present, List.of(own)))
                .given()
                .map(contacts -> contacts.get(own));
        var signed = people.stream()
                .filter(person -> person.user().equals(own))
                .anyMatch(person -> StaffFront.named(contact.orElse(null), person) == StaffDesk.Named.SIGNED);
        return contact.map(Server.Contact::name)
                .filter(name -> signed && Bytes.utf8(name).size() <= KeyHandover.LONGEST_NAME_BYTES)
                .orElse("");
    }

    /** The log says the same as the answer: that it was done, or that just this order waits. */
    private static void requireEntry(Told told, Leaf.Type done, Optional<Results.Waits> waits) throws Refusal {
        var logged = told.entry().leaf().type();
        var agrees = waits.isEmpty()
                ? logged == done
                : logged == Leaf.Type.REQUEST
                        && waits.get().request().equals(told.statement().head().id());
        if (!agrees) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
    }

    private byte[] random(int sizeBytes) {
        var octets = new byte[sizeBytes];
        seat.surroundings().random().nextBytes(octets);
        return octets;
    }

    private Admitted admitted(
            Seat.Present present,
            Results.Invited invited,
            Instant expires,
            Secret secret,
            Bytes identityHash,
            boolean withKey,
            Handing handing)
            throws Refusal {
        if (!invited.codeExpires().equals(expires)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        var url = seat.server(present.owner()).url();
        try (var code = withKey
                        ? EnrolmentCode.withKey(identityHash, invited.invitation(), invited.user(), url, secret.copy())
                        : new EnrolmentCode(identityHash, invited.invitation(), invited.user(), url, secret.copy());
                var text = code.write()) {
            handing.over(text, expires);
        }
        return new Admitted(invited.user(), invited.invitation(), expires, invited.waits());
    }

    /**
     * A device that was confirmed.
     *
     * @param user whose
     * @param device id
     * @param logIndex where the log has it
     */
    public record Confirmed(String user, String device, long logIndex) {}

    /**
     * Confirms under the PIN that a person's device has this fingerprint.
     *
     * @param user id of the person
     * @param fingerprint as the person read it out; nothing that the server said may stand in for it
     */
    public Confirmed confirm(String user, String fingerprint, Secret pin) throws Refusal {
        isId(user);
        return seat.ordering(present -> {
            var device = waitingDevice(present, user);
            try (var activation = Seat.activation(present.keys(), pin)) {
                var told = present.conversation()
                        .order(
                                head -> new Statement.ConfirmDevice(head, user, device, fingerprint),
                                activation,
                                List.of(),
                                Optional.empty());
                return confirmed(told, user, device);
            }
        });
    }

    /** The one that waits; a person who waits with several has the newest confirmed. */
    private static String waitingDevice(Seat.Present present, String user) throws Refusal {
        var person = described(present, user).person();
        if (person.waiting().isEmpty()) {
            throw new Refusal(ProblemCode.DEVICE_UNKNOWN);
        }
        return person.waiting().get(person.waiting().size() - 1);
    }

    private static Confirmed confirmed(Told told, String user, String device) throws Refusal {
        try {
            var answered = Results.Confirmed.read(told.content());
            var agreed = answered.user().equals(user)
                    && answered.device().equals(device)
                    && told.entry().leaf().type() == Leaf.Type.CONFIRM_DEVICE;
            if (!agreed) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return new Confirmed(user, device, told.entry().index());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** What can be done to a person, each a signed order that holds the person as they were shown. */
    public enum Measure {
        SUSPEND,
        RESUME,
        REVOKE;

        private Statement.AboutPerson order(
                StatementHead head, Statement.Whom whom, StaffDesk.Seen seen, Optional<Reason> reason) {
            return switch (this) {
                case SUSPEND -> new Statement.Suspend(head, whom, reason);
                case RESUME -> new Statement.Resume(head, whom, reason, seen.suspension());
                case REVOKE -> new Statement.Revoke(head, whom, reason);
            };
        }

        private Leaf.Type entry() {
            return Leaf.Type.valueOf(name());
        }
    }

    /**
     * What came of a measure.
     *
     * @param user id of the person
     * @param state what they are now
     * @param keys ids of the keys that ended with it
     * @param devices ids of the devices that ended with it
     * @param logIndex where the log has it
     */
    public record Changed(String user, String state, List<String> keys, List<String> devices, long logIndex) {
        /** Copies the lists. */
        public Changed {
            keys = List.copyOf(keys);
            devices = List.copyOf(devices);
        }
    }

    /** The person of this id, from a signed answer, and how the SAP calls them; nobody else is asked for. */
    public Acquaintance person(String user) throws Refusal {
        isId(user);
        return seat.asking(present -> {
            var described = described(present, user);
            var contacts = Refusal.answer(() -> StaffFront.contacts(present, List.of(user)))
                    .given()
                    .orElse(Map.of());
            try {
                return acquaintance(described.person(), StaffFront.seen(described), contacts.get(user));
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
        });
    }

    private static Results.Described described(Seat.Present present, String user) throws Refusal {
        try {
            var described = Results.Described.read(present.conversation()
                    .ask(head -> new Statement.DescribePerson(head, user))
                    .content());
            if (!described.person().user().equals(user)) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return described;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** What can be nobody's is sent nowhere. */
    private static void isId(String user) throws Refusal {
        if (!PERSON_ID.matcher(user).matches()) {
            throw new Refusal(ProblemCode.PERSON_UNKNOWN);
        }
    }

    /**
     * The keys of a person, from a signed answer. Its authority is the server's, and trusted from then on: staff have
     * no keys of their own to know it from.
     */
    public SigningKeys.Listing keysOf(String user) throws Refusal {
        isId(user);
        return seat.asking(present -> {
            var told =
                    SigningKeys.askedWithUse(present, (head, withUse) -> new Statement.ListKeysOf(head, user, withUse));
            var listing = SigningKeys.read(told, user);
            var before = present.owner();
            var owner = before;
            for (var key : listing.keys()) {
                owner = SigningKeys.trusting(owner, key);
            }
            if (!owner.equals(before)) {
                seat.profile().keep(owner);
            }
            return listing;
        });
    }

    /**
     * Suspends, resumes or revokes a person under the PIN.
     *
     * @param shown the person as they were shown to whoever orders it
     * @param reason why; empty if it is not stated
     */
    public Changed order(Measure measure, Acquaintance shown, Optional<Reason> reason, Secret pin) throws Refusal {
        return order(measure, whom(shown.person()), shown.seen(), reason, pin);
    }

    Changed order(Measure measure, Statement.Whom shown, StaffDesk.Seen seen, Optional<Reason> reason, Secret pin)
            throws Refusal {
        return seat.ordering(present -> {
            try (var activation = Seat.activation(present.keys(), pin)) {
                var told = present.conversation()
                        .order(
                                head -> measure.order(head, shown, seen, reason),
                                activation,
                                List.of(),
                                Optional.empty());
                var changed = Results.PersonChanged.read(told.content());
                if (!changed.user().equals(shown.user()) || told.entry().leaf().type() != measure.entry()) {
                    throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
                }
                return new Changed(
                        changed.user(),
                        changed.state(),
                        changed.keys(),
                        changed.devices(),
                        told.entry().index());
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
        });
    }

    /**
     * A signer who has another name.
     *
     * @param user id of the person
     * @param keys ids of the keys that ended with it
     * @param logIndex where the log has it
     */
    public record Amended(String user, List<String> keys, long logIndex) {
        /** Copies the list. */
        public Amended {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Gives a signer another name under the PIN.
     *
     * @param shown the person as they were shown to whoever orders it
     * @param reason why; empty if it is not stated
     */
    public Amended amend(Acquaintance shown, StaffDesk.NewName now, Optional<Reason> reason, Secret pin)
            throws Refusal {
        return amend(whom(shown.person()), shown.seen(), now, reason, pin);
    }

    Amended amend(Statement.Whom shown, StaffDesk.Seen seen, StaffDesk.NewName now, Optional<Reason> reason, Secret pin)
            throws Refusal {
        if (!Subjects.isSubject(now.subject()) || Subjects.isTooLong(now.subject())) {
            throw new Refusal(ProblemCode.SUBJECT_NOT_ALLOWED);
        }
        var salt = Bytes.of(random(DisplayHash.SALT_SIZE_BYTES));
        var hash = DisplayHash.of(salt, now.name(), now.kana(), now.email());
        var before = seen.displayHash().orElse(Statement.Amend.NOT_CALLED);
        return seat.ordering(present -> {
            try (var activation = Seat.activation(present.keys(), pin)) {
                var told = present.conversation()
                        .order(
                                head -> new Statement.Amend(
                                        head,
                                        shown,
                                        now.subject(),
                                        hash,
                                        now.evidence(),
                                        now.endKeys(),
                                        reason,
                                        Optional.of(before)),
                                activation,
                                List.of(),
                                Optional.of(display(now.name(), now.kana(), now.email(), salt)));
                return amended(told, shown, now, hash);
            }
        });
    }

    private static Amended amended(Told told, Statement.Whom shown, StaffDesk.NewName now, Bytes hash) throws Refusal {
        try {
            var amended = Results.PersonAmended.read(told.content());
            var record = told.entry().record().reader();
            var agreed = amended.user().equals(shown.user())
                    && amended.displayHash().equals(hash)
                    && (now.endKeys() || amended.keys().isEmpty())
                    && told.entry().leaf().type() == Leaf.Type.AMEND
                    && record.text("person").equals(shown.user())
                    && record.texts("keys").equals(amended.keys());
            if (!agreed) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return new Amended(amended.user(), amended.keys(), told.entry().index());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    static Statement.Whom whom(Results.Person shown) {
        return new Statement.Whom(shown.user(), shown.role(), shown.subject());
    }

    /**
     * A person with whom one begins anew, at once or when a second person wants it too: then nothing has ended yet.
     *
     * @param admitted their new code
     * @param keys ids of the keys that ended with it
     * @param devices ids of the devices that ended with it
     * @param logIndex where the log has it
     */
    public record Anew(Admitted admitted, List<String> keys, List<String> devices, long logIndex) {
        /** Copies the lists. */
        public Anew {
            keys = List.copyOf(keys);
            devices = List.copyOf(devices);
        }
    }

    /**
     * Ends all devices and keys of a person under the PIN, and writes a new enrolment code for them to a new file that
     * only the owner can read.
     *
     * @param shown the person as they were shown to whoever orders it
     * @param reason why; empty if it is not stated
     */
    public Anew reEnrol(Acquaintance shown, Optional<Reason> reason, Path codeFile, Secret pin) throws Refusal {
        return reEnrol(
                whom(shown.person()), shown.seen(), reason, codeFile, (code, expires, present) -> code.copy(), pin);
    }

    Anew reEnrol(
            Statement.Whom shown,
            StaffDesk.Seen seen,
            Optional<Reason> reason,
            Path codeFile,
            Writing writing,
            Secret pin)
            throws Refusal {
        try (var file = CodeFile.reserve(codeFile)) {
            return seat.ordering(present -> {
                try (var activation = Seat.activation(present.keys(), pin)) {
                    return reEnrol(
                            present,
                            shown,
                            seen.invitation(),
                            reason,
                            StaffDesk.Guest.USUAL_LIFE,
                            activation,
                            (code, expires) -> {
                                try (var written = writing.of(code, expires, present)) {
                                    file.write(written);
                                }
                            });
                }
            });
        }
    }

    Anew reEnrol(
            Seat.Present present,
            Statement.Whom whom,
            Optional<String> invitationBefore,
            Optional<Reason> reason,
            Duration life,
            DeviceKeys.Activation activation,
            Handing handing)
            throws Refusal {
        try (var secret = Secret.taking(random(EnrolmentSecretHash.SECRET_SIZE_BYTES))) {
            var hash = EnrolmentSecretHash.of(secret);
            var expires = present.conversation().now().plus(life).truncatedTo(ChronoUnit.SECONDS);
            var told = present.conversation()
                    .order(
                            head -> new Statement.ReEnrol(head, whom, hash, expires, reason, invitationBefore),
                            activation,
                            List.of(),
                            Optional.empty());
            var anew = Results.EnrolledAnew.read(told.content());
            requireEntry(told, Leaf.Type.RE_ENROL, anew.waits());
            if (!anew.user().equals(whom.user())) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            var invited = new Results.Invited(anew.user(), anew.invitation(), anew.codeExpires(), anew.waits());
            return new Anew(
                    admitted(
                            present,
                            invited,
                            expires,
                            secret,
                            seat.server(present.owner()).identityHash(),
                            false,
                            handing),
                    anew.keys(),
                    anew.devices(),
                    told.entry().index());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * A person of this server.
     *
     * @param person as the SGM knows them
     * @param name as the SAP shows them; empty if it does not say
     * @param kana how that is read, as the SAP shows them; empty if it does not say
     * @param email as the SAP shows them; empty if it does not say
     * @param named whose word that is
     * @param seen what an order about them takes the place of, as far as it was told
     */
    public record Acquaintance(
            Results.Person person, String name, String kana, String email, StaffDesk.Named named, StaffDesk.Seen seen) {
        /** Which of what is told here no signed answer confirms. */
        public List<String> unconfirmed() {
            return named == StaffDesk.Named.SIGNED
                    ? List.of()
                    : Stream.of("name", "email")
                            .filter(member -> !(member.equals("name") ? name : email).isEmpty())
                            .toList();
        }

        /**
         * True if the person is shown as somebody else than the one who was admitted: nothing is to be done about them.
         * A SAP that tells nothing shows no false name.
         */
        public boolean isFalselyNamed() {
            return named == StaffDesk.Named.FALSE && !unconfirmed().isEmpty();
        }
    }

    /**
     * Shows everybody, in the order they were admitted, as the pages come. Names and addresses are compared with what
     * was signed when the person was admitted; the SAP may tell none. The rest is signed.
     *
     * @return false if the SAP would not tell names of some of them
     */
    public boolean people(Consumer<Acquaintance> taker) throws Refusal {
        return seat.asking(present -> {
            var nameless = new AtomicBoolean();
            Everybody.read(present, people -> {
                var users = people.stream().map(Results.Person::user).toList();
                var told = Refusal.answer(() -> StaffFront.contacts(present, users))
                        .given();
                nameless.compareAndSet(false, told.isEmpty());
                var contacts = told.orElse(Map.of());
                people.forEach(person -> taker.accept(acquaintance(person, seen(person), contacts.get(person.user()))));
            });
            return !nameless.get();
        });
    }

    /** In a list nothing is told of codes and suspensions. */
    private static StaffDesk.Seen seen(Results.Person person) {
        return new StaffDesk.Seen(person.displayHash(), Optional.empty(), Optional.empty());
    }

    private static Acquaintance acquaintance(
            Results.Person person, StaffDesk.Seen seen, Server.@Nullable Contact contact) {
        var named = StaffFront.named(contact, person);
        return contact == null
                ? new Acquaintance(person, "", "", "", named, seen)
                : new Acquaintance(person, contact.name(), contact.kana(), contact.email(), named, seen);
    }
}
