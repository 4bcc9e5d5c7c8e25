package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.FakeCa;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The helpdesk hands a key file over with an enrolment code, and the signer's desk takes the key in. */
final class HandedKeyTest {
    private static final String PASSWORD = "a password of the file 4711";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private FakeCa elsewhere;
    private Typist officer;
    private Typist signer;
    private Path code;
    private Path file;
    private KeyPair pair;
    private Bytes certificate;

    @BeforeEach
    void an_officer_with_a_key_file() throws Exception {
        fake = new FakeServer();
        elsewhere = new FakeCa();
        var administrator = new Typist(folder.resolve("administrator"));
        administrator.enrols(fake.invite(Role.ADMINISTRATOR));
        var officersCode = folder.resolve("officer.code");
        assertThat(administrator
                        .types(("staff invite --name Midori --email m@example.jp --role officer --pin-stdin --out "
                                        + officersCode)
                                .split(" "))
                        .exit())
                .isZero();
        officer = new Typist(folder.resolve("officer"));
        assertThat(officer.types("enrol", "--code-file", officersCode.toString(), "--pin-stdin")
                        .exit())
                .isZero();
        signer = new Typist(folder.resolve("signer"));
        code = folder.resolve("hanako.code");
        pair = FakeCa.pair(KeyAlgorithm.P_256);
        certificate = certified(pair);
        file = keyFile("hanako.p12", pair, certificate);
        fake.sgm.obeyed.clear();
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Bytes certified(KeyPair key) {
        return elsewhere.issue(
                "CN=Hanako,O=Elsewhere", key, fake.sgm.now.minusSeconds(60), fake.sgm.now.plus(Duration.ofDays(99)));
    }

    private Path keyFile(String name, KeyPair key, Bytes own) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("one", key.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(own.toArray()))
        });
        var written = folder.resolve(name);
        try (var out = Files.newOutputStream(written)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return written;
    }

    private Typist.Outcome handsOver(String... more) {
        return handsOverWith(PASSWORD, more);
    }

    private Typist.Outcome handsOverWith(String password, String... more) {
        var all = new ArrayList<>(List.of(
                "staff",
                "invite",
                "--name",
                "山田 花子",
                "--email",
                "hanako@example.com",
                "--import",
                file.toString(),
                "--out",
                code.toString(),
                "--pin-stdin",
                "--json"));
        all.addAll(List.of(more));
        return officer.typesWith(Typist.PIN + "\n" + password + "\n", all.toArray(String[]::new));
    }

    private Typist.Outcome enrols() {
        return signer.types("enrol", "--code-file", code.toString(), "--pin-stdin", "--json");
    }

    private EnrolmentCode code() {
        try (var text = Secret.taking(Files.readAllBytes(code))) {
            return EnrolmentCode.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    // As it is meant.

    @Test
    void the_signers_desk_takes_the_key_in_and_says_who_handed_it_over() throws Exception {
        var invited = handsOver();
        assertThat(invited.exit()).as(invited.err()).isZero();
        assertThat(invited.text(0, "certificateSha256"))
                .isEqualTo(certificate.sha256().toHex());
        assertThat(invited.err())
                .contains("O=Elsewhere,CN=Hanako", "for seven days after the person has enrolled", "Destroy " + file);

        var enrolled = enrols();

        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(fake.sgm.obeyed).containsExactly("invite", "enrol", "import-key");
        assertThat(fake.sgm.taken).containsExactly(Bytes.of(pair.getPrivate().getEncoded()));
        var handed = enrolled.object(0, "handedKey").reader();
        var by = handed.text("by");
        assertThat(by).hasSize(16);
        assertThat(handed.text("name")).isEqualTo("Midori");
        assertThat(handed.text("certificateSha256"))
                .isEqualTo(certificate.sha256().toHex());
        assertThat(enrolled.err())
                .contains(
                        "A key was handed over by Midori (" + by + ")",
                        "O=Elsewhere,CN=Hanako",
                        certificate.sha256().toHex());
        var keys = signer.types("keys", "list", "--json");
        assertThat(keys.text(0, "origin")).isEqualTo("imported");
        assertThat(keys.text(0, "handedBy")).isEqualTo(by);
        assertThat(signer.types("keys", "list").lines().toString()).contains("handed over by " + by);
    }

    @Test
    void the_officers_name_is_not_told_where_the_server_calls_them_otherwise() {
        fake.displays.replaceAll((user, display) -> renamed(display));
        handsOver();

        var enrolled = enrols();

        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(enrolled.err()).contains("A key was handed over by ").doesNotContain("The President", "Midori");
    }

    private static JsonObject renamed(JsonObject display) {
        try {
            return JsonObject.strict(Bytes.utf8(display.toBytes().toUtf8().replace("Midori", "The President")));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobody_is_invited_under_a_name_that_is_not_seen() {
        for (var guest : List.of(
                List.of("花子\u3164", "", "hanako@example.com", "CN=Hanako"),
                List.of("花子", "はな\u200Bこ", "hanako@example.com", "CN=Hanako"),
                List.of("花子", "", "hana\u202Eko@example.com", "CN=Hanako"),
                List.of("花子", "", "hanako@example.com", "CN=Hana\u2800ko"))) {
            var refused = officer.typesWith(
                    Typist.PIN + "\n",
                    "staff",
                    "invite",
                    "--name",
                    guest.get(0),
                    "--kana",
                    guest.get(1),
                    "--email",
                    guest.get(2),
                    "--subject",
                    guest.get(3),
                    "--out",
                    code.toString(),
                    "--pin-stdin");

            assertThat(refused.exit()).as(refused.err()).isNotZero();
            assertThat(code).doesNotExist();
        }
        assertThat(fake.sgm.obeyed).isEmpty();
    }

    @Test
    void a_key_file_whose_certificate_has_ended_is_refused_before_anything_is_signed() throws Exception {
        var ended = elsewhere.issue(
                "CN=Hanako,O=Elsewhere", pair, fake.sgm.now.minus(Duration.ofDays(9)), fake.sgm.now.minusSeconds(60));
        file = keyFile("ended.p12", pair, ended);

        var refused = handsOver();

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("The certificate of this key has ended. Nothing was signed or taken in.");
        assertThat(code).doesNotExist();
        assertThat(fake.sgm.obeyed).isEmpty();
    }

    @Test
    void help_names_what_goes_with_an_invitation() {
        var help = officer.types("staff", "invite", "--help").lines().toString();

        assertThat(help).contains("--import=FILE.p12", "--alias=NAME", "--evidence=FILE", "--kana=READING");
    }

    @Test
    void the_log_shows_an_auditor_which_key_was_handed_over() {
        handsOver();
        var auditor = new Typist(folder.resolve("auditor"));
        auditor.enrols(fake.invite(Role.AUDITOR));

        var found = auditor.types("log", "search", "--operation", "invite", "--json");

        assertThat(found.exit()).as(found.err()).isZero();
        assertThat(found.has(0, "handedCertificateSha256"))
                .as("the officer's own")
                .isFalse();
        assertThat(found.text(1, "handedCertificateSha256"))
                .isEqualTo(certificate.sha256().toHex());
        assertThat(auditor.types("log", "search", "--operation", "invite")
                        .lines()
                        .toString())
                .contains(
                        "a key handed over, certificate " + certificate.sha256().toHex());
    }

    // What goes out, and what stays.

    @Test
    void neither_key_nor_password_nor_the_codes_secret_goes_out_or_stays() throws IOException {
        handsOver();
        var key = Bytes.of(pair.getPrivate().getEncoded());
        var secret = code().keySecret().orElseThrow().use(Bytes::of);
        enrols();

        for (var hidden :
                List.of(secret, key.slice(key.size() - 32, key.size()), Bytes.utf8(PASSWORD), Bytes.utf8(Typist.PIN))) {
            for (var spelling : List.of(latin(hidden), hidden.toHex(), hidden.toBase64Url(), hidden.toBase64())) {
                assertThat(fake.requests())
                        .noneMatch(request -> latin(request.octets()).contains(spelling));
                for (var profile : List.of(officer.profile(), signer.profile())) {
                    assertThat(filesOf(profile)).noneMatch(text -> text.contains(spelling));
                }
            }
        }
    }

    private static String latin(Bytes octets) {
        return new String(octets.toArray(), StandardCharsets.ISO_8859_1);
    }

    private static List<String> filesOf(Path profile) throws IOException {
        try (var files = Files.walk(profile)) {
            var texts = new ArrayList<String>();
            for (var each : files.filter(Files::isRegularFile).toList()) {
                texts.add(latin(Bytes.of(Files.readAllBytes(each))));
            }
            return texts;
        }
    }

    // A desk that stops half way.

    @Test
    void a_desk_that_waits_for_the_officer_goes_on_with_the_same_code() {
        fake.sgm.level = 2;
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        handsOver();
        var waiting = enrols();
        assertThat(waiting.exit()).as(waiting.err()).isZero();
        assertThat(waiting.err()).contains("Keep the code until then");
        assertThat(fake.sgm.taken).isEmpty();

        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        var again = enrols();

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.has(0, "handedKey")).isTrue();
        assertThat(fake.sgm.taken).hasSize(1);
    }

    @Test
    void a_desk_that_was_cut_off_before_or_in_the_import_goes_on_with_the_same_code() {
        handsOver();
        fake.dropPath = "/api/v1/statements";
        fake.dropOnceObeyed = 2;
        fake.answersToDrop = 1000;
        assertThat(enrols().exit()).isEqualTo(4);
        assertThat(fake.sgm.taken).isEmpty();
        fake.dropOnceObeyed = 3;
        assertThat(enrols().exit()).isEqualTo(4);
        assertThat(fake.sgm.taken).hasSize(1);

        fake.answersToDrop = 0;
        var again = enrols();

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(fake.sgm.taken).hasSize(1);
        assertThat(fake.sgm.obeyed).containsExactly("invite", "enrol", "import-key");
        assertThat(signer.types("keys", "list", "--json").has(0, "handedBy")).isTrue();
    }

    @Test
    void a_desk_that_made_a_key_meanwhile_still_takes_the_other_in() {
        fake.sgm.level = 2;
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        handsOver();
        enrols();
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        assertThat(signer.types("keys", "create", "--pin-stdin").exit()).isZero();

        var again = enrols();

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(fake.sgm.taken).hasSize(1);
        assertThat(enrols().exit()).as("nothing is left to be done").isZero();
        assertThat(fake.sgm.taken).hasSize(1);
    }

    @Test
    void without_the_code_the_window_asks_for_it_and_makes_no_other_key() {
        fake.sgm.level = 2;
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        handsOver();
        enrols();
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        var enrolling = signer.window().enrolling();
        assertThat(enrolling.look().given().orElseThrow().next()).isEqualTo(Enrolling.Next.KEY);

        try (var pin = Secret.taking(Typist.PIN.getBytes(StandardCharsets.US_ASCII))) {
            assertThat(enrolling.finish(pin, step -> {}).refusal().orElseThrow().code())
                    .isEqualTo(ProblemCode.HANDED_KEY_NEEDS_CODE);
        }

        assertThat(fake.sgm.obeyed).doesNotContain("create-key", "import-key");
    }

    private StaffDesk.Person seenByTheOfficer() {
        return officer.window().staff().person(fake.sgm.lastInvited).given().orElseThrow();
    }

    @Test
    void the_officer_sees_until_when_the_key_waits_and_that_it_does_not_any_more() {
        handsOver();
        var invited = seenByTheOfficer();
        assertThat(invited.handedKeyEnds())
                .isEqualTo(invited.code().map(StaffDesk.Code::expires))
                .isPresent();

        fake.sgm.level = 2;
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        fake.sgm.now = fake.sgm.now.plus(Duration.ofDays(1));
        enrols();
        assertThat(seenByTheOfficer().handedKeyEnds()).contains(fake.sgm.now.plus(Duration.ofDays(7)));

        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        assertThat(enrols().exit()).isZero();
        assertThat(fake.sgm.obeyed).endsWith("import-key");
        assertThat(seenByTheOfficer().handedKeyEnds()).isEmpty();
    }

    @Test
    void what_is_gone_is_said_and_nothing_is_made_in_its_place() {
        handsOver();
        fake.sgm.forgetHandedKeys();

        var enrolled = enrols();

        assertThat(enrolled.exit()).isEqualTo(3);
        assertThat(enrolled.err()).contains("not at the server any more");
        assertThat(fake.sgm.obeyed).containsExactly("invite", "enrol");
        assertThat(signer.types("keys", "create", "--pin-stdin").exit()).isZero();
    }

    // A server that lies.

    private void isNotBelieved(String what, UnaryOperator<Results.Handed> lie) {
        fake.sgm.handedLie = lie;
        assertThat(enrols().exit()).as(what).isEqualTo(4);
        assertThat(fake.sgm.taken).as(what).isEmpty();
    }

    @Test
    void what_the_officer_did_not_sign_is_not_believed() throws Exception {
        handsOver();
        var earlier = fake.sgm.log.size() - 2;
        isNotBelieved("another key", h -> with(h, h.user(), h.device(), other(h.key()), h.entry()));
        isNotBelieved("another person's", h -> with(h, "0".repeat(16), h.device(), h.key(), h.entry()));
        isNotBelieved("another device's", h -> with(h, h.user(), "0".repeat(32), h.key(), h.entry()));
        isNotBelieved("another entry", h -> with(h, h.user(), h.device(), h.key(), fake.sgm.log.entry(earlier)));
        isNotBelieved(
                "an entry that was not logged so", h -> with(h, h.user(), h.device(), h.key(), altered(h.entry())));

        fake.sgm.handedLie = UnaryOperator.identity();
        assertThat(enrols().exit()).isZero();
    }

    private static Results.Handed with(Results.Handed h, String user, String device, Bytes key, LogEntry entry) {
        return new Results.Handed(user, device, key, h.expires(), entry, h.checkpoint());
    }

    private static LogEntry altered(LogEntry entry) {
        var record = Bytes.utf8(entry.record().toUtf8().replaceFirst("\\{", "{ "));
        return new LogEntry(entry.index(), entry.leaf(), entry.salt(), record, entry.proof());
    }

    /** Whoever handed over nonsense, or for another code, signed it: it opens with no code, and that is said. */
    @Test
    void what_does_not_open_with_the_code_is_not_taken_in() {
        var nonsense = Bytes.of(new byte[100]);
        handsOver();
        fake.sgm.handedLie = h -> handingOver(h, nonsense);

        var enrolled = enrols();

        assertThat(enrolled.exit()).isEqualTo(1);
        assertThat(enrolled.err()).contains("does not open with this code");
        assertThat(fake.sgm.taken).isEmpty();
    }

    /** As if the officer had signed that these octets are handed over. */
    private Results.Handed handingOver(Results.Handed h, Bytes octets) {
        try {
            var record = JsonObject.strict(h.entry().record());
            var text = record.reader().bytes("statement");
            var other = text.toUtf8()
                    .replaceFirst(
                            "\"handedKeySha256\":\"[0-9a-f]{64}\"",
                            "\"handedKeySha256\":\"" + octets.sha256().toHex() + "\"");
            var altered = record.toBytes()
                    .toUtf8()
                    .replace(text.toBase64Url(), Bytes.utf8(other).toBase64Url());
            var device = Leaf.read(h.entry().leaf()).device();
            var index = fake.sgm.log.append(
                    Leaf.Type.INVITE,
                    fake.sgm.now,
                    device,
                    device,
                    record.reader().text("user"),
                    JsonObject.strict(Bytes.utf8(altered)));
            return new Results.Handed(
                    h.user(), h.device(), octets, h.expires(), fake.sgm.log.entry(index), fake.sgm.log.checkpoint());
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    // What the officer cannot hand over.

    @Test
    void a_wrong_password_admits_nobody() {
        var refused = handsOverWith("another password");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(code).doesNotExist();
        assertThat(fake.sgm.obeyed).isEmpty();
    }

    @Test
    void keys_are_handed_over_to_signers_only_and_say_themselves_what_they_are() {
        assertThat(handsOver("--role", "auditor").exit()).isEqualTo(64);
        assertThat(handsOver("--algorithm", "p-384").exit()).isEqualTo(64);
        assertThat(code).doesNotExist();
    }

    @Test
    void a_wrong_pin_admits_nobody() {
        assertThat(officer.typesWith(
                                "314159265\n" + PASSWORD + "\n",
                                "staff",
                                "invite",
                                "--name",
                                "X",
                                "--email",
                                "x@example.jp",
                                "--import",
                                file.toString(),
                                "--out",
                                code.toString(),
                                "--pin-stdin")
                        .exit())
                .isEqualTo(3);
        assertThat(code).doesNotExist();
        assertThat(fake.sgm.obeyed).isEmpty();
    }

    @Test
    void the_second_person_sees_which_key_is_handed_over() {
        var second = new Typist(folder.resolve("second"));
        second.enrols(fake.invite(Role.OFFICER));
        fake.sgm.twoPersons = true;
        fake.sgm.obeyed.clear();
        var asked = handsOver();
        assertThat(asked.exit()).as(asked.err()).isZero();

        var waiting = second.types("staff", "waiting", "--json");
        assertThat(waiting.text(0, "certificateSha256"))
                .isEqualTo(certificate.sha256().toHex());
        var approved = second.types("staff", "approve", asked.text(0, "request"), "--pin-stdin");
        assertThat(approved.exit()).as(approved.err()).isZero();
        assertThat(approved.err())
                .contains("O=Elsewhere,CN=Hanako", certificate.sha256().toHex());

        var enrolled = enrols();
        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(fake.sgm.taken).hasSize(1);
    }

    @Test
    void the_statement_holds_hash_and_certificate_and_no_key() {
        handsOver();

        var invite = (Statement.Invite) fake.sgm.opened.get(fake.sgm.opened.size() - 1);
        assertThat(invite.handing().orElseThrow().certificates()).containsExactly(certificate);
        assertThat(invite.algorithm()).contains(KeyAlgorithm.P_256);
    }

    private static Bytes other(Bytes octets) {
        var changed = octets.toArray();
        changed[changed.length - 1] ^= 1;
        return Bytes.of(changed);
    }
}
