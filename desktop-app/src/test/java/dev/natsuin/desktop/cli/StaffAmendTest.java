package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An officer gives a signer another name, and what becomes of it at the signer's own desk. */
final class StaffAmendTest {
    private static final String BEFORE = "CN=山田 花子,O=Example,C=JP";
    private static final String AFTER = "CN=鈴木 花子,O=Example,C=JP";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist officer;
    private Typist signer;
    private String user;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        var code = folder.resolve("hanako.code");
        var line = ("staff invite --kana やまだ --email hanako@example.jp --algorithm p-256 --pin-stdin --json --out "
                        + code)
                .split(" ");
        var all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--name", "山田 花子", "--subject", BEFORE));
        user = officer.types(all.toArray(String[]::new)).text(0, "user");
        signer = new Typist(folder.resolve("signer"));
        assertThat(signer.types("enrol", "--code-file", code.toString(), "--pin-stdin")
                        .exit())
                .isZero();
    }

    @AfterEach
    void end() {
        fake.close();
    }

    /** With a file that shows the new name. */
    private Typist.Outcome amend(String... options) {
        var all = new ArrayList<>(List.of("--evidence", paper().toString()));
        all.addAll(List.of(options));
        return amendWithoutPaper(all.toArray(String[]::new));
    }

    private Typist.Outcome amendWithoutPaper(String... options) {
        var all = new ArrayList<>(List.of("staff", "amend", user, "--pin-stdin", "--json"));
        all.addAll(List.of(options));
        return officer.types(all.toArray(String[]::new));
    }

    private Path paper() {
        try {
            return Files.writeString(folder.resolve("register.txt"), "a copy of the register");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Statement.Amend ordered() {
        return fake.sgm.opened.stream()
                .filter(Statement.Amend.class::isInstance)
                .map(Statement.Amend.class::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private String key() {
        return signer.types("keys", "list", "--json").text(0, "keyId");
    }

    private String certified(Typist.Outcome outcome) {
        try {
            return outcome.object(0, "certificate").reader().text("subject");
        } catch (Malformed e) {
            throw new AssertionError(outcome.lines().toString(), e);
        }
    }

    private Typist.Outcome renew() {
        return signer.types("keys", "renew", key(), "--pin-stdin", "--json");
    }

    @Test
    void a_signer_gets_another_name_and_what_is_not_given_stays_as_it_was_signed() throws Exception {
        var before = Objects.requireNonNull(fake.displays.get(user)).reader().bytes("salt");

        var done = amend("--name", "鈴木 花子", "--reason", "name-changed", "--note", "婚姻");

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "Name: 山田 花子 -> 鈴木 花子",
                        "Reading: やまだ (stays)",
                        "E-mail: hanako@example.jp (stays)",
                        "Name in certificates: " + BEFORE + " -> " + AFTER,
                        "Keys: they stay",
                        "Why: The name in the certificate is no longer theirs: 婚姻");
        assertThat(done.text(0, "subjectBefore") + " " + done.text(0, "subject"))
                .isEqualTo(BEFORE + " " + AFTER);
        var order = ordered();
        assertThat(order.whom()).isEqualTo(new Statement.Whom(user, Role.SIGNER, Optional.of(BEFORE)));
        assertThat(order.newSubject()).isEqualTo(AFTER);
        assertThat(order.endKeys()).isFalse();
        assertThat(order.evidence())
                .contains(Bytes.utf8("a copy of the register").sha256());
        assertThat(order.reason()).contains(new Reason(Reason.Code.NAME_CHANGED, Optional.of("婚姻")));
        var shown = Objects.requireNonNull(fake.displays.get(user)).reader();
        var salt = shown.bytes("salt");
        assertThat(salt).isNotEqualTo(before);
        assertThat(order.displayHash()).isEqualTo(DisplayHash.of(salt, "鈴木 花子", "やまだ", "hanako@example.jp"));
        assertThat(officer.types("staff", "users").lines().toString())
                .contains("as the officer signed it: 鈴木 花子, hanako@example.jp");
    }

    @Test
    void the_signers_key_stays_and_renewing_it_takes_the_name_that_was_shown() throws IOException {
        amend("--name", "鈴木 花子");

        var listed = signer.types("keys", "list", "--json");
        assertThat(listed.err()).contains("Your name was changed by the helpdesk on 2026-11-22", AFTER, "keys renew");
        assertThat(Files.readString(folder.resolve("signer").resolve("profile.json")))
                .contains("鈴木 花子");
        var renewed = renew();

        assertThat(renewed.exit()).as(renewed.err()).isZero();
        assertThat(renewed.err()).contains("The certificate will have the name that the helpdesk gave you: " + AFTER);
        assertThat(certified(renewed)).contains("CN=鈴木 花子");
        assertThat(signer.types("keys", "list").err()).doesNotContain("Your name");
        assertThat(renew().err()).doesNotContain("The certificate will have");
    }

    @Test
    void where_the_name_was_never_right_the_keys_end_and_the_next_one_has_the_new_name() {
        var key = key();

        var done = amend("--name", "鈴木 花子", "--end-keys", "--reason", "mistake");

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err()).contains("all of them END", "level B");
        assertThat(done.texts(0, "keys")).containsExactly(key);
        var made = signer.types("keys", "create", "--pin-stdin", "--json");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.err()).contains("The certificate will have the name that the helpdesk gave you: " + AFTER);
        assertThat(certified(made)).contains("CN=鈴木 花子");
    }

    @Test
    void only_the_reading_is_mended_and_certificates_stay_as_they_are() {
        var done = amendWithoutPaper("--kana", "やまだ はなこ");

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(ordered().newSubject()).isEqualTo(BEFORE);
        assertThat(done.err()).contains("Keys and certificates stay as they are");
        var listed = signer.types("keys", "list");
        assertThat(listed.err()).doesNotContain("Your name");
    }

    @Test
    void what_would_change_nothing_is_not_ordered_and_no_pin_is_asked_for() {
        for (var line : List.of("", " --name", " --email hanako@example.jp", " --subject " + "=")) {
            var options = new ArrayList<>(List.of("staff", "amend", user));
            if (line.contains("--name")) {
                options.addAll(List.of("--name", "山田 花子"));
            } else if (line.contains("--subject")) {
                options.addAll(List.of("--subject", BEFORE));
            } else if (!line.isEmpty()) {
                options.addAll(List.of(line.strip().split(" ")));
            }
            var refused = officer.typesWith("", options.toArray(String[]::new));
            assertThat(refused.exit()).as(line).isEqualTo(64);
            assertThat(refused.err()).contains("Nothing would change");
        }
        assertThat(fake.sgm.obeyed).doesNotContain("amend");
    }

    /** As in the window: whoever has another name from now on showed a paper that says so. */
    @Test
    void another_name_wants_a_file_that_shows_it_and_no_pin_is_asked_for_without() {
        for (var options : List.of(
                List.of("--name", "鈴木 花子"),
                List.of("--subject", AFTER),
                List.of("--name", "鈴木 花子", "--subject", BEFORE),
                List.of("--name", "鈴木 花子", "--end-keys", "--reason", "mistake"))) {
            var all = new ArrayList<>(List.of("staff", "amend", user));
            all.addAll(options);
            var refused = officer.typesWith("", all.toArray(String[]::new));
            assertThat(refused.exit()).as("%s", options).isEqualTo(64);
            assertThat(refused.err()).contains("--evidence FILE");
        }
        assertThat(amendWithoutPaper(
                                "--name",
                                "鈴木 花子",
                                "--evidence",
                                folder.resolve("nowhere.pdf").toString())
                        .exit())
                .isEqualTo(1);
        assertThat(fake.sgm.obeyed).doesNotContain("amend");

        assertThat(amendWithoutPaper("--email", "hanako@example.org").exit()).isZero();
        assertThat(amendWithoutPaper("--end-keys", "--reason", "mistake").exit())
                .isZero();
    }

    private void saysAnotherName() throws Malformed {
        var display = Objects.requireNonNull(fake.displays.get(user)).reader();
        fake.displays.put(
                user,
                JsonObject.with("name", "山田 華子")
                        .and("kana", "まろりー")
                        .and("email", "mallory@example.jp")
                        .and("salt", display.bytes("salt"))
                        .build());
    }

    /** What a hostile SAP says of a person comes into no order: it is typed anew, from the papers. */
    @Test
    void nothing_of_a_false_name_is_taken_over() throws Malformed {
        saysAnotherName();

        for (var options : List.of(
                List.of("--name", "鈴木 花子"), List.of("--name", "鈴木 花子", "--kana", "すずき"), List.of("--kana", "すずき"))) {
            var refused = amend(options.toArray(String[]::new));
            assertThat(refused.exit()).as("%s", options).isEqualTo(64);
            assertThat(refused.err()).contains("--name, --kana and --email");
        }
        assertThat(fake.sgm.obeyed).doesNotContain("amend");

        var done = amend("--name", "山田 花子", "--kana", "", "--email", "hanako@example.jp");

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err()).contains("not what the officer signed", "Name: (not signed) -> 山田 花子");
        assertThat(ordered().toString()).doesNotContain("華子", "mallory");
        assertThat(ordered().newSubject()).isEqualTo(BEFORE);
        assertThat(officer.types("staff", "users").lines().toString())
                .contains("as the officer signed it: 山田 花子, hanako@example.jp");
    }

    @Test
    void a_server_that_keeps_the_old_name_is_found_out() {
        fake.keepsNames = true;
        assertThat(amend("--name", "鈴木 花子").exit()).isZero();

        assertThat(officer.types("staff", "users").err()).contains("not what the officer signed");
        assertThat(officer.types("staff", "suspend", user, "--pin-stdin").exit())
                .isEqualTo(4);
    }

    @Test
    void a_server_of_before_refuses_and_that_it_may_be_older_is_said() {
        fake.sgm.knowsAmend = false;

        var refused = amend("--name", "鈴木 花子");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("from before signers could get another name");
        assertThat(fake.sgm.obeyed).doesNotContain("amend");
    }

    @Test
    void an_answer_that_tells_of_something_else_is_not_believed() {
        for (UnaryOperator<Results.PersonAmended> lie : List.<UnaryOperator<Results.PersonAmended>>of(
                told -> new Results.PersonAmended("0".repeat(16), told.displayHash(), told.keys()),
                told -> new Results.PersonAmended(
                        told.user(), Bytes.utf8("another").sha256(), told.keys()),
                told -> new Results.PersonAmended(told.user(), told.displayHash(), List.of("1".repeat(32))))) {
            fake.sgm.resultLie = json -> {
                try {
                    return json.reader().has("displayHash")
                                    && json.reader().has("keys")
                                    && !json.reader().has("role")
                            ? lie.apply(Results.PersonAmended.read(json)).toJson()
                            : json;
                } catch (Malformed e) {
                    return json;
                }
            };
            assertThat(amend("--kana", "やまだ はなこ", "--name", "山田 花" + fake.sgm.obeyed.size())
                            .exit())
                    .isEqualTo(4);
        }
    }

    @Test
    void a_certificate_of_any_other_name_than_was_shown_is_not_believed() {
        amend("--name", "鈴木 花子");
        for (var other : List.of(BEFORE, "CN=鈴木 華子,O=Example,C=JP", "CN=鈴木 花子,O=Example", AFTER.replace("O=", "OU="))) {
            fake.sgm.subjectLie = subject -> other;
            assertThat(renew().exit()).as(other).isEqualTo(4);
            assertThat(signer.types("keys", "create", "--pin-stdin").exit())
                    .as(other)
                    .isEqualTo(4);
        }
    }

    /** The form is open, or the prompt for the PIN, while the helpdesk says on the phone that it is done. */
    @Test
    void a_name_that_is_given_after_another_was_shown_is_certified_by_nobody_before_it_was_shown() {
        var keys = signer.window().keys();
        var key = key();
        var shown = keys.nameToOrder().given().orElseThrow();
        var before = List.copyOf(fake.sgm.obeyed);
        amend("--name", "鈴木 花子");

        for (var order : List.<Function<Secret, Answer<KeyRow>>>of(
                pin -> keys.renew(key, shown, pin), pin -> keys.create(KeyAlgorithm.P_256, shown, pin))) {
            try (var pin = Secret.taking(Typist.PIN.getBytes(StandardCharsets.US_ASCII))) {
                assertThat(order.apply(pin).refusal().map(Problem::code)).contains(ProblemCode.CONTENT_DIFFERS);
            }
        }

        assertThat(fake.sgm.obeyed.subList(before.size(), fake.sgm.obeyed.size()))
                .containsExactly("amend");
        assertThat(certified(renew())).contains("CN=鈴木 花子");
    }

    @Test
    void without_another_name_a_renewed_certificate_has_the_one_of_before_to_the_letter() {
        for (var tells : List.of(true, false)) {
            fake.sgm.tellsOfOneself = tells;
            var made = signer.types("keys", "create", "--pin-stdin", "--json");
            assertThat(made.exit()).as(made.err()).isZero();
            var renew = new String[] {"keys", "renew", made.text(0, "keyId"), "--pin-stdin"};
            assertThat(signer.types(renew).exit()).isZero();
            fake.sgm.subjectLie = subject -> AFTER;
            assertThat(signer.types(renew).exit()).isEqualTo(4);
            fake.sgm.subjectLie = UnaryOperator.identity();
        }
    }

    @Test
    void the_signer_reads_who_changed_the_name_from_which_to_which_and_what_became_of_the_keys() {
        amend("--name", "鈴木 花子", "--end-keys", "--reason", "mistake");

        var told = signer.types("activity", "--by-staff", "--json");
        assertThat(told.text(0, "operation")).isEqualTo("amend");
        assertThat(told.text(0, "subjectBefore") + " " + told.text(0, "subject"))
                .isEqualTo(BEFORE + " " + AFTER);
        assertThat(signer.types("activity", "--by-staff").lines().toString())
                .contains("the name in certificates was " + BEFORE + ", and is " + AFTER, "1 key ended");
        assertThat(signer.types("activity", "--by-staff", "--lang", "ja")
                        .lines()
                        .toString())
                .contains("証明書の名前を " + BEFORE + " から " + AFTER + " に変更", "鍵 1 個を終了");
        var own = officer.types("activity");
        assertThat(own.exit()).as(own.err()).isZero();
    }

    @Test
    void an_auditor_finds_it_and_reads_the_names() {
        amend("--name", "鈴木 花子");
        var auditor = new Typist(folder.resolve("auditor"));
        auditor.enrols(fake.invite(Role.AUDITOR));

        var found = auditor.types("log", "search", "--operation", "amend", "--json");
        assertThat(found.exit()).as(found.err()).isZero();
        assertThat(found.rows()).hasSize(1);
        assertThat(found.text(0, "about") + " " + found.text(0, "subjectBefore") + " " + found.text(0, "subject"))
                .isEqualTo(user + " " + BEFORE + " " + AFTER);
        assertThat(auditor.types("log", "search", "--operation", "amend")
                        .lines()
                        .toString())
                .contains("about " + user, "name: the name in certificates was " + BEFORE, "stayed as they were");
    }

    @Test
    void what_cannot_be_a_name_is_refused_here_before_the_pin() {
        for (var options : List.of(
                List.of("--name", "鈴木\u200B花子"), List.of("--name", " "), List.of("--email", "a\u202Eb@example.jp"))) {
            var all = new ArrayList<>(List.of("staff", "amend", user));
            all.addAll(options);
            assertThat(officer.typesWith("", all.toArray(String[]::new)).exit())
                    .as("%s", options)
                    .isEqualTo(64);
        }
        for (var subject : List.of("Hanako", "O=Example", "CN=鈴木\u200B花子", "CN=" + "a".repeat(998))) {
            assertThat(officer.typesWith("", "staff", "amend", user, "--subject", subject)
                            .exit())
                    .as(subject)
                    .isEqualTo(3);
        }
        assertThat(fake.sgm.obeyed).doesNotContain("amend");
    }

    @Test
    void staff_is_not_amended() {
        var staff = officer.types("staff", "users", "--json").text(0, "user");

        var refused = officer.typesWith("", "staff", "amend", staff, "--name", "登録 次郎", "--kana", "", "--email", "");

        assertThat(refused.exit()).isEqualTo(64);
        assertThat(refused.err()).contains("Only signers");
    }

    @Test
    void of_two_officers_at_once_the_second_changes_nothing_and_is_told_who_was_first() throws Exception {
        var second = new Typist(folder.resolve("second"));
        second.enrols(fake.invite(Role.OFFICER));
        var reading = new String[] {"staff", "amend", user, "--kana", "ヤマダ ハナコ", "--pin-stdin", "--json"};
        var address = new String[] {"staff", "amend", user, "--email", "yamada@example.jp", "--pin-stdin", "--json"};

        var late = second.typesWhile(
                () -> assertThat(officer.types(reading).exit()).isZero(), address);

        assertThat(late.exit()).isNotZero();
        assertThat(late.err())
                .contains("Somebody else changed something about this person after they were shown to you")
                .contains(
                        "Meanwhile: amend, by ", officer.window().staff().user().orElseThrow());
        var there = Objects.requireNonNull(fake.displays.get(user)).reader();
        assertThat(there.text("kana")).isEqualTo("ヤマダ ハナコ");
        assertThat(there.text("email")).isEqualTo("hanako@example.jp");

        assertThat(second.types(address).exit()).isZero();
        there = Objects.requireNonNull(fake.displays.get(user)).reader();
        assertThat(there.text("kana")).isEqualTo("ヤマダ ハナコ");
        assertThat(there.text("email")).isEqualTo("yamada@example.jp");
    }
}
