package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.sheet.EnrolmentSheet;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** People as staff sees them: who the SGM says they are, and how the SAP calls them, each marked as what it is. */
final class StaffFront implements StaffDesk {
    private static final int MOST_LISTED = 50;
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{" + 2 * Ids.PERSON_SIZE_BYTES + "}");

    /** As many as a SAP tells at once how they are called: all of a page. */
    private static final int MOST_CALLED = Statement.ListPeople.MOST_ON_A_PAGE;

    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

    private final Seat seat;
    private final Helpdesk helpdesk;
    private final GuestImport guestImport;
    private final SecondPersons secondPersons;

    StaffFront(Seat seat, Helpdesk helpdesk, SecondPersons secondPersons) {
        this.seat = seat;
        this.helpdesk = helpdesk;
        this.secondPersons = secondPersons;
        this.guestImport = new GuestImport(seat, helpdesk, secondPersons);
    }

    @Override
    public Optional<Role> role() {
        return Refusal.answer(() -> seat.profile().owner()).given().flatMap(owner -> owner.flatMap(Owner::role));
    }

    @Override
    public Optional<String> user() {
        return Refusal.answer(() -> seat.profile().owner()).given().flatMap(owner -> owner.map(Owner::user));
    }

    @Override
    public Answer<Listing> people(Selection selection, String query) {
        return Refusal.answer(() -> seat.asking(present -> switch (selection) {
            case EVERYBODY -> found(present, query);
            case INVITED -> chosen(present, new Statement.ListPeople.Choice.Invited(), query);
            case WAITING -> chosen(present, new Statement.ListPeople.Choice.Waiting(), query);
        }));
    }

    /**
     * As the SAP finds them by how they are called. By a whole number the SGM is asked, too: of who ended the SAP may
     * keep nothing, and nobody can be hidden from who knows theirs.
     */
    private static Listing found(Seat.Present present, String query) throws Refusal {
        var contacts = search(present, query);
        var users = new LinkedHashSet<String>();
        contacts.people().forEach(contact -> users.add(contact.user()));
        var numbered = Optional.of(query.strip().toLowerCase(Locale.ROOT))
                .filter(typed -> NUMBER.matcher(typed).matches() && users.add(typed));
        var known = told(present, List.copyOf(users));
        var unnamed = numbered.flatMap(user -> Optional.ofNullable(known.get(user)));
        return new Listing(
                Stream.concat(
                                unnamed.map(person -> listed(person.user(), null, person)).stream(),
                                contacts.people().stream()
                                        .map(contact -> listed(contact.user(), contact, known.get(contact.user()))))
                        .toList(),
                contacts.more());
    }

    /** That the SAP does not search is its own word only; why it is so (a device that waits…), the SGM signs. */
    private static Server.Contacts search(Seat.Present present, String query) throws Refusal {
        try {
            return present.conversation().search(query, MOST_LISTED);
        } catch (Refusal e) {
            if (e.why().code() == ProblemCode.ANSWER_NOT_BELIEVABLE) {
                told(present, List.of(present.owner().user()));
            }
            throw e;
        }
    }

    private static Listing chosen(Seat.Present present, Statement.ListPeople.Choice choice, String query)
            throws Refusal {
        var people = people(present, choice);
        var contacts =
                contacts(present, people.stream().map(Results.Person::user).toList());
        var wanted = query.strip().toLowerCase(Locale.ROOT);
        return new Listing(
                people.stream()
                        .map(person -> listed(person.user(), contacts.get(person.user()), person))
                        .filter(one -> (one.name() + " " + one.kana() + " " + one.email() + " " + one.user())
                                .toLowerCase(Locale.ROOT)
                                .contains(wanted))
                        .toList(),
                people.size() >= Statement.ListPeople.MOST_NAMED);
    }

    @Override
    public Answer<Map<String, String>> signedNames(List<String> users) {
        var may = role().filter(role -> role == Role.OFFICER || role == Role.ADMINISTRATOR)
                .isPresent();
        return !may
                ? Answer.of(Map.of())
                : Refusal.answer(() -> seat.asking(present -> {
                    var contacts = contacts(present, users);
                    return told(present, users).values().stream()
                            .map(person -> listed(person.user(), contacts.get(person.user()), person))
                            .filter(listed -> listed.named() == Named.SIGNED)
                            .collect(Collectors.toMap(Listed::user, Listed::name));
                }));
    }

    private static Map<String, Results.Person> told(Seat.Present present, List<String> users) throws Refusal {
        return users.isEmpty()
                ? Map.of()
                : people(present, new Statement.ListPeople.Choice.Named(users)).stream()
                        .collect(Collectors.toMap(Results.Person::user, Function.identity(), (a, b) -> a));
    }

    /** Everybody who is no signer, from a signed answer; names as far as the SAP has any. */
    static List<Listed> staff(Seat.Present present) throws Refusal {
        var staff = people(present, new Statement.ListPeople.Choice.Staff());
        var contacts =
                contacts(present, staff.stream().map(Results.Person::user).toList());
        return staff.stream()
                .map(person -> listed(person.user(), contacts.get(person.user()), person))
                .toList();
    }

    /** People as the SGM knows them, from a signed answer. */
    static List<Results.Person> people(Seat.Present present, Statement.ListPeople.Choice choice) throws Refusal {
        try {
            return Results.People.read(present.conversation()
                            .ask(head -> new Statement.ListPeople(head, choice))
                            .content())
                    .people();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** How the SAP calls these. */
    static Map<String, Server.Contact> contacts(Seat.Present present, List<String> users) throws Refusal {
        var wanted = users.stream().distinct().toList();
        var told = new ArrayList<Server.Contact>();
        for (int from = 0; from < wanted.size(); from += MOST_CALLED) {
            told.addAll(
                    present.conversation().named(wanted.subList(from, Math.min(wanted.size(), from + MOST_CALLED))));
        }
        return told.stream().collect(Collectors.toMap(Server.Contact::user, Function.identity(), (a, b) -> a));
    }

    static Listed listed(String user, Server.@Nullable Contact contact, Results.@Nullable Person person) {
        var subject = person == null ? Optional.<String>empty() : person.subject();
        var name = contact == null || contact.name().isEmpty()
                ? subject.map(Names::commonName).orElse(user)
                : contact.name();
        return new Listed(
                user,
                name,
                contact == null ? "" : contact.kana(),
                contact == null ? "" : contact.email(),
                named(contact, person),
                person == null ? Optional.empty() : Optional.of(person.role()),
                person == null ? State.NOT_KNOWN : state(person),
                subject,
                person == null ? 0 : person.keys());
    }

    /** Whose word the name is: it must be the signed one where one was signed. */
    static Named named(Server.@Nullable Contact contact, Results.@Nullable Person person) {
        if (person == null || person.displayHash().isEmpty()) {
            return Named.SAID;
        }
        if (contact == null && State.GONE == state(person)) {
            return Named.NOT_KEPT; // Nothing is done about them any more, and nobody else stands in their place.
        }
        if (contact == null || contact.salt().isEmpty()) {
            return Named.FALSE;
        }
        var shown = DisplayHash.of(contact.salt().get(), contact.name(), contact.kana(), contact.email());
        return shown.equals(person.displayHash().get()) ? Named.SIGNED : Named.FALSE;
    }

    private static State state(Results.Person person) {
        return switch (person.state()) {
            case "invited" -> State.INVITED;
            case "suspended" -> State.SUSPENDED;
            case "gone" -> State.GONE;
            default -> person.waiting().isEmpty() ? State.ACTIVE : State.WAITING;
        };
    }

    @Override
    public Answer<Person> person(String user) {
        return Refusal.answer(() -> seat.asking(present -> {
            var told = SigningKeys.askedWithUse(
                    present, (head, withUse) -> new Statement.DescribePerson(head, user, withUse));
            try {
                return person(present, told);
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
        }));
    }

    private Person person(Seat.Present present, Told told) throws Refusal, Malformed {
        var described = Results.Described.read(told.content());
        var person = described.person();
        var checkpoint = seat.server(present.owner()).checkpoint(described.checkpoint(), told.time());
        var entries = new ArrayList<Proven>();
        for (var entry : described.acts()) {
            entries.add(proven(entry, checkpoint));
        }
        var users = Stream.concat(Stream.of(person.user()), entries.stream().map(Proven::by))
                .toList();
        var contacts = contacts(present, users);
        var admission = described.admitted().isEmpty()
                ? Optional.<Admission>empty()
                : Optional.of(proven(described.admitted().get(), checkpoint).admission(person.user()));
        var keys = new ArrayList<Key>();
        for (var key : described.keys()) {
            keys.add(new Key(SigningKeys.read(key.key(), person.user()).row(told.time()), key.uses()));
        }
        return new Person(
                listed(person.user(), contacts.get(person.user()), person),
                described.algorithm(),
                admission.flatMap(Admission::evidence),
                described.invitation().map(code -> code(code, told.time())),
                described.devices().stream()
                        .map(device -> new Device(
                                device.device(),
                                device.enrolled(),
                                device.confirmed(),
                                device.locked(),
                                person.waiting().contains(device.device())))
                        .toList(),
                keys,
                entries.stream().map(entry -> entry.act(contacts)).toList(),
                described.keys().stream().anyMatch(key -> key.uses() > 0),
                admission.filter(Admission::handsOver).flatMap(code -> handedKeyEnds(described, code)),
                seen(described),
                told.time());
    }

    /** What an order about this person takes the place of. */
    static Seen seen(Results.Described described) throws Malformed {
        var suspension = Optional.<Long>empty();
        for (var act : described.acts()) {
            if (suspension.isEmpty() && Leaf.read(act.leaf()).type() == Leaf.Type.SUSPEND) {
                suspension = Optional.of(act.index());
            }
        }
        return new Seen(
                described.person().displayHash(),
                described.invitation().map(Results.Described.Code::invitation),
                suspension);
    }

    /** Of a key that was not taken in: no longer than its code, then for some days for the device that used that. */
    private static Optional<Instant> handedKeyEnds(Results.Described described, Admission admission) {
        var code = described.invitation().filter(newest -> newest.invitation().equals(admission.invitation()));
        var taken =
                described.keys().stream().anyMatch(key -> key.key().handedBy().isPresent());
        if (code.isEmpty() || taken || state(described.person()) == State.GONE) {
            return Optional.empty();
        }
        return switch (code.get().state()) {
            case "open" -> Optional.of(code.get().expires());
            case "used" ->
                described.devices().stream()
                        .findFirst()
                        .map(device -> device.enrolled().plus(KeyHandover.LIFE_AFTER_ENROLMENT));
            default -> Optional.empty();
        };
    }

    private static Code code(Results.Described.Code code, Instant now) {
        return new Code(
                code.expires(),
                switch (code.state()) {
                    case "used" -> CodeState.USED;
                    case "open" -> code.expires().isAfter(now) ? CodeState.OPEN : CodeState.EXPIRED;
                    default -> CodeState.DEAD;
                });
    }

    /** An entry whose proof holds. */
    private record Proven(
            long index, Leaf leaf, Bytes record, String by, Optional<Reason> reason, Optional<NameChange> change) {
        Act act(Map<String, Server.Contact> contacts) {
            var contact = contacts.get(by);
            return new Act(
                    index,
                    leaf.type().wireName(),
                    leaf.time(),
                    by,
                    contact == null ? by : contact.name(),
                    reason,
                    change);
        }

        /** The statement that admitted this person. */
        Admission admission(String user) throws Malformed {
            var json = JsonObject.strict(record).reader();
            var invited = leaf.type() == Leaf.Type.REQUEST ? "person" : "invitedUser";
            var admits = leaf.type() == Leaf.Type.INVITE || leaf.type() == Leaf.Type.REQUEST;
            if (!admits || !json.text(invited).equals(user)) {
                throw new Malformed("not the admission of this person");
            }
            var code = json.text("invitation");
            return StatementText.read(json.bytes("statement")) instanceof Statement.Invite invite
                    ? new Admission(code, invite.evidence(), invite.handing().isPresent())
                    : new Admission(code, Optional.empty(), false);
        }
    }

    /**
     * How somebody was admitted.
     *
     * @param invitation the id of their first code
     * @param evidence SHA-256 of the file that shows how they were identified
     * @param handsOver true if a signing key was handed over with that code
     */
    private record Admission(String invitation, Optional<Bytes> evidence, boolean handsOver) {}

    private static Proven proven(LogEntry entry, Checkpoint checkpoint) throws Malformed {
        entry.proven(checkpoint);
        var leaf = Leaf.read(entry.leaf());
        return new Proven(
                entry.index(),
                leaf,
                entry.record(),
                JsonObject.strict(entry.record()).reader().text("user"),
                StatedReason.in(entry.record()),
                NameChanges.in(leaf, entry.record()));
    }

    @Override
    public Answer<Bytes> evidence(Path file) {
        return Refusal.answer(() -> {
            try {
                return HashedFile.of(file).sha256();
            } catch (IOException e) {
                throw new Refusal(NamedFile.why(e), e);
            }
        });
    }

    @Override
    public Answer<GuestList> list(Path file, Optional<Path> folder) {
        return Refusal.answer(() -> guestImport.list(file, folder));
    }

    @Override
    public Answer<GuestList.Imported> inviteAll(
            GuestList list, Path folder, Dress dress, Secret pin, IntConsumer progress) {
        return Refusal.answer(() -> guestImport.invite(list, folder, dress, pin, progress));
    }

    @Override
    public Answer<Admitted> invite(Guest guest, Path folder, Dress dress, Secret pin) {
        return Refusal.answer(() -> invite(guest, Optional.empty(), folder, dress, pin));
    }

    /** An opened file and its one key. */
    private record OpenedKey(KeyFileContent content, KeyFileContent.Candidate key) implements KeyToHandOver {
        @Override
        public KeyAlgorithm algorithm() {
            return key.algorithm();
        }

        @Override
        public HandedCertificate certificate() {
            return new HandedCertificate(
                    key.subject(), key.issuer(), key.certificates().get(0).sha256());
        }

        @Override
        public void close() {
            content.close();
        }
    }

    @Override
    public Answer<KeyToHandOver> openKey(Path file, Secret password) {
        return Refusal.answer(() -> {
            var content = KeyFileContent.opened(file, password, seat);
            try {
                return new OpenedKey(content, content.choose(Optional.empty()));
            } catch (Refusal e) {
                content.close();
                throw e;
            }
        });
    }

    @Override
    public Answer<Admitted> handOver(Guest guest, KeyToHandOver key, Path folder, Dress dress, Secret pin) {
        return Refusal.answer(() -> invite(guest, Optional.of(((OpenedKey) key).key()), folder, dress, pin));
    }

    private Admitted invite(Guest guest, Optional<KeyFileContent.Candidate> key, Path folder, Dress dress, Secret pin)
            throws Refusal {
        var confirms = seat.asking(StaffFront::confirms);
        var file = sheetFile(folder, guest.name(), dress);
        var admitted = helpdesk.invite(
                helpdesk.draft(guest, key),
                file,
                (code, expires, present) -> sheet(guest, dress, confirms, code, expires, present.owner()),
                pin);
        return admitted(admitted, file);
    }

    private static Admitted admitted(Helpdesk.Admitted one, Path sheet) {
        return new Admitted(one.user(), sheet, one.expires(), one.waits().map(Results.Waits::until));
    }

    private Path sheetFile(Path folder, String name, Dress dress) throws Refusal {
        var now = LocalDateTime.ofInstant(seat.server(seat.owner()).now(), dress.zone());
        return folder.resolve("natsuin-" + now.format(FILE_TIME) + "-" + safe(name) + ".pdf");
    }

    @Override
    public Answer<Changed> order(Measure measure, Person shown, Optional<Reason> reason, Secret pin) {
        return Refusal.answer(() -> {
            var changed =
                    helpdesk.order(Helpdesk.Measure.valueOf(measure.name()), whom(shown), shown.seen(), reason, pin);
            return new Changed(changed.keys().size(), changed.devices().size(), changed.logIndex(), Optional.empty());
        });
    }

    @Override
    public Answer<Changed> reEnrol(Person shown, Optional<Reason> reason, Path folder, Dress dress, Secret pin) {
        return Refusal.answer(() -> {
            var whom = whom(shown);
            var confirms = seat.asking(StaffFront::confirms);
            var listed = shown.listed();
            var guest = new Guest(
                    listed.name(),
                    listed.kana(),
                    listed.email(),
                    whom.role(),
                    whom.subject(),
                    Optional.empty(),
                    Optional.empty(),
                    Guest.USUAL_LIFE);
            var file = sheetFile(folder, listed.name(), dress);
            var anew = helpdesk.reEnrol(
                    whom,
                    shown.seen(),
                    reason,
                    file,
                    (code, expires, present) -> sheet(guest, dress, confirms, code, expires, present.owner()),
                    pin);
            var admitted = anew.admitted();
            return new Changed(
                    anew.keys().size(), anew.devices().size(), anew.logIndex(), Optional.of(admitted(admitted, file)));
        });
    }

    @Override
    public Answer<Changed> amend(Person shown, NewName now, Optional<Reason> reason, Secret pin) {
        return Refusal.answer(() -> {
            var amended = helpdesk.amend(known(shown), shown.seen(), now, reason, pin);
            return new Changed(amended.keys().size(), 0, amended.logIndex(), Optional.empty());
        });
    }

    /** As they were shown; nothing is ordered about somebody whose name is false, or whom the SGM does not know. */
    private static Statement.Whom whom(Person shown) throws Refusal {
        if (shown.listed().named() == Named.FALSE) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        return known(shown);
    }

    /** As the SGM said who they are. */
    private static Statement.Whom known(Person shown) throws Refusal {
        var listed = shown.listed();
        var role = listed.role().orElseThrow(() -> new Refusal(ProblemCode.PERSON_UNKNOWN));
        return new Statement.Whom(listed.user(), role, listed.subject());
    }

    /** True if devices are confirmed at this server. */
    static boolean confirms(Seat.Present present) throws Refusal {
        try {
            return Results.Standing.read(present.conversation()
                                    .ask(Statement.Standing::new)
                                    .content())
                            .level()
                    > 1;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** A name as part of a file name: letters and digits of any script, and nothing that a file system minds. */
    static String safe(String name) {
        var kept = name.codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(20)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return kept.isEmpty() ? "sheet" : kept;
    }

    static Secret sheet(Guest guest, Dress dress, boolean confirms, Secret code, Instant expires, Owner owner) {
        var until = PaperTime.of(expires, dress.language(), dress.zone());
        var text = code.use(octets -> new String(octets, StandardCharsets.US_ASCII));
        return Secret.taking(EnrolmentSheet.pdf(
                List.of(new EnrolmentSheet.Content(
                        guest.name(), guest.kana(), Names.address(owner.url()), until, text, confirms)),
                dress.language()));
    }

    @Override
    public Answer<Long> confirm(String user, String fingerprint, Secret pin) {
        return Refusal.answer(() -> {
            try {
                return helpdesk.confirm(user, Fingerprint.read(fingerprint), pin)
                        .logIndex();
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.CODE_MALFORMED, e);
            }
        });
    }

    @Override
    public Answer<Requests> requests() {
        return Refusal.answer(secondPersons::all);
    }

    @Override
    public Answer<Changed> approve(Request shown, Secret pin) {
        return Refusal.answer(() -> {
            var done = secondPersons.approve(shown, pin);
            return new Changed(done.keys().size(), done.devices().size(), done.logIndex(), Optional.empty());
        });
    }

    @Override
    public Answer<Long> withdraw(Request shown, Optional<Reason> reason, Secret pin) {
        return Refusal.answer(() -> secondPersons.withdraw(shown, reason, pin));
    }
}
