package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Staff at a server that is not there: a few people, and what was ordered about them. */
public final class FakeStaff implements StaffDesk {
    public static final String PIN = "270182";
    public static final String FINGERPRINT = "4T4B-BGVQ-ZFSE-576Y";
    public static final Reason ABSENT = new Reason(Reason.Code.ABSENT, Optional.of("三月まで休職"));
    public static final Instant NOON = Instant.parse("2026-11-26T03:00:00Z");

    public final List<String> asked = new ArrayList<>();
    /** Who was asked for. */
    public final List<String> looked = new ArrayList<>();

    public final List<Guest> invited = new ArrayList<>();
    public final List<String> done = new ArrayList<>();

    /** Why each of what was done was done. */
    public final List<Optional<Reason>> reasons = new ArrayList<>();

    public final List<Listed> people = new ArrayList<>();

    /** Until when a key that was handed over waits, by whom it is for. */
    public final Map<String, Instant> handedKeys = new HashMap<>();

    private @Nullable Role role;
    private @Nullable ProblemCode trouble;

    /** From now on somebody of this role sits here. */
    public void role(Role now) {
        role = now;
    }

    /** From now on every order and question meets this problem; null: none. */
    public void trouble(@Nullable ProblemCode now) {
        trouble = now;
    }

    public static Listed person(String user, String name, String kana, State state, Named named) {
        return new Listed(
                user,
                name,
                kana,
                user + "@example.jp",
                named,
                Optional.of(Role.SIGNER),
                state,
                Optional.of("CN=" + name),
                state == State.ACTIVE ? 1 : 0);
    }

    private <T> Answer<T> answer(T value) {
        return trouble == null ? Answer.of(value) : Answer.refused(trouble);
    }

    @Override
    public Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    @Override
    public Optional<String> user() {
        return Optional.of("0".repeat(16));
    }

    @Override
    public Answer<Map<String, String>> signedNames(List<String> users) {
        return answer(people.stream()
                .filter(p -> users.contains(p.user()) && p.named() == Named.SIGNED)
                .collect(Collectors.toMap(Listed::user, Listed::name)));
    }

    @Override
    public Answer<Listing> people(Selection selection, String query) {
        asked.add(selection + " " + query);
        return answer(new Listing(
                people.stream()
                        .filter(p -> (p.name() + p.kana()).contains(query))
                        .filter(p -> selection == Selection.EVERYBODY
                                || p.state().name().equals(selection.name()))
                        .toList(),
                false));
    }

    @Override
    public Answer<Person> person(String user) {
        looked.add(user);
        return people.stream()
                .filter(p -> p.user().equals(user))
                .findFirst()
                .map(p -> answer(new Person(
                        p,
                        Optional.of(KeyAlgorithm.RSA_3072),
                        Optional.of(Bytes.utf8("evidence").sha256()),
                        Optional.of(new Code(NOON.plusSeconds(86_400), CodeState.USED)),
                        List.of(new Device("1f".repeat(16), NOON, Optional.empty(), false, p.state() == State.WAITING)),
                        p.state() == State.ACTIVE
                                ? List.of(new Key(FakeDesk.key("RSA", KeyAlgorithm.RSA_3072, p.name()), 1))
                                : List.of(),
                        List.of(
                                new Act(
                                        4016,
                                        "amend",
                                        NOON,
                                        "0".repeat(16),
                                        "登録 担当",
                                        Optional.of(new Reason(Reason.Code.NAME_CHANGED)),
                                        Optional.of(new NameChange(
                                                "CN=" + p.name(),
                                                "CN=" + p.name(),
                                                false,
                                                0,
                                                Optional.of(
                                                        Bytes.utf8("evidence").sha256())))),
                                new Act(4015, "resume", NOON, "0".repeat(16), "登録 担当"),
                                new Act(4014, "suspend", NOON, "0".repeat(16), "登録 担当", Optional.of(ABSENT)),
                                new Act(4012, "enrol", NOON, user, p.name()),
                                new Act(4001, "invite", NOON, "0".repeat(16), "登録 担当")),
                        p.state() == State.ACTIVE,
                        Optional.ofNullable(handedKeys.get(p.user())),
                        new Seen(Optional.empty(), Optional.empty(), Optional.of(4014L)),
                        NOON)))
                .orElse(Answer.refused(ProblemCode.DEVICE_UNKNOWN));
    }

    @Override
    public Answer<Bytes> evidence(Path file) {
        return answer(Bytes.utf8(String.valueOf(file.getFileName())).sha256());
    }

    private <T> Answer<T> ordered(Secret pin, T value) {
        var right = pin.use(octets -> new String(octets, StandardCharsets.US_ASCII).equals(PIN));
        return right ? answer(value) : new Answer.Refused<>(Problem.pinWrong(4));
    }

    @Override
    public Answer<Admitted> invite(Guest guest, Path folder, Dress dress, Secret pin) {
        var answer =
                ordered(pin, new Admitted("00000000000000b1", folder.resolve("sheet.pdf"), NOON.plus(guest.life())));
        if (answer.given().isPresent()) {
            invited.add(guest);
            people.add(0, person("00000000000000b1", guest.name(), guest.kana(), State.INVITED, Named.SIGNED));
        }
        return answer;
    }

    /** Keys that were opened to be handed over, and not closed yet. */
    public int openKeys;

    /** The keys that were handed over. */
    public final List<HandedCertificate> handedOver = new ArrayList<>();

    @Override
    public Answer<KeyToHandOver> openKey(Path file, Secret password) {
        if (!password.matches(Secret.taking("secret".getBytes(StandardCharsets.US_ASCII)))) {
            return Answer.refused(ProblemCode.KEY_FILE_PASSWORD_WRONG);
        }
        openKeys++;
        return Answer.of(new KeyToHandOver() {
            @Override
            public KeyAlgorithm algorithm() {
                return KeyAlgorithm.P_256;
            }

            @Override
            public HandedCertificate certificate() {
                return new HandedCertificate(
                        "CN=山田 花子,O=見本株式会社",
                        "CN=Elsewhere CA",
                        Bytes.utf8("certificate").sha256());
            }

            @Override
            public void close() {
                openKeys--;
            }
        });
    }

    @Override
    public Answer<Admitted> handOver(Guest guest, KeyToHandOver key, Path folder, Dress dress, Secret pin) {
        var answer = invite(guest, folder, dress, pin);
        answer.given().ifPresent(done -> handedOver.add(key.certificate()));
        return answer;
    }

    @Override
    public Answer<Changed> order(Measure measure, Person shown, Optional<Reason> reason, Secret pin) {
        var ends = measure == Measure.REVOKE;
        var answer = ordered(pin, new Changed(ends ? 1 : 0, ends ? 1 : 0, 4030, Optional.empty()));
        if (answer.given().isPresent()) {
            done.add(measure + " " + shown.listed().user());
            reasons.add(reason);
            become(
                    shown.listed(),
                    switch (measure) {
                        case SUSPEND -> State.SUSPENDED;
                        case RESUME -> State.ACTIVE;
                        case REVOKE -> State.GONE;
                    });
        }
        return answer;
    }

    @Override
    public Answer<Changed> reEnrol(Person shown, Optional<Reason> reason, Path folder, Dress dress, Secret pin) {
        var sheet = new Admitted(shown.listed().user(), folder.resolve("sheet.pdf"), NOON.plusSeconds(86_400));
        var answer = ordered(pin, new Changed(1, 1, 4031, Optional.of(sheet)));
        if (answer.given().isPresent()) {
            done.add("RE_ENROL " + shown.listed().user());
            reasons.add(reason);
            become(shown.listed(), State.INVITED);
        }
        return answer;
    }

    /** What people were called anew. */
    public final List<NewName> named = new ArrayList<>();

    @Override
    public Answer<Changed> amend(Person shown, NewName now, Optional<Reason> reason, Secret pin) {
        var answer = ordered(pin, new Changed(now.endKeys() ? 1 : 0, 0, 4032, Optional.empty()));
        if (answer.given().isPresent()) {
            done.add("AMEND " + shown.listed().user());
            reasons.add(reason);
            named.add(now);
            people.replaceAll(p -> p.user().equals(shown.listed().user())
                    ? new Listed(
                            p.user(),
                            now.name(),
                            now.kana(),
                            now.email(),
                            Named.SIGNED,
                            p.role(),
                            p.state(),
                            Optional.of(now.subject()),
                            now.endKeys() ? 0 : p.keys())
                    : p);
        }
        return answer;
    }

    private void become(Listed who, State state) {
        people.replaceAll(p -> p.user().equals(who.user())
                ? new Listed(p.user(), p.name(), p.kana(), p.email(), p.named(), p.role(), state, p.subject(), p.keys())
                : p);
    }

    @Override
    public Answer<Long> confirm(String user, String fingerprint, Secret pin) {
        return fingerprint.equals(FINGERPRINT) ? ordered(pin, 4020L) : Answer.refused(ProblemCode.FINGERPRINT_DIFFERS);
    }

    /** What reading a list gives. */
    public GuestList list = new GuestList(List.of(), List.of());

    /** After so many rows of a list somebody refuses. */
    public int stopsAfter = Integer.MAX_VALUE;

    @Override
    public Answer<GuestList> list(Path file, Optional<Path> folder) {
        asked.add("list " + file + folder.map(into -> " into " + into).orElse(""));
        return answer(list);
    }

    @Override
    public Answer<GuestList.Imported> inviteAll(
            GuestList all, Path folder, Dress dress, Secret pin, IntConsumer progress) {
        asked.add("invite " + all.rows().size() + " into " + folder);
        if (!pin.use(octets -> new String(octets, StandardCharsets.UTF_8)).equals(PIN)) {
            return Answer.of(new GuestList.Imported(List.of(), Optional.of(Problem.of(ProblemCode.PIN_WRONG))));
        }
        var admitted = new ArrayList<GuestList.Admitted>();
        for (var row : all.rows()) {
            if (admitted.size() == stopsAfter) {
                return Answer.of(
                        new GuestList.Imported(admitted, Optional.of(Problem.of(ProblemCode.SERVER_UNREACHABLE))));
            }
            var file = folder.resolve(String.valueOf(row.line()));
            admitted.add(new GuestList.Admitted(row, "0123456789abcdef", file, file, NOON, row.admitted(), false));
            progress.accept(admitted.size());
        }
        return answer(new GuestList.Imported(admitted, Optional.empty()));
    }

    /** What waits for a second person. */
    public final List<Request> waiting = new ArrayList<>();

    /** An order of somebody else that waits. */
    public static Request request(String id, Asked what, Listed whom, Listed by, boolean own) {
        return new Request(
                id,
                what,
                whom,
                Optional.of(Bytes.utf8("evidence").sha256()),
                NOON.plusSeconds(7 * 86_400),
                by,
                NOON,
                NOON.plusSeconds(7 * 86_400),
                own,
                Bytes.utf8("a statement"),
                Optional.empty(),
                what == Asked.RE_ENROL
                        ? Optional.of(new Reason(Reason.Code.DEVICE_LOST, Optional.of("電車に忘れた")))
                        : Optional.empty());
    }

    @Override
    public Answer<Requests> requests() {
        asked.add("requests");
        return answer(new Requests(waiting, false));
    }

    @Override
    public Answer<Changed> approve(Request shown, Secret pin) {
        var anew = shown.what() == Asked.RE_ENROL;
        var answer = ordered(pin, new Changed(anew ? 1 : 0, anew ? 1 : 0, 4040, Optional.empty()));
        if (answer.given().isPresent()) {
            done.add("APPROVE " + shown.id());
            waiting.remove(shown);
        }
        return answer;
    }

    @Override
    public Answer<Long> withdraw(Request shown, Optional<Reason> reason, Secret pin) {
        var answer = ordered(pin, 4041L);
        if (answer.given().isPresent()) {
            done.add("WITHDRAW " + shown.id());
            reasons.add(reason);
            waiting.remove(shown);
        }
        return answer;
    }
}
