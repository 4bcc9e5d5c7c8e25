package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SAP that lies, drops, delays and replays (rows 9, 13, 17 and 35 of the attacks), as the command line shows it. */
final class NotConfirmedTest {
    private static final String SIGN = "/csc/v2/signatures/signHash";
    private static final String STATEMENTS = "/api/v1/statements";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Path pdf() {
        return HandMadePdf.onePage("text").write(folder.resolve("a.pdf"));
    }

    private void says(int status, String code) {
        fake.lieOn = SIGN;
        fake.lieStatus = status;
        fake.lie = body -> JsonObject.empty()
                .and("problem", JsonObject.with("code", code).build())
                .build();
    }

    private List<String> sealedOrders(String path) {
        return fake.requests().stream()
                .filter(request -> request.path().equals(path))
                .map(request -> request.octets().toUtf8())
                .map(text -> text.substring(text.indexOf('{')))
                .distinct()
                .toList();
    }

    @Test
    void row_17_a_wrong_pin_that_only_the_sap_tells_is_called_not_confirmed_and_no_pin_is_asked_again() {
        says(403, "pin-wrong");

        var outcome = typist.signs(pdf());

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err())
                .contains("The server did not confirm your order")
                .contains("your PIN was not found wrong")
                .contains("did not prove that it is from your server")
                .doesNotContain("was not right", "tries", "failed");
        assertThat(outcome.lines()).isEmpty();
    }

    @Test
    void row_17_typing_again_sends_the_first_order_again_and_makes_no_second_one() throws Refusal {
        says(403, "pin-wrong");
        var file = pdf();
        typist.signs(file);

        var again = typist.typesWith("314159\n", "sign", "--yes", "--pin-stdin", file.toString());

        assertThat(again.exit()).isEqualTo(4);
        assertThat(sealedOrders(SIGN)).hasSize(1);
        assertThat(fake.sgm.devices.values()).allMatch(device -> device.failures == 0);
        assertThat(Profile.in(typist.profile()).unanswered()).isPresent();
    }

    @Test
    void row_17_while_an_order_is_open_a_server_that_is_away_does_not_make_it_sound_as_if_nothing_was_ordered() {
        says(403, "pin-wrong");
        var file = pdf();
        typist.signs(file);
        fake.lieOn = "/api/v1/hello";
        fake.lieStatus = 503;

        var again = typist.types("keys", "create", "--algorithm", "p-256", "--pin-stdin");

        assertThat(again.exit()).isEqualTo(4);
        assertThat(again.err()).contains("did not confirm your order").doesNotContain("Nothing was ordered");
    }

    @Test
    void row_17_a_destroyed_key_that_only_the_sap_tells_is_not_destroyed() {
        var key = typist.types("keys", "list", "--json").text(0, "keyId");
        fake.withholdOn = STATEMENTS;
        var before = typist.types("keys", "destroy", key, "--pin-stdin");
        fake.withholdOn = "";
        assertThat(before.exit()).isEqualTo(4);

        assertThat(typist.types("keys", "list", "--json").text(0, "status")).isEqualTo("enabled");
    }

    @Test
    void whoever_hears_that_the_servers_clock_is_wrong_is_told_whom_to_tell() {
        fake.withholdOn = SIGN;
        fake.withheldAs = "server-clock-behind";

        var signed = typist.signs(pdf());

        assertThat(signed.exit()).isEqualTo(4);
        assertThat(signed.err()).contains("its own clock is wrong", "tell whoever runs it");
    }

    @Test
    void row_17_a_success_that_only_the_sap_tells_is_not_confirmed() {
        var key = typist.types("keys", "list", "--json").text(0, "keyId");
        fake.lieOn = STATEMENTS;
        fake.lie = body -> fake.sgm.obeyed.contains("destroy-key")
                ? JsonObject.with("keyId", key).build()
                : body;

        var outcome = typist.types("keys", "destroy", key, "--pin-stdin", "--json");

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.err()).contains("did not confirm");
    }

    @Test
    void a_reply_whose_length_is_no_number_is_none() throws Refusal {
        for (var length : List.of("abc", "99999999999999999999")) {
            fake.lieOn = SIGN;
            fake.lieLength = length;

            var outcome = typist.signs(pdf());

            assertThat(outcome.exit()).isEqualTo(4);
            assertThat(outcome.err()).contains("did not confirm your order").contains("No answer came");
            assertThat(Profile.in(typist.profile()).unanswered()).isPresent();
        }
    }

    /** Where a file of the profile is written first nothing can be: as if the disk were full, from the answer on. */
    private void nothingCanBeKept(String... drafts) {
        fake.lieOn = SIGN;
        fake.lie = body -> {
            try {
                for (var draft : drafts) {
                    Files.createDirectories(typist.profile().resolve(draft).resolve("in the way"));
                }
                return body;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private void muchCanBeKept(String... drafts) throws IOException {
        fake.lieOn = "";
        for (var draft : drafts) {
            Files.deleteIfExists(typist.profile().resolve(draft).resolve("in the way"));
            Files.deleteIfExists(typist.profile().resolve(draft));
        }
    }

    @Test
    void an_answer_that_cannot_be_kept_is_called_not_confirmed_and_not_that_nothing_was_changed() throws Exception {
        nothingCanBeKept("log.json.tmp");
        var summary = folder.resolve("summary.csv");

        var outcome = typist.types(
                "sign", "--yes", "--pin-stdin", "--json", "--summary", summary.toString(), pdf().toString());

        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err())
                .contains("did not confirm your order")
                .contains("could not be kept on this computer")
                .doesNotContain("Nothing was changed");
        assertThat(summary).content().contains("not known").doesNotContain("not signed");
        var next = typist.types("keys", "create", "--algorithm", "p-256", "--pin-stdin");
        assertThat(next.exit()).isEqualTo(4);
        assertThat(next.err()).contains("did not confirm your order").doesNotContain("Nothing was changed");

        muchCanBeKept("log.json.tmp");
        var resumed = typist.typesWith("", "sign", "--resume", "--json");

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "create-key", "sign");
    }

    @Test
    void that_it_cannot_be_noted_what_was_signed_here_takes_nothing_from_it() throws Exception {
        nothingCanBeKept("signed.jsonl");

        var outcome = typist.signs(pdf());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(Path.of(outcome.text(0, "output"))).isRegularFile();
    }

    @Test
    void what_only_the_sap_says_of_an_order_is_passed_on_as_unproven() {
        says(413, "request-too-large");

        var outcome = typist.signs(pdf());

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("did not confirm").contains("without proof, that the request is too large");
    }

    @Test
    void what_only_the_sap_says_to_a_question_is_passed_on_as_unproven() {
        fake.lieOn = STATEMENTS;
        fake.lieStatus = 429;
        fake.lie = body -> JsonObject.empty()
                .and("problem", JsonObject.with("code", "too-many-requests").build())
                .build();

        assertThat(typist.types("keys", "list").err()).contains("The server says, without proof");
    }

    @Test
    void row_13_an_answer_lost_after_commit_is_fetched_after_six_minutes_with_the_same_octets() throws Refusal {
        fake.dropPath = SIGN;
        fake.answersToDrop = 1000;
        typist.signs(pdf());
        fake.answersToDrop = 0;
        fake.sgm.now = fake.sgm.now.plus(Duration.ofMinutes(6));

        var next = typist.types("activity", "--json");

        assertThat(next.exit()).isZero();
        assertThat(next.err())
                .contains("an order from before that had no answer was carried out: (signing) a.pdf")
                .contains("natsuin sign --resume");
        assertThat(sealedOrders(SIGN)).hasSize(1);
        assertThat(Profile.in(typist.profile()).unanswered()).isEmpty();
    }

    @Test
    void row_35_an_order_delivered_late_is_refused_and_told_and_was_never_remade() {
        fake.withholdOn = SIGN;
        var file = pdf();
        assertThat(typist.signs(file).exit()).isEqualTo(4);
        assertThat(typist.signs(file).exit()).isEqualTo(4);
        assertThat(sealedOrders(SIGN)).as("while the first may live").hasSize(1);
        fake.withholdOn = "";
        fake.sgm.now = fake.sgm.now.plus(Duration.ofMinutes(6));

        var after = typist.signs(file);

        assertThat(after.exit()).as(after.err()).isZero();
        assertThat(after.err()).contains("an order from before that had no answer was refused: (signing) a.pdf");
        assertThat(sealedOrders(SIGN)).hasSize(2);
        assertThat(fake.sgm.obeyed).filteredOn("sign"::equals).hasSize(1);
    }

    @Test
    void row_35_an_order_whose_answer_is_withheld_for_ever_is_told_to_be_over_and_not_called_done_or_failed() {
        says(413, "request-too-large");
        var file = pdf();
        typist.signs(file);
        fake.sgm.now = fake.sgm.now.plus(Duration.ofMinutes(6));

        var after = typist.types("keys", "create", "--algorithm", "p-256", "--pin-stdin");

        assertThat(after.exit()).as(after.err()).isZero();
        assertThat(after.err())
                .contains("its time is over: (signing) a.pdf")
                .contains("Look at the activity whether it was carried out");
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
    void row_9_three_uses_left_out_show_as_three_that_are_missing() {
        for (var i = 0; i < 4; i++) {
            typist.signs(HandMadePdf.onePage("text " + i).write(folder.resolve(i + ".pdf")));
        }
        pages(page -> new Results.ActivityPage(
                page.entries().stream().filter(entry -> entry.index() <= 3).toList(),
                page.heads(),
                page.more(),
                page.checkpoint()));

        var outcome = typist.types("activity", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.lines().stream().filter(line -> line.contains("\"operation\":\"missing\"")))
                .hasSize(3);
        assertThat(outcome.err()).contains("tell the helpdesk now");
    }

    private void notConfirmed(Typist.Outcome outcome) {
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.lines()).as("no old data").isEmpty();
        assertThat(outcome.err()).contains("Not confirmed since");
    }

    @Test
    void row_9_an_old_answer_played_again_confirms_nothing_and_shows_nothing() {
        var kept = new java.util.ArrayList<JsonObject>();
        fake.lieOn = STATEMENTS;
        fake.lie = body -> {
            kept.add(body);
            return body;
        };
        assertThat(typist.types("activity", "--json").exit()).isZero();
        fake.lie = body -> kept.get(0);

        notConfirmed(typist.types("activity", "--json"));
    }

    @Test
    void activity_says_since_when_nothing_is_confirmed_when_the_server_is_away() {
        assertThat(typist.types("activity").exit()).isZero();
        fake.close();

        notConfirmed(typist.types("activity", "--json"));
    }

    @Test
    void activity_says_since_when_nothing_is_confirmed_when_the_sap_only_makes_excuses() {
        assertThat(typist.types("activity").exit()).isZero();
        fake.lieOn = "/api/v1/login";
        fake.lieStatus = 401;
        fake.lie = body -> JsonObject.empty()
                .and("problem", JsonObject.with("code", "login-not-accepted").build())
                .build();

        notConfirmed(typist.types("activity", "--json"));
    }

    @Test
    void activity_without_words_of_the_log_lists_nothing_in_plain_words_either() {
        assertThat(typist.types("activity").exit()).isZero();
        fake.close();

        var outcome = typist.types("activity", "--lang", "ja");

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.err()).contains("以降は確認できていません");
    }
}
