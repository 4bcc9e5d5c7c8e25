package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The helpdesk from the command line. */
final class StaffTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist officer;
    private Path code;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        code = folder.resolve("hanako.code");
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome invite(String... more) {
        var all = new java.util.ArrayList<>(java.util.List.of(
                "staff",
                "invite",
                "--name",
                "山田 花子",
                "--email",
                "hanako@example.com",
                "--out",
                code.toString(),
                "--algorithm",
                "p-256",
                "--pin-stdin",
                "--json"));
        all.addAll(java.util.List.of(more));
        return officer.types(all.toArray(String[]::new));
    }

    @Test
    void a_code_from_the_helpdesk_enrols_a_signer() {
        var invited = invite("--subject", "CN=山田 花子,O=Example,C=JP");

        assertThat(invited.exit()).as(invited.err()).isZero();
        assertThat(invited.text(0, "user")).hasSize(16);
        assertThat(invited.text(0, "expires")).isEqualTo("2026-11-29T12:00:00Z");
        var signer = new Typist(folder.resolve("signer"));
        var enrolled = signer.types("enrol", "--code-file", code.toString(), "--pin-stdin", "--json");
        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(enrolled.text(0, "user")).isEqualTo(invited.text(0, "user"));
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "invite", "enrol", "create-key");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void the_code_is_for_the_officers_eyes() throws IOException {
        invite();

        assertThat(Files.getPosixFilePermissions(code)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_evidence_is_in_what_the_officer_signs_and_stays_here() throws IOException {
        var scan = Files.writeString(folder.resolve("passport.txt"), "a scan of a passport");

        assertThat(invite("--evidence", scan.toString(), "--kana", "やまだ はなこ").exit())
                .isZero();

        var invite = (Statement.Invite) fake.sgm.opened.get(fake.sgm.opened.size() - 1);
        assertThat(invite.evidence())
                .contains(Bytes.utf8("a scan of a passport").sha256());
        assertThat(fake.requests())
                .anySatisfy(r -> assertThat(r.octets().toUtf8()).contains("やまだ はなこ"));
        assertThat(fake.requests())
                .noneSatisfy(r -> assertThat(r.octets().toUtf8()).contains("passport"));
    }

    @Test
    void evidence_that_is_not_there_admits_nobody() {
        assertThat(invite("--evidence", folder.resolve("nowhere").toString()).exit())
                .isEqualTo(1);

        assertThat(code).doesNotExist();
        assertThat(fake.sgm.obeyed).containsExactly("enrol");
    }

    @Test
    void the_server_learns_the_name_and_not_the_secret() throws IOException {
        invite();

        var secret = Files.readString(code).replace("-", "").strip();
        var sent = fake.requests();
        assertThat(sent).anySatisfy(r -> assertThat(r.octets().toUtf8()).contains("山田 花子"));
        assertThat(sent).noneSatisfy(r -> assertThat(r.octets().toUtf8()).contains(secret.substring(90, 110)));
    }

    @Test
    void without_a_subject_the_certificate_names_the_person_only() {
        assertThat(invite().exit()).isZero();

        assertThat(fake.sgm.opened.get(fake.sgm.opened.size() - 1).toString()).contains("CN=山田 花子");
    }

    @Test
    void an_existing_file_is_never_overwritten() throws IOException {
        Files.writeString(code, "keep me");

        assertThat(invite().exit()).isEqualTo(1);
        assertThat(code).hasContent("keep me");
        assertThat(fake.sgm.obeyed).containsExactly("enrol");
    }

    @Test
    void an_invitation_that_is_refused_leaves_no_file() {
        var outcome = officer.typesWith(
                "314159\n",
                "staff",
                "invite",
                "--name",
                "X",
                "--email",
                "x@example.com",
                "--out",
                code.toString(),
                "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(code).doesNotExist();
    }

    @Test
    void a_subject_that_is_no_name_is_refused_here() {
        assertThat(invite("--subject", "Hanako").exit()).isEqualTo(3);
        assertThat(invite("--subject", "O=Example").exit()).isEqualTo(3);
        assertThat(fake.sgm.obeyed).containsExactly("enrol");
    }

    @Test
    void staff_has_neither_subject_nor_algorithm() {
        assertThat(invite("--role", "auditor").exit()).isEqualTo(64);
        assertThat(invite("--role", "king").exit()).isEqualTo(64);
    }

    @Test
    void people_are_listed() {
        invite();

        var users = officer.types("staff", "users", "--json");

        assertThat(users.exit()).as(users.err()).isZero();
        assertThat(users.rows()).hasSize(2);
        assertThat(users.text(0, "role")).isEqualTo("officer");
        assertThat(users.text(1, "state")).isEqualTo("invited");
    }

    /** The server shows another name for somebody than the one that was signed. */
    private void showsAnotherName(String user) throws Malformed {
        var display = Objects.requireNonNull(fake.displays.get(user)).reader();
        fake.displays.put(
                user,
                JsonObject.with("name", "山田 華子")
                        .and("kana", display.text("kana"))
                        .and("email", display.text("email"))
                        .and("salt", display.bytes("salt"))
                        .build());
    }

    @Test
    void nothing_is_done_about_a_person_of_a_false_name_and_no_pin_is_asked_for() throws Exception {
        var user = enrolsAtLevelTwo(new Typist(folder.resolve("signer"))).text(0, "user");
        showsAnotherName(user);

        for (var line : List.of(
                "staff confirm %s --fingerprint 0123-4567-89AB-CDEF",
                "staff suspend %s",
                "staff resume %s",
                "staff revoke %s",
                "staff re-enrol %s --out " + folder.resolve("anew.code"))) {
            var refused = officer.typesWith("", line.formatted(user).split(" "));
            assertThat(refused.exit()).as(line).isEqualTo(4);
            assertThat(refused.err()).as(line).contains("山田 華子", "not what the officer signed");
        }

        assertThat(fake.sgm.obeyed).containsExactly("enrol", "invite", "enrol");
    }

    private Statement lastOpened() {
        return fake.sgm.opened.get(fake.sgm.opened.size() - 1);
    }

    @Test
    void staff_says_why_and_that_is_what_is_signed() {
        var user = invite().text(0, "user");

        var suspended = officer.types(
                "staff", "suspend", user, "--reason", "absent", "--note", " 三月まで休職 ", "--pin-stdin", "--json");

        assertThat(suspended.exit()).as(suspended.err()).isZero();
        assertThat(suspended.err()).contains("Why: They are away for a time: 三月まで休職");
        assertThat(suspended.text(0, "reason") + " " + suspended.text(0, "note"))
                .isEqualTo("absent 三月まで休職");
        assertThat(((Statement.Suspend) lastOpened()).reason())
                .contains(new Reason(Reason.Code.ABSENT, Optional.of("三月まで休職")));
        var revoked = officer.types("staff", "revoke", user, "--reason", "key-compromised", "--pin-stdin", "--json");
        assertThat(revoked.exit()).as(revoked.err()).isZero();
        assertThat(((Statement.Revoke) lastOpened()).reason()).contains(new Reason(Reason.Code.KEY_COMPROMISED));
    }

    /** Commands of before go on: nothing is stated, and that is said. */
    @Test
    void an_order_without_a_reason_is_obeyed_and_whoever_gives_it_is_told() {
        var user = invite().text(0, "user");

        var suspended = officer.types("staff", "suspend", user, "--pin-stdin", "--json");

        assertThat(suspended.exit()).as(suspended.err()).isZero();
        assertThat(suspended.err()).contains("Why: not stated", "--reason");
        assertThat(suspended.rows().get(0).reader().has("reason")).isFalse();
        assertThat(((Statement.Suspend) lastOpened()).reason()).isEmpty();
    }

    @Test
    void what_is_no_reason_for_an_order_is_no_usage_and_nothing_is_sent() {
        var user = invite().text(0, "user");
        var before = fake.sgm.opened.size();
        for (var wrong : List.of(
                List.of("suspend", "--reason", "settled"),
                List.of("resume", "--reason", "left"),
                List.of("revoke", "--reason", "because"),
                List.of("revoke", "--reason", "other"),
                List.of("revoke", "--note", "left"),
                List.of("revoke", "--reason", "left", "--note", "a\u202Eb"),
                List.of("revoke", "--reason", "left", "--note", "x".repeat(201)))) {
            var line = new ArrayList<>(List.of("staff"));
            line.addAll(wrong);
            line.add(2, user);
            assertThat(officer.typesWith("", line.toArray(String[]::new)).exit())
                    .as("%s", wrong)
                    .isEqualTo(64);
        }
        assertThat(fake.sgm.opened).hasSize(before);
    }

    /** To an SGM of before, an order that says why is no statement: nothing is done, and the way out is told. */
    @Test
    void a_server_of_before_refuses_a_reason_does_nothing_and_obeys_without() {
        var user = invite().text(0, "user");
        fake.sgm.knowsReasons = false;

        var refused = officer.types("staff", "suspend", user, "--reason", "left", "--pin-stdin");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("from before orders could say why");
        assertThat(fake.sgm.obeyed).doesNotContain("suspend");
        assertThat(officer.types("staff", "suspend", user, "--pin-stdin").exit())
                .isZero();
        assertThat(fake.sgm.obeyed).contains("suspend");
    }

    @Test
    void help_names_the_reasons_of_each_order() {
        assertThat(officer.types("staff", "resume", "--help").lines().toString())
                .contains("settled, asked-by-person", "mistake, other")
                .doesNotContain("device-lost");
    }

    @Test
    void a_name_that_was_signed_is_said_to_be_and_one_that_is_not_told_is_not_false() {
        var user = enrolsAtLevelTwo(new Typist(folder.resolve("signer"))).text(0, "user");

        assertThat(confirm(user, "0123-4567-89AB-CDEF").err())
                .contains("as the officer signed it: 山田 花子, hanako@example.com");
        fake.displays.clear();
        assertThat(confirm(user, "0123-4567-89AB-CDEF").err())
                .contains("no name told")
                .doesNotContain("not what the officer signed");
    }

    @Test
    void only_the_person_that_something_is_done_about_is_asked_for() {
        var before = fake.count("/api/v1/people");
        confirm("0123456789abcdef", "0123-4567-89AB-CDEF");

        assertThat(fake.count("/api/v1/people")).isEqualTo(before);
        assertThat(fake.sgm.opened.get(fake.sgm.opened.size() - 1).toString())
                .startsWith("DescribePerson")
                .contains("person=0123456789abcdef");
    }

    @Test
    void what_is_no_id_of_a_person_is_asked_for_nowhere() {
        var before = fake.sgm.opened.size();

        for (var user : List.of("hanako", "0123456789ABCDEF", "0123456789abcdef0")) {
            assertThat(confirm(user, "0123-4567-89AB-CDEF").err()).contains("no such person");
            assertThat(officer.types("staff", "suspend", user, "--pin-stdin").exit())
                    .isEqualTo(3);
            assertThat(officer.types("staff", "keys", user).exit()).isEqualTo(3);
        }

        assertThat(fake.sgm.opened).hasSize(before);
    }

    private Typist.Outcome confirm(String user, String fingerprint) {
        return officer.types("staff", "confirm", user, "--fingerprint", fingerprint, "--pin-stdin", "--json");
    }

    /** From level 2 on; the officer was confirmed before. */
    private Typist.Outcome enrolsAtLevelTwo(Typist signer) {
        fake.sgm.level = 2;
        fake.sgm.confirmed.addAll(fake.sgm.devices.keySet());
        invite();
        return signer.types("enrol", "--code-file", code.toString(), "--pin-stdin", "--json");
    }

    @Test
    void at_level_2_a_signer_waits_for_the_officer_and_then_makes_the_key() {
        var signer = new Typist(folder.resolve("signer"));
        var enrolled = enrolsAtLevelTwo(signer);
        assertThat(enrolled.exit()).as(enrolled.err()).isZero();
        assertThat(enrolled.lines().toString()).contains("\"waiting\":true");
        assertThat(enrolled.err()).contains("Waiting for the officer", enrolled.text(0, "fingerprint"));
        var early = signer.types("keys", "create", "--pin-stdin", "--json");
        assertThat(early.exit()).isEqualTo(3);
        var users = officer.types("staff", "users", "--json");
        assertThat(users.lines().toString()).contains("\"waiting\":[\"" + enrolled.text(0, "device") + "\"]");
        assertThat(users.lines().toString()).doesNotContain(enrolled.text(0, "fingerprint"));

        var confirmed = confirm(
                enrolled.text(0, "user"),
                enrolled.text(0, "fingerprint").toLowerCase(Locale.ROOT).replace("-", " "));

        assertThat(confirmed.exit()).as(confirmed.err()).isZero();
        assertThat(confirmed.text(0, "device")).isEqualTo(enrolled.text(0, "device"));
        assertThat(officer.types("staff", "users", "--json").lines().toString()).doesNotContain("waiting");
        assertThat(signer.types("keys", "create", "--pin-stdin", "--json").exit())
                .isZero();
    }

    @Test
    void enrolling_again_with_the_same_code_once_confirmed_makes_the_key() {
        var signer = new Typist(folder.resolve("signer"));
        var enrolled = enrolsAtLevelTwo(signer);
        confirm(enrolled.text(0, "user"), enrolled.text(0, "fingerprint"));

        var again = signer.types("enrol", "--code-file", code.toString(), "--pin-stdin", "--json");

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.lines().toString()).doesNotContain("waiting");
        assertThat(signer.types("keys", "list", "--json").text(0, "status")).isEqualTo("enabled");
    }

    @Test
    void another_fingerprint_is_refused_and_confirms_nothing() {
        var enrolled = enrolsAtLevelTwo(new Typist(folder.resolve("signer")));

        var refused = confirm(enrolled.text(0, "user"), "0123-4567-89AB-CDEF");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("not the fingerprint", "Nothing was confirmed");
        assertThat(fake.sgm.obeyed).doesNotContain("confirm-device");
    }

    @Test
    void nobody_to_confirm_is_said_without_asking_for_more() {
        assertThat(confirm("0123456789abcdef", "0123-4567-89AB-CDEF").exit()).isEqualTo(3);
    }

    @Test
    void what_is_no_fingerprint_is_sent_nowhere() {
        var before = fake.sgm.opened.size();

        assertThat(confirm("0123456789abcdef", "0123-4567-89AB").exit()).isEqualTo(64);
        assertThat(officer.types("staff", "confirm", "0123456789abcdef", "--pin-stdin")
                        .exit())
                .isEqualTo(64);

        assertThat(fake.sgm.opened).hasSize(before);
    }

    @Test
    void an_administrators_window_sees_level_clock_log_and_staff_from_signed_answers() {
        Typist.signer(folder.resolve("signer"), fake);
        var administrator = new Typist(folder.resolve("administrator"));
        administrator.enrols(fake.invite(Role.ADMINISTRATOR));
        var before = fake.sgm.opened.size();

        var seen = administrator.window().server().overview().given().orElseThrow();

        assertThat(seen.staff())
                .extracting(each -> each.role().orElseThrow())
                .contains(Role.OFFICER, Role.ADMINISTRATOR)
                .doesNotContain(Role.SIGNER);
        assertThat(seen.facts().level()).isEqualTo(1);
        assertThat(seen.facts().time()).isEqualTo(fake.sgm.now);
        assertThat(seen.facts().log().size()).isPositive();
        assertThat(seen.facts().until()).isAfter(fake.sgm.now);
        assertThat(fake.sgm.opened.subList(before, fake.sgm.opened.size()))
                .filteredOn(Statement.ListPeople.class::isInstance)
                .extracting(asked -> ((Statement.ListPeople) asked).choice())
                .containsExactly(new Statement.ListPeople.Choice.Staff());
    }

    @Test
    void people_are_called_by_the_name_that_was_signed_and_by_no_other() throws Malformed {
        invite();
        var hanako = fake.sgm.lastInvited;
        var nameless = fake.inviteSigner().user();
        var staff = officer.window().staff();

        assertThat(staff.signedNames(List.of(hanako, nameless)).given()).contains(Map.of(hanako, "山田 花子"));
        showsAnotherName(hanako);
        assertThat(staff.signedNames(List.of(hanako, nameless)).given()).contains(Map.of());
    }

    @Test
    void a_signers_desk_asks_nobody_how_others_are_called() {
        var signer = Typist.signer(folder.resolve("signer"), fake);
        var before = fake.requests().size();

        assertThat(signer.window()
                        .staff()
                        .signedNames(List.of("0123456789abcdef"))
                        .given())
                .contains(Map.of());
        assertThat(fake.requests()).hasSize(before);
    }
}
