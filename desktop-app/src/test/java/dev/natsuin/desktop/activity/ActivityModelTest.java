package dev.natsuin.desktop.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
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
    void without_the_server_the_rows_are_told_to_be_old() {
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        model.refresh();

        assertThat(model.freshness()).containsInstanceOf(ActivityReport.Freshness.NotConfirmedSince.class);
    }
}
