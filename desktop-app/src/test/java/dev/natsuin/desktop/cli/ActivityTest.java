package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log shows its owner, and what it cannot hide. */
final class ActivityTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;

    @BeforeEach
    void enrol_and_sign_twice() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
        typist.signs(HandMadePdf.onePage("one").write(folder.resolve("1.pdf")));
        typist.signs(HandMadePdf.onePage("two").write(folder.resolve("2.pdf")));
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome activity() {
        return typist.types("activity", "--verify", "--json");
    }

    private static List<String> all(Typist.Outcome outcome, String member) {
        return outcome.rows().stream()
                .map(row -> {
                    try {
                        return row.reader().optionalText(member).orElse("");
                    } catch (Malformed e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    @Test
    void in_japanese_it_says_what_was_done_and_the_name_by_which_it_is_searched_for() {
        var outcome = typist.types("activity", "--verify", "--lang", "ja");

        assertThat(String.join("\n", outcome.lines())).contains("署名（sign）", "鍵の作成（create-key）");
    }

    @ParameterizedTest
    @EnumSource
    void every_operation_has_a_word(Leaf.Type type) {
        for (var language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            assertThat(Words.of(Call.class, language).has("operation." + type.wireName()))
                    .isTrue();
        }
    }

    @Test
    void every_use_is_shown_with_its_proof() {
        var outcome = activity();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(all(outcome, "operation")).containsExactly("enrol", "create-key", "sign", "sign");
        assertThat(all(outcome, "proof")).containsOnly("verified");
        assertThat(outcome.text(0, "time")).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(outcome.err()).contains("Confirmed by the log");
    }

    private void isSuspended(String user) {
        var officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        var done =
                officer.types("staff", "suspend", user, "--reason", "device-lost", "--note", "電車に忘れた", "--pin-stdin");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(all(officer.types("activity", "--json"), "note")).contains("電車に忘れた");
    }

    @Test
    void whom_staff_did_something_about_is_told_what_who_and_why() {
        activity();
        var user = user();
        assertThat(typist.types("activity", "--by-staff").err()).contains("Staff took nothing");

        isSuspended(user);

        assertThat(typist.types("activity", "--by-staff", "--lang", "ja").lines())
                .singleElement()
                .matches(line -> line.contains("利用停止（suspend）"));
        var told = typist.types("activity", "--by-staff", "--json");
        assertThat(told.exit()).as(told.err()).isZero();
        assertThat(told.text(0, "operation") + " " + told.text(0, "reason") + " " + told.text(0, "note"))
                .isEqualTo("suspend device-lost 電車に忘れた");
        assertThat(told.text(0, "by")).hasSize(16).isNotEqualTo(user);
        var shown = typist.window().activity().report();
        assertThat(shown.byStaff().acts())
                .extracting(ActivityReport.StaffAct::reason)
                .containsExactly(Optional.of(new Reason(Reason.Code.DEVICE_LOST, Optional.of("電車に忘れた"))));
        assertThat(shown.rows()).noneMatch(ActivityReport.Row::alarming);
    }

    @Test
    void a_reason_that_the_log_does_not_prove_is_shown_to_nobody() {
        activity();
        isSuspended(user());
        fake.sgm.actLie = entry -> new LogEntry(
                entry.index(),
                entry.leaf(),
                entry.salt(),
                Bytes.utf8(entry.record().toUtf8().replace("\"person\"", "\"Person\"")),
                entry.proof());

        assertThat(typist.types("activity", "--by-staff").exit()).isEqualTo(4);
        var shown = typist.window().activity().report().byStaff();
        assertThat(shown.acts()).isEmpty();
        assertThat(shown.problem().map(Problem::code)).contains(ProblemCode.ANSWER_NOT_BELIEVABLE);
    }

    /** An SGM of before tells nobody of themselves: that is no alarm, and the rest is shown as ever. */
    @Test
    void a_server_of_before_tells_nobody_of_themselves_and_everything_else_is_shown() {
        fake.sgm.tellsOfOneself = false;

        var shown = typist.window().activity().report();

        assertThat(shown.byStaff().acts()).isEmpty();
        assertThat(shown.byStaff().problem()).isEmpty();
        assertThat(shown.rows()).isNotEmpty();
        assertThat(typist.types("activity", "--by-staff").exit()).isEqualTo(3);
    }

    @Test
    void copies_of_one_document_that_were_signed_together_keep_a_name_each() {
        typist.signs(
                HandMadePdf.onePage("same").write(folder.resolve("甲.pdf")),
                HandMadePdf.onePage("same").write(folder.resolve("乙.pdf")));

        assertThat(typist.window().activity().report().rows().get(0).documents())
                .containsExactly("甲.pdf", "乙.pdf");
    }

    @Test
    void a_wrong_pin_is_an_entry_that_is_explained() {
        typist.typesWith(
                "314159\n",
                "sign",
                "--yes",
                "--pin-stdin",
                folder.resolve("1.pdf").toString());

        var outcome = activity();

        assertThat(outcome.exit()).isZero();
        assertThat(all(outcome, "operation")).endsWith("pin-failure");
    }

    @Test
    void only_what_concerns_a_key_has_a_keys_running_number() {
        var rows = typist.window().activity().report().rows();

        assertThat(rows).filteredOn(row -> row.keyId().isEmpty()).isNotEmpty().allMatch(row -> row.number() == 0);
        assertThat(rows)
                .filteredOn(row -> !row.keyId().isEmpty())
                .extracting(ActivityReport.Row::number)
                .containsExactly(3L, 2L, 1L);
    }

    @Test
    void a_use_that_no_device_ordered_is_an_alarm() {
        fake.sgm.signBehindTheBack(typist.types("keys", "list", "--json").text(0, "keyId"), user());

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.has(4, "device")).isFalse();
        assertThat(outcome.err()).contains("tell the helpdesk now");
        assertThat(typist.window().activity().report().rows())
                .filteredOn(row -> row.alarming())
                .singleElement()
                .satisfies(row -> assertThat(row.device()).isEmpty());
    }

    @Test
    void an_order_that_was_carried_out_twice_is_an_alarm() {
        fake.sgm.log.carryOutAgain(fake.sgm.log.size() - 1);

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.has(3, "device")).isTrue();
        assertThat(outcome.has(4, "device")).isFalse();
    }

    private String user() {
        return fake.sgm.opened.get(0).head().user();
    }

    private void pages(java.util.function.UnaryOperator<Results.ActivityPage> lie) {
        fake.sgm.resultLie = result -> {
            try {
                return lie.apply(Results.ActivityPage.read(result)).toJson();
            } catch (Malformed e) {
                return result;
            }
        };
    }

    @Test
    void an_entry_left_out_in_the_middle_shows() {
        pages(page -> new Results.ActivityPage(
                page.entries().stream().filter(e -> e.index() != 3).toList(),
                page.heads(),
                page.more(),
                page.checkpoint()));

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(all(outcome, "operation")).contains("missing");
        assertThat(all(outcome, "proof")).contains("missing");
    }

    @Test
    void an_entry_left_out_at_the_end_shows() {
        pages(page -> new Results.ActivityPage(
                page.entries().stream().filter(e -> e.index() != 4).toList(),
                page.heads(),
                page.more(),
                page.checkpoint()));

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(all(outcome, "operation")).endsWith("missing");
    }

    @Test
    void an_end_that_was_told_before_cannot_be_hidden_with_its_head() {
        assertThat(activity().exit()).isZero();
        pages(page -> new Results.ActivityPage(
                page.entries().stream().filter(e -> e.index() != 4).toList(),
                page.heads().stream()
                        .map(h -> new Results.ChainHead(h.chain(), Math.min(h.number(), 2)))
                        .toList(),
                page.more(),
                page.checkpoint()));

        assertThat(activity().exit()).isEqualTo(1);
    }

    @Test
    void an_entry_with_another_record_has_no_proof() {
        pages(page -> new Results.ActivityPage(
                page.entries().stream()
                        .map(e -> new dev.natsuin.protocol.log.LogEntry(
                                e.index(),
                                e.leaf(),
                                e.salt(),
                                JsonObject.with("type", "sign").build().toBytes(),
                                e.proof()))
                        .toList(),
                page.heads(),
                page.more(),
                page.checkpoint()));

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(all(outcome, "proof")).containsOnly("missing");
    }

    @Test
    void an_old_answer_is_not_a_fresh_one() {
        var kept = new java.util.ArrayList<JsonObject>();
        fake.lieOn = "/api/v1/statements";
        fake.lie = body -> {
            kept.add(body);
            return body;
        };
        activity();
        fake.lie = body -> kept.get(0);

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.err()).contains("Not confirmed since");
    }

    @Test
    void a_log_that_shrank_is_not_believed() {
        fake.sgm.log.rollBackTo(3);

        var outcome = activity();

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("Never confirmed");
    }

    @Test
    void pages_without_end_end() {
        pages(page -> new Results.ActivityPage(List.of(), page.heads(), true, page.checkpoint()));

        assertThat(activity().exit()).isEqualTo(4);
    }
}
