package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.FakeSgm;
import dev.natsuin.desktop.testdata.Damage;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code log search} and {@code log export}: the whole log, as an auditor reads it. */
final class LogSearchTest {
    private static final int FAULT = 70;

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist signer;
    private Typist auditor;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        signer = Typist.signer(folder.resolve("signer"), fake);
        signer.signs(HandMadePdf.onePage("text").write(folder.resolve("a.pdf")));
        auditor = new Typist(folder.resolve("auditor"));
        auditor.enrols(fake.invite(Role.AUDITOR));
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist.Outcome search(String... more) {
        var all = new ArrayList<>(List.of("log", "search", "--json"));
        all.addAll(List.of(more));
        return auditor.types(all.toArray(String[]::new));
    }

    private Typist.Outcome export(Path file) {
        return auditor.types("log", "export", file.toString(), "--json");
    }

    private Path exported() {
        var file = folder.resolve("log.jsonl");
        var outcome = export(file);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return file;
    }

    private static List<String> all(Typist.Outcome outcome, String member) {
        var values = new ArrayList<String>();
        for (var i = 0; i < outcome.lines().size(); i++) {
            values.add(outcome.text(i, member));
        }
        return values;
    }

    private void pages(UnaryOperator<Results.LogPage> lie) {
        fake.sgm.resultLie = result -> {
            try {
                return lie.apply(Results.LogPage.read(result)).toJson();
            } catch (Malformed e) {
                return result;
            }
        };
    }

    private void entries(UnaryOperator<List<LogEntry>> lie) {
        pages(page -> new Results.LogPage(lie.apply(page.entries()), page.more(), page.checkpoint()));
    }

    @Test
    void every_entry_of_everybody_is_shown_with_its_proof() {
        var outcome = search();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(all(outcome, "operation")).containsExactly("init", "enrol", "create-key", "sign", "enrol");
        assertThat(all(outcome, "proof")).containsOnly("verified");
        assertThat(outcome.err()).contains("5 of 5 entries", "nothing is missing");
    }

    @Test
    void what_is_looked_for_is_found_and_nothing_else() {
        var sign = search("--operation", "sign");
        assertThat(sign.lines()).hasSize(1);
        assertThat(sign.err()).contains("1 of 5 entries");

        assertThat(search("--key", sign.text(0, "keyId")).lines()).hasSize(2);
        assertThat(search("--device", sign.text(0, "device")).lines()).hasSize(3);
        assertThat(search("--key", sign.text(0, "keyId"), "--operation", "create-key")
                        .lines())
                .hasSize(1);
    }

    @Test
    void why_staff_did_something_is_told_looked_for_and_exported() throws IOException {
        var officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));
        var user = search("--operation", "sign").text(0, "user");
        for (var line : List.of(
                "staff suspend %s --reason device-lost --note lost-on-the-train --pin-stdin",
                "staff resume %s --reason settled --pin-stdin", "staff suspend %s --pin-stdin")) {
            assertThat(officer.types(line.formatted(user).split(" ")).exit()).isZero();
        }

        var lost = search("--reason", "device-lost");
        assertThat(lost.lines()).hasSize(1);
        assertThat(lost.text(0, "operation") + " " + lost.text(0, "note")).isEqualTo("suspend lost-on-the-train");
        assertThat(lost.text(0, "about")).isEqualTo(user);
        var told = auditor.types("log", "search", "--operation", "suspend").lines();
        assertThat(told.get(0)).contains("why: A computer is lost, stolen or broken: lost-on-the-train");
        assertThat(told.get(1)).contains("why: not stated");
        assertThat(search("--reason", "because").exit()).isEqualTo(64);
        var file = exported();
        assertThat(search("--in", file.toString(), "--reason", "settled").text(0, "operation"))
                .isEqualTo("resume");
        var rows = looked(auditor.window().log(), LogDesk.Wanted.ANYTHING, Optional.empty())
                .given()
                .orElseThrow()
                .rows();
        assertThat(rows.get(2).reason().flatMap(Reason::note)).contains("lost-on-the-train");
        assertThat(rows.get(0).canHaveReason()).isTrue();
        assertThat(rows.get(0).reason()).isEmpty();
    }

    @Test
    void a_day_begins_and_ends_what_is_shown() {
        assertThat(search("--after", "2026-11-22T12:00:00Z").lines()).hasSize(5);
        assertThat(search("--before", "2026-11-22T12:00:00Z").lines()).isEmpty();
        assertThat(search("--after", "2026-11-21", "--before", "2026-11-24").lines())
                .hasSize(5);
        assertThat(search("--after", "2026-11-24").lines()).isEmpty();
    }

    @Test
    void the_entries_of_one_person_are_theirs_and_their_completeness_is_not_claimed() {
        var user = fake.sgm.opened.get(0).head().user();

        var outcome = search("--person", user);

        assertThat(all(outcome, "user")).hasSize(3).containsOnly(user);
        assertThat(outcome.err()).contains("only the signing module says").doesNotContain("nothing is missing");
    }

    @Test
    void whoever_is_no_auditor_is_refused() {
        assertThat(signer.types("log", "search").exit()).isEqualTo(3);
        assertThat(signer.types("log", "export", folder.resolve("x").toString()).exit())
                .isEqualTo(3);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void an_entry_left_out_put_in_twice_or_changed_is_not_believed() {
        entries(all -> all.stream().filter(e -> e.index() != 1).toList());
        assertThat(search().exit()).isEqualTo(4);
        entries(all -> all.stream().filter(e -> e.index() != 4).toList());
        assertThat(search().exit()).isEqualTo(4);
        entries(all -> all.stream().flatMap(e -> List.of(e, e).stream()).toList());
        assertThat(search().exit()).isEqualTo(4);
        entries(all -> all.stream()
                .map(e -> new LogEntry(
                        e.index(), Bytes.concat(e.leaf(), Bytes.utf8(" ")), e.salt(), e.record(), e.proof()))
                .toList());
        assertThat(search().exit()).isEqualTo(4);
        pages(page -> new Results.LogPage(List.of(), true, page.checkpoint()));
        assertThat(search().exit()).isEqualTo(4);
    }

    @Test
    void another_record_than_the_leaf_names_is_an_alarm_and_shown_whatever_is_looked_for() {
        entries(all -> all.stream()
                .map(e -> e.index() == 3
                        ? new LogEntry(e.index(), e.leaf(), e.salt(), withOtherUser(e.record()), e.proof())
                        : e)
                .toList());

        var outcome = search("--operation", "init");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(all(outcome, "operation")).containsExactly("init", "sign");
        assertThat(outcome.text(1, "proof")).isEqualTo("missing");
        assertThat(outcome.err()).contains("not proven");
    }

    private static Bytes withOtherUser(Bytes record) {
        return Bytes.utf8(record.toUtf8().replaceFirst("\"user\":\"[0-9a-f]{16}\"", "\"user\":\"00000000000000ff\""));
    }

    @Test
    void another_record_than_the_leaf_names_is_not_exported() {
        entries(all -> all.stream()
                .map(e -> e.index() == 3
                        ? new LogEntry(e.index(), e.leaf(), e.salt(), withOtherUser(e.record()), e.proof())
                        : e)
                .toList());

        assertThat(export(folder.resolve("other")).exit()).isEqualTo(4);
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void a_log_that_was_rewritten_behind_the_auditors_back_is_found_out() {
        assertThat(search().exit()).isZero();
        fake.sgm.log.rewrite(1);

        assertThat(search().exit()).isEqualTo(4);
    }

    @Test
    void a_question_that_cannot_be_one_is_told_before_anybody_is_asked() {
        var asked = fake.sgm.opened.size();

        assertThat(search("--operation", "signs").err()).contains("pin-failure");
        assertThat(search("--after", "yesterday").exit()).isEqualTo(64);
        assertThat(search("--in", "x", "--person", "0123456789abcdef").exit()).isEqualTo(64);

        assertThat(fake.sgm.opened).hasSize(asked);
    }

    @Test
    void an_export_is_read_without_the_server() throws IOException {
        var file = exported();
        fake.close();

        var outcome = search("--in", file.toString(), "--operation", "sign");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.lines()).hasSize(1);
        assertThat(outcome.err()).contains("1 of 5 entries", "nothing is missing");
        assertThat(Files.readAllLines(file)).hasSize(1 + 5 + 1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void an_export_is_for_the_auditors_eyes() throws IOException {
        assertThat(Files.getPosixFilePermissions(exported())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void an_export_overwrites_nothing_and_leaves_no_half() throws IOException {
        var taken = Files.writeString(folder.resolve("taken"), "keep me");
        assertThat(export(taken).exit()).isEqualTo(1);
        assertThat(taken).hasContent("keep me");

        entries(all -> all.stream().filter(e -> e.index() != 4).toList());
        assertThat(export(folder.resolve("half")).exit()).isEqualTo(4);
        assertThat(folder.resolve("half")).doesNotExist();
    }

    @Test
    void an_export_with_any_line_altered_left_out_or_put_in_shows_nothing() throws IOException {
        var lines = Files.readAllLines(exported());
        var bad = folder.resolve("bad.jsonl");
        for (var i : List.of(0, 1, 3, lines.size() - 2, lines.size() - 1)) { // head, entries, checkpoint
            for (var change : List.of("left out", "twice", "cut", "altered")) {
                var other = new ArrayList<>(lines);
                switch (change) {
                    case "left out" -> other.remove(i.intValue());
                    case "twice" -> other.add(i, lines.get(i));
                    case "cut" ->
                        other.set(i, lines.get(i).substring(0, lines.get(i).length() / 2));
                    default -> other.set(i, altered(lines.get(i)));
                }
                Files.write(bad, other);

                var outcome = search("--in", bad.toString());

                assertThat(outcome.exit()).as("line %s %s", i, change).isEqualTo(1);
                assertThat(outcome.lines()).as("line %s %s", i, change).isEmpty();
            }
        }
    }

    /** Another digit or letter somewhere in its middle. */
    private static String altered(String line) {
        for (var i = line.length() / 2; ; i++) {
            var c = line.charAt(i);
            if (c >= 'b' && c < 'y' && line.charAt(i - 1) != '\\') {
                return line.substring(0, i) + (char) (c + 1) + line.substring(i + 1);
            }
        }
    }

    @Test
    void an_export_of_another_log_is_not_ours() throws IOException {
        var file = exported();
        var stranger = new FakeSgm(new SecureRandom());
        var lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(
                lines.size() - 1,
                lines.get(lines.size() - 1)
                        .replaceFirst(
                                "\"checkpoint\":\"[^\"]*\"",
                                "\"checkpoint\":\"" + stranger.log.checkpoint().replace("\n", "\\\\n") + "\""));
        Files.write(file, lines);

        var outcome = search("--in", file.toString());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("no checkpoint that the log of your server signed");
        assertThat(search("--in", folder.resolve("nowhere").toString()).err()).contains("no longer there");
    }

    private static Answer<LogDesk.Found> looked(LogDesk log, LogDesk.Wanted wanted, Optional<Path> in) {
        return log.search(wanted, in, read -> {}, new Cancellation());
    }

    @Test
    void the_window_finds_the_same_newest_first_and_says_what_covers_it() {
        var log = auditor.window().log();
        var all = looked(log, LogDesk.Wanted.ANYTHING, Optional.empty()).given().orElseThrow();

        assertThat(all.rows())
                .extracting(LogDesk.Row::operation)
                .containsExactly("enrol", "sign", "create-key", "enrol", "init");
        assertThat(all.matching()).isEqualTo(5);
        assertThat(all.unproven()).isZero();
        assertThat(all.point().size()).isEqualTo(5);
        var signed = all.rows().get(1);
        var hash = signed.hashes().get(0).toHex().substring(0, 20);
        var wanted = new LogDesk.Wanted(Optional.empty(), hash, Optional.empty(), Optional.empty());
        assertThat(looked(log, wanted, Optional.empty()).given().orElseThrow().rows())
                .containsExactly(signed);
    }

    @Test
    void the_window_shows_nothing_of_a_log_with_a_gap_and_on_top_what_has_no_proof() {
        entries(all -> all.size() < 2 ? all : all.subList(1, all.size()));
        var log = auditor.window().log();
        assertThat(looked(log, LogDesk.Wanted.ANYTHING, Optional.empty()).refusal())
                .contains(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));

        entries(all -> all.stream()
                .map(each -> each.index() == 2
                        ? new LogEntry(each.index(), each.leaf(), each.salt(), each.record(), List.of())
                        : each)
                .toList());
        var found = looked(
                        log,
                        new LogDesk.Wanted(Optional.of("sign"), "", Optional.empty(), Optional.empty()),
                        Optional.empty())
                .given()
                .orElseThrow();
        assertThat(found.rows()).extracting(LogDesk.Row::operation).containsExactly("create-key", "sign");
        assertThat(found.rows().get(0).proven()).isFalse();
        assertThat(found.unproven()).isEqualTo(1);
    }

    @Test
    void the_window_writes_the_log_and_reads_it_again_unless_a_line_was_altered() throws IOException {
        var log = auditor.window().log();
        var file = folder.resolve("window.jsonl");
        assertThat(log.export(file).given().orElseThrow().size()).isEqualTo(5);
        assertThat(looked(log, LogDesk.Wanted.ANYTHING, Optional.of(file))
                        .given()
                        .orElseThrow()
                        .matching())
                .isEqualTo(5);

        var lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(2);
        Files.write(file, lines);

        assertThat(looked(log, LogDesk.Wanted.ANYTHING, Optional.of(file)).refusal())
                .contains(Problem.of(ProblemCode.LOG_EXPORT_ALTERED));
    }

    @Test
    void a_file_that_is_no_exported_log_is_told_to_be_none_and_not_to_be_altered() throws IOException {
        var log = auditor.window().log();
        var file = folder.resolve("some.jsonl");
        for (var octets : List.of(
                new byte[0],
                "a letter\n".getBytes(StandardCharsets.UTF_8),
                "{\"orders\":[]}\n".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, '\n'})) {
            Files.write(file, octets);

            assertThat(looked(log, LogDesk.Wanted.ANYTHING, Optional.of(file)).refusal())
                    .contains(Problem.of(ProblemCode.LOG_EXPORT_NONE));
        }

        log.export(folder.resolve("whole.jsonl"));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(folder.resolve("whole.jsonl")), 30));

        assertThat(looked(log, LogDesk.Wanted.ANYTHING, Optional.of(file)).refusal())
                .contains(Problem.of(ProblemCode.LOG_EXPORT_ALTERED));
    }

    @Test
    void a_search_that_was_cancelled_finds_nothing() {
        var cancel = new Cancellation();
        cancel.cancel();

        assertThat(auditor.window()
                        .log()
                        .search(LogDesk.Wanted.ANYTHING, Optional.empty(), read -> {}, cancel)
                        .refusal())
                .contains(Problem.of(ProblemCode.CANCELLED));
    }

    @Test
    void the_window_keeps_a_checkpoint_and_the_next_one_must_continue_it() {
        var log = auditor.window().log();
        var first = log.checkpoint(Optional.empty()).given().orElseThrow();
        var file = folder.resolve("checkpoint.txt");
        assertThat(log.keep(first, file).given()).contains(file);
        assertThat(log.keep(first, file).refusal()).contains(Problem.of(ProblemCode.TARGET_EXISTS));
        signer.signs(HandMadePdf.onePage("text").write(folder.resolve("b.pdf")));

        var next = log.checkpoint(Optional.of(file)).given().orElseThrow();

        assertThat(next.continues()).contains(first.point().size());
        assertThat(next.point().size()).isEqualTo(first.point().size() + 1);
    }

    @Test
    @Tag("long")
    void an_export_that_is_damaged_by_chance_is_told_or_shows_what_it_showed() throws Exception {
        int seconds = Integer.getInteger("natsuin.fuzz.seconds", 2);
        long seed = Long.getLong("natsuin.seed", System.nanoTime());
        System.out.println("EXPORT: " + seconds + " s, seed: " + seed);
        var damage = new Damage(new Random(seed));
        var file = exported();
        var whole = Files.readAllBytes(file);
        var shown = auditor.types("log", "search", "--in", file.toString(), "--json")
                .lines();
        assertThat(shown).isNotEmpty();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var tried = 0;
        while (System.nanoTime() < end) {
            Files.write(file, damage.of(whole, List.of(whole)));
            var outcome = auditor.types("log", "search", "--in", file.toString(), "--json");
            assertThat(outcome.exit()).as("seed %d: %s", seed, outcome.err()).isNotEqualTo(FAULT);
            if (outcome.exit() == 0) {
                assertThat(outcome.lines()).as("seed %d", seed).isEqualTo(shown);
            }
            tried++;
        }
        System.out.println("EXPORT: " + tried + " tried");
    }
}
