package dev.natsuin.desktop.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ActivityModelTest {
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final ActivityModel model = new ActivityModel(desk, new InlineBackground());

    @Test
    void nothing_is_claimed_before_the_log_was_asked() {
        assertThat(model.freshness()).isEmpty();
        assertThat(model.rows()).isEmpty();
    }

    @Test
    void a_use_by_no_device_of_mine_stands_on_top_and_is_counted() {
        model.refresh();

        assertThat(model.alarmsProperty().get()).isEqualTo(1);
        assertThat(model.rows().get(0).alarming()).isTrue();
        assertThat(model.freshness()).containsInstanceOf(ActivityReport.Freshness.ConfirmedAt.class);
    }

    @Test
    void without_the_server_nothing_old_is_shown_but_since_when_nothing_is_confirmed() {
        model.refresh();
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        model.refresh();

        assertThat(model.freshness()).containsInstanceOf(ActivityReport.Freshness.NotConfirmedSince.class);
        assertThat(model.rows()).isEmpty();
    }

    @Test
    void when_the_desk_itself_fails_the_rows_from_before_are_gone_too() {
        var held = new dev.natsuin.desktop.ui.HeldBackground();
        var other = new ActivityModel(desk, held);
        other.refresh();
        held.go();
        held.breakAll();

        other.refresh();
        held.go();

        assertThat(other.rows()).isEmpty();
        assertThat(other.freshness())
                .contains(new ActivityReport.Freshness.NotConfirmedSince(
                        FakeDesk.NOW, Problem.of(ProblemCode.DESK_FAULT)));
    }

    @Test
    void what_the_servers_console_did_without_a_key_is_no_alarm() {
        var console = new ActivityReport.Row(
                0,
                FakeDesk.NOW,
                "",
                1,
                ActivityReport.Operation.OTHER,
                "",
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                ActivityReport.Proof.VERIFIED,
                true);
        var report = new ActivityReport(List.of(console), new ActivityReport.Freshness.ConfirmedAt(FakeDesk.NOW));
        var told = new ActivityModel(() -> report, new InlineBackground());

        told.refresh();

        assertThat(told.alarmsProperty().get()).isZero();
    }
}
