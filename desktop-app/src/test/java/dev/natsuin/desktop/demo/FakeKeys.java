package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.KeyDesk;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys and computers at a server that is not there. */
public final class FakeKeys implements KeyDesk, Devices {
    public static final String CODE = "NATSUIN1-" + "ABCDE-".repeat(31) + "FGHIJ";
    public static final String PASSWORD = "秘密 1";
    public static final String OWN = "1a".repeat(16);
    public static final String OTHER = "2b".repeat(16);
    private static final Instant BEFORE = Instant.parse("2026-11-01T03:00:00Z");

    public final List<String> ordered = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final FakeDesk desk;
    private String pin = FakeDesk.PIN;
    private Set<KeyAlgorithm> experimental = Set.of();
    private boolean silent;
    private Optional<CertifiedName> name = Optional.empty();
    /** The file with nothing to import in it, once it was opened. */
    public @Nullable File weak;

    private Verification.Verdict judged = Verification.Verdict.VALID;
    private Verification.Indication indicated = Verification.Indication.TOTAL_PASSED;

    FakeKeys(FakeDesk desk) {
        this.desk = desk;
        rows.add(row(OWN, "K7MW2QXPA4ND9TZR", State.ACTIVE, true));
        rows.add(row(OTHER, "QD5RVN3HJ8KE2WBC", State.ACTIVE, false));
    }

    private static Row row(String id, String fingerprint, State state, boolean own) {
        return new Row(id, Bytes.utf8(id), fingerprint, BEFORE, state, own);
    }

    /** The server makes these experimental kinds of keys. */
    public void makes(Set<KeyAlgorithm> kinds) {
        experimental = kinds;
    }

    @Override
    public Set<KeyAlgorithm> experimentalKinds() {
        return experimental;
    }

    /** From now on orders get no believed answer, or do again. */
    public void silent(boolean now) {
        silent = now;
    }

    /** A row that was shown as another or not at all. */
    public void only(Row row) {
        rows.clear();
        rows.add(row);
    }

    private <T> Answer<T> answer(Secret typed, String what, T value) {
        var trouble = desk.trouble();
        if (trouble != null) {
            return new Answer.Refused<>(trouble);
        }
        if (!typed.use(octets -> new String(octets, StandardCharsets.US_ASCII)).equals(pin)) {
            return new Answer.Refused<>(Problem.pinWrong(4));
        }
        ordered.add(what);
        return silent ? Answer.refused(ProblemCode.NOT_CONFIRMED) : Answer.of(value);
    }

    @Override
    public Answer<Optional<CertifiedName>> nameNow() {
        var trouble = desk.trouble();
        return trouble == null ? Answer.of(name) : new Answer.Refused<>(trouble);
    }

    @Override
    public Answer<Optional<CertifiedName>> nameToOrder() {
        return nameNow();
    }

    /** From now on certificates have this name; nothing: the server tells none. */
    public void name(Optional<CertifiedName> now) {
        name = now;
    }

    @Override
    public Answer<KeyRow> create(KeyAlgorithm algorithm, Optional<CertifiedName> shown, Secret typed) {
        if (!shown.equals(name)) {
            return Answer.refused(ProblemCode.CONTENT_DIFFERS);
        }
        var key = FakeDesk.key("new", algorithm, called());
        var answer = answer(typed, "create " + algorithm.wireName(), key);
        answer.given().ifPresent(desk::add);
        return answer;
    }

    /** Opened with this password; what it held is gone when it is closed. */
    public static final class File implements KeyFile {
        private final List<Guest> guests;
        private boolean closed;

        private File(List<Guest> guests) {
            this.guests = guests;
        }

        @Override
        public List<Guest> guests() {
            return guests;
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public Answer<KeyFile> open(Path file, Secret password) {
        if (!password.use(octets -> new String(octets, StandardCharsets.UTF_8)).equals(PASSWORD)) {
            return Answer.refused(ProblemCode.KEY_FILE_PASSWORD_WRONG);
        }
        var good = new About(
                KeyAlgorithm.RSA_3072,
                "CN=山田 花子,O=株式会社みなと商事,C=JP",
                "CN=みなと商事 社内認証局",
                FakeDesk.NOW.plus(Duration.ofDays(400)));
        var guests = new ArrayList<Guest>();
        if (String.valueOf(file.getFileName()).contains("weak")) {
            weak = new File(List.of(new Guest("1", Answer.refused(ProblemCode.KEY_TOO_SHORT))));
            return Answer.of(weak);
        }
        if (String.valueOf(file.getFileName()).contains("two")) {
            guests.add(new Guest("1", Answer.refused(ProblemCode.KEY_FILE_NO_CERTIFICATE)));
        }
        guests.add(new Guest("yamada", Answer.of(good)));
        return Answer.of(new File(guests));
    }

    @Override
    public Answer<KeyRow> importKey(KeyFile file, int index, Secret typed) {
        if (((File) file).isClosed()) {
            throw new IllegalStateException("closed");
        }
        var answer = answer(typed, "import " + file.guests().get(index).name(), FakeDesk.importedKey());
        answer.given().ifPresent(desk::add);
        return answer;
    }

    /** From now on the second judge says this of trials. */
    public void judges(Verification.Verdict verdict, Verification.Indication indication) {
        judged = verdict;
        indicated = indication;
    }

    @Override
    public Answer<Trial> tryOut(Optional<String> keyId, Secret typed, Locale language, ZoneId zone) {
        var id = keyId.orElseGet(() -> desk.keyRows().get(0).keyId());
        return answer(typed, "try " + id, new Trial(id, 4099, true, judged, indicated, "", true));
    }

    private KeyRow key(String keyId) {
        return desk.keyRows().stream()
                .filter(row -> row.keyId().equals(keyId))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Answer<KeyRow> renew(String keyId, Optional<CertifiedName> shown, Secret typed) {
        if (!shown.equals(name)) {
            return Answer.refused(ProblemCode.CONTENT_DIFFERS);
        }
        return answer(typed, "renew " + keyId, key(keyId));
    }

    private String called() {
        return name.flatMap(now -> Subjects.commonName(now.subject())).orElse("山田 花子");
    }

    @Override
    public Answer<KeyRow> destroy(String keyId, Secret typed) {
        var answer = answer(typed, "destroy " + keyId, key(keyId));
        answer.given()
                .ifPresent(gone -> desk.keys(desk.keyRows().stream()
                        .filter(row -> !row.keyId().equals(keyId))
                        .toList()));
        return answer;
    }

    @Override
    public Answer<List<Row>> devices() {
        var trouble = desk.trouble();
        return trouble == null ? Answer.of(List.copyOf(rows)) : new Answer.Refused<>(trouble);
    }

    @Override
    public Answer<Code> invite(Secret typed) {
        return answer(typed, "invite", FakeDesk.NOW.plus(Duration.ofMinutes(10)))
                .map(until -> new Code(Secret.taking(CODE.getBytes(StandardCharsets.US_ASCII)), until));
    }

    @Override
    public Answer<Removed> remove(Row device, Secret typed) {
        var last = rows.stream().filter(row -> row.state() != State.REMOVED).count() == 1;
        var answer = answer(
                typed,
                "remove " + device.id(),
                new Removed(device.id(), last ? List.of("k-7f3a-rsa") : List.of(), 4077));
        answer.given()
                .ifPresent(gone -> rows.replaceAll(row -> row.id().equals(device.id())
                        ? row(row.id(), row.fingerprint(), State.REMOVED, row.own())
                        : row));
        return answer;
    }

    @Override
    public Answer<Long> changePin(Secret oldPin, Secret newPin) {
        if (newPin.use(octets -> new String(octets, StandardCharsets.US_ASCII)).equals("123456")) {
            return Answer.refused(ProblemCode.PIN_TOO_WEAK);
        }
        var answer = answer(oldPin, "pin", 4080L);
        if (answer.given().isPresent()) {
            pin = newPin.use(octets -> new String(octets, StandardCharsets.US_ASCII));
        }
        return answer;
    }
}
