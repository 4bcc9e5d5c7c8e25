package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second person at the command line. */
final class SecondPersonTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist first;
    private Typist second;
    private Path code;

    @BeforeEach
    void two_administrators() {
        fake = new FakeServer();
        first = new Typist(folder.resolve("first"));
        first.enrols(fake.invite(Role.ADMINISTRATOR));
        second = new Typist(folder.resolve("second"));
        second.enrols(fake.invite(Role.ADMINISTRATOR));
        fake.sgm.twoPersons = true;
        code = folder.resolve("jiro.code");
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome invites() {
        return first.types(
                "staff",
                "invite",
                "--name",
                "佐藤 次郎",
                "--email",
                "jiro@example.com",
                "--role",
                "officer",
                "--out",
                code.toString(),
                "--pin-stdin",
                "--json");
    }

    @Test
    void an_order_that_waits_says_so_and_a_second_person_looks_at_it_and_approves_it() throws Exception {
        var invited = invites();
        assertThat(invited.exit()).as(invited.err()).isZero();
        var id = invited.text(0, "request");
        assertThat(invited.text(0, "waitsUntil")).isEqualTo("2026-11-29T12:00:00Z");

        var listed = second.types("staff", "waiting", "--json");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.text(0, "request")).isEqualTo(id);
        assertThat(listed.text(0, "operation")).isEqualTo("invite");
        assertThat(listed.text(0, "name")).isEqualTo("佐藤 次郎");
        assertThat(listed.text(0, "named")).isEqualTo("signed");
        assertThat(listed.text(0, "role")).isEqualTo("officer");
        assertThat(listed.text(0, "user")).isEqualTo(invited.text(0, "user"));

        var approved = second.types("staff", "approve", id, "--pin-stdin", "--json");

        assertThat(approved.exit()).as(approved.err()).isZero();
        assertThat(approved.err()).contains("佐藤 次郎", "officer", id);
        assertThat(approved.text(0, "user")).isEqualTo(invited.text(0, "user"));
        assertThat(approved.rows().get(0).reader().texts("keys")).isEmpty();
        var order = (Statement.Approve) fake.sgm.opened.get(fake.sgm.opened.size() - 1);
        assertThat(((Statement.Invite) StatementText.requested(order.request())).role())
                .isEqualTo(Role.OFFICER);
        assertThat(second.types("staff", "waiting", "--json").rows()).isEmpty();
        var officer = new Typist(folder.resolve("officer"));
        assertThat(officer.types("enrol", "--code-file", code.toString(), "--pin-stdin")
                        .exit())
                .isZero();
    }

    @Test
    void nobody_approves_their_own_order_and_no_pin_is_asked_for() {
        var id = invites().text(0, "request");

        var outcome = first.typesWith("", "staff", "approve", id, "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains("another person has to approve or to confirm it");
        assertThat(fake.sgm.obeyed).doesNotContain("approve");
    }

    @Test
    void an_order_is_taken_back_by_whoever_gave_it() {
        var id = invites().text(0, "request");

        var outcome = first.types(
                "staff", "withdraw", id, "--reason", "not-needed", "--note", "hired nobody", "--pin-stdin", "--json");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.text(0, "reason") + ": " + outcome.text(0, "note")).isEqualTo("not-needed: hired nobody");
        assertThat(second.types("staff", "approve", id, "--pin-stdin").exit()).isEqualTo(3);
        assertThat(fake.sgm.obeyed).contains("withdraw").doesNotContain("approve");
    }

    @Test
    void what_does_not_wait_is_refused_before_the_pin() {
        for (var id : List.of("17", "f".repeat(32))) {
            var outcome = second.typesWith("", "staff", "approve", id, "--pin-stdin");
            assertThat(outcome.exit()).isEqualTo(3);
            assertThat(outcome.err()).contains("Nothing of this kind waits");
        }
    }

    @Test
    void a_wrong_pin_approves_nothing() {
        var id = invites().text(0, "request");

        assertThat(second.typesWith("314159265\n", "staff", "approve", id, "--pin-stdin")
                        .exit())
                .isEqualTo(3);
        assertThat(fake.sgm.obeyed).doesNotContain("approve");
    }

    @Test
    void row_16_under_another_name_than_was_signed_nothing_is_approved_and_no_pin_is_asked_for() throws Exception {
        var invited = invites();
        var user = invited.text(0, "user");
        var display = Objects.requireNonNull(fake.displays.get(user)).reader();
        fake.displays.put(
                user,
                JsonObject.with("name", "鈴木 一郎")
                        .and("kana", display.text("kana"))
                        .and("email", display.text("email"))
                        .and("salt", display.bytes("salt"))
                        .build());

        var outcome = second.typesWith("", "staff", "approve", invited.text(0, "request"), "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(fake.sgm.obeyed).doesNotContain("approve");
    }

    @Test
    void row_16_a_request_that_its_log_entry_does_not_tell_is_not_believed() throws Exception {
        var id = invites().text(0, "request");
        fake.sgm.requestLie = told -> new Results.Requests.Request("0".repeat(16), told.expires(), told.entry());
        assertThat(second.typesWith("", "staff", "approve", id, "--pin-stdin").exit())
                .isEqualTo(4);
        assertThat(second.types("staff", "waiting").exit()).isEqualTo(4);

        fake.sgm.requestLie = told -> {
            var entry = told.entry(); // the same in other octets than were logged
            var record = Bytes.utf8(entry.record().toUtf8().replaceFirst("\\{", "{ "));
            return new Results.Requests.Request(
                    told.user(),
                    told.expires(),
                    new LogEntry(entry.index(), entry.leaf(), entry.salt(), record, entry.proof()));
        };
        assertThat(second.types("staff", "waiting").exit()).isEqualTo(4);
        assertThat(fake.sgm.obeyed).doesNotContain("approve");
    }

    @Test
    void beginning_anew_waits_as_well_and_tells_what_it_would_end() throws Exception {
        fake.sgm.twoPersons = false;
        var user = invites().text(0, "user");
        fake.sgm.twoPersons = true;
        var sheet = folder.resolve("anew.code");

        var anew = first.types(
                "staff",
                "re-enrol",
                user,
                "--reason",
                "device-lost",
                "--note",
                "電車に忘れた",
                "--out",
                sheet.toString(),
                "--pin-stdin",
                "--json");

        assertThat(anew.exit()).as(anew.err()).isZero();
        assertThat(anew.err()).contains("Why: A computer is lost, stolen or broken: 電車に忘れた");
        assertThat(anew.rows().get(0).reader().texts("keys")).isEmpty();
        var listed = second.types("staff", "waiting", "--json");
        assertThat(listed.text(0, "operation")).isEqualTo("re-enrol");
        assertThat(listed.text(0, "user")).isEqualTo(user);
        assertThat(listed.text(0, "reason") + ": " + listed.text(0, "note")).isEqualTo("device-lost: 電車に忘れた");
        assertThat(second.types("staff", "waiting").lines().toString()).contains("begin anew", "電車に忘れた");
        var approved = second.types("staff", "approve", anew.text(0, "request"), "--pin-stdin");
        assertThat(approved.exit()).isZero();
        assertThat(approved.err()).contains("why:        A computer is lost, stolen or broken: 電車に忘れた");
        var order = (Statement.Approve) fake.sgm.opened.get(fake.sgm.opened.size() - 1);
        assertThat(((Statement.Reasoned) StatementText.requested(order.request())).reason())
                .contains(new Reason(Reason.Code.DEVICE_LOST, Optional.of("電車に忘れた")));
    }

    @Test
    void the_activity_of_both_explains_every_entry() {
        var id = invites().text(0, "request");
        assertThat(second.types("staff", "approve", id, "--pin-stdin").exit()).isZero();

        for (var one : List.of(first, second)) {
            var activity = one.types("activity", "--verify", "--json");
            assertThat(activity.exit()).as(activity.err()).isZero();
        }
    }

    @Test
    void a_list_that_was_interrupted_takes_back_what_waits_with_a_lost_code() throws Exception {
        var list = Files.writeString(folder.resolve("staff.csv"), "name,email,role\n佐藤 次郎,jiro@example.com,officer\n");
        var into = folder.resolve("codes");
        var done = first.types("staff", "import", list.toString(), "--out", into.toString(), "--pin-stdin", "--json");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.rows().get(0).reader().truth("waits")).isTrue();
        // As after a loss of power before the end was noted.
        var journal = into.resolve("natsuin-import.jsonl");
        var begun = Files.readAllLines(journal).get(0);
        Files.writeString(journal, begun + "\n");

        var again = first.types("staff", "import", list.toString(), "--out", into.toString(), "--pin-stdin", "--json");

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(fake.sgm.obeyed).containsSubsequence("invite", "withdraw", "invite");
        assertThat(second.types("staff", "waiting", "--json").rows()).hasSize(1);
    }
}
