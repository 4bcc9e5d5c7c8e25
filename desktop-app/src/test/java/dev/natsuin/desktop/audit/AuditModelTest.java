package dev.natsuin.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.audit.AuditModel.Deed;
import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeLogDesk;
import dev.natsuin.desktop.desk.LogDesk.Row;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditModelTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @TempDir
    private Path folder;

    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final HeldBackground background = new HeldBackground();
    private final AuditModel model = new AuditModel(desk.services().log(), desk, background, TOKYO);

    private void search() {
        model.search();
        background.go();
    }

    @Test
    void what_is_looked_for_is_found_newest_first() {
        model.operationProperty().set("sign");
        search();

        assertThat(model.rows()).isNotEmpty().allMatch(row -> row.operation().equals("sign"));
        assertThat(model.rows()).extracting(Row::index).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(model.found().orElseThrow().matching())
                .isEqualTo(model.rows().size());
    }

    @Test
    void a_text_is_part_of_an_id_or_the_beginning_of_a_hash() {
        search();
        var signed = model.rows().stream()
                .filter(row -> !row.hashes().isEmpty())
                .findFirst()
                .orElseThrow();

        model.textProperty().set(signed.hashes().get(0).toHex().substring(0, 16).toUpperCase(java.util.Locale.ROOT));
        search();
        assertThat(model.rows()).containsExactly(signed);

        model.textProperty().set(" " + FakeLogDesk.KEY + " ");
        search();
        assertThat(model.rows()).isNotEmpty().allMatch(row -> row.keyId().equals(FakeLogDesk.KEY));

        model.textProperty().set(signed.hashes().get(0).toHex().substring(8, 40));
        search();
        assertThat(model.rows()).isEmpty();
    }

    @Test
    void days_begin_and_end_in_the_zone_of_whoever_looks() {
        var day = LocalDate.of(2026, 11, 20);
        model.fromProperty().set(day);
        model.toProperty().set(day);
        search();

        assertThat(model.rows())
                .isNotEmpty()
                .allMatch(row -> row.time().atZone(TOKYO).toLocalDate().equals(day));
        assertThat(model.rows()).hasSize(24);
    }

    @Test
    void an_entry_without_a_proof_stands_on_top_whatever_is_looked_for() {
        desk.logs().unproven(3);
        model.operationProperty().set("sign");
        search();

        assertThat(model.rows().get(0).index()).isEqualTo(3);
        assertThat(model.rows().get(0).proven()).isFalse();
        assertThat(model.alarmsProperty().get()).isEqualTo(1);
    }

    @Test
    void what_is_not_confirmed_now_is_not_shown() {
        search();
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        search();

        assertThat(model.rows()).isEmpty();
        assertThat(model.found()).isEmpty();
        assertThat(model.problem()).contains(Problem.of(ProblemCode.SERVER_UNREACHABLE));
    }

    @Test
    void a_search_that_is_stopped_shows_nothing() {
        model.search();
        model.stop();
        background.go();

        assertThat(model.rows()).isEmpty();
        assertThat(model.problem()).map(Problem::code).contains(ProblemCode.CANCELLED);
        assertThat(model.busyProperty().get()).isFalse();
    }

    @Test
    void an_export_that_was_altered_is_refused_and_the_way_back_is_open() {
        search();
        model.open(folder.resolve("altered.jsonl"));
        background.go();
        assertThat(model.rows()).isEmpty();
        assertThat(model.problem()).map(Problem::code).contains(ProblemCode.LOG_EXPORT_ALTERED);

        model.closeExport();
        background.go();
        assertThat(model.export()).isEmpty();
        assertThat(model.rows()).isNotEmpty();
    }

    @Test
    void an_export_tells_what_it_covers() {
        var file = folder.resolve("log.jsonl");
        model.export(file);
        background.go();

        assertThat(model.deed()).containsInstanceOf(Deed.Exported.class);
        assertThat(((Deed.Exported) model.deed().orElseThrow()).file()).isEqualTo(file);
    }

    @Test
    void a_checkpoint_says_what_it_continues_and_is_kept_in_a_file() {
        model.checkpoint(Optional.empty());
        background.go();
        var asked = (Deed.Asked) model.deed().orElseThrow();
        assertThat(asked.checked().continues()).contains(120L);

        var file = folder.resolve("checkpoint.txt");
        model.keep(file);
        background.go();

        assertThat(model.deed()).containsInstanceOf(Deed.Kept.class);
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void a_checkpoint_that_does_not_continue_the_older_one_is_refused() {
        model.checkpoint(Optional.of(Path.of("other.txt")));
        background.go();

        assertThat(model.deed()).isEmpty();
        assertThat(model.problem()).map(Problem::code).contains(ProblemCode.CHECKPOINT_NOT_OURS);
    }

    @Test
    void one_thing_is_done_at_a_time() {
        model.search();
        model.export(folder.resolve("log.jsonl"));
        model.search();
        background.go();

        assertThat(model.deed()).isEmpty();
        assertThat(model.found()).isPresent();
    }

    @Test
    void a_search_that_the_server_was_away_for_is_made_again_but_nothing_that_was_ordered() {
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        search();
        desk.serverTrouble(null);

        model.askAgain();
        background.go();
        assertThat(model.rows()).isNotEmpty();

        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        model.checkpoint(Optional.empty());
        background.go();
        desk.serverTrouble(null);
        model.askAgain();
        assertThat(background.isIdle()).isTrue();
        assertThat(model.problem()).isPresent();
    }
}
