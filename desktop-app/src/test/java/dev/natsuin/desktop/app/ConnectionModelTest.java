package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.activity.ActivityModel;
import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.keys.KeysModel;
import dev.natsuin.desktop.server.ServerModel;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ConnectionModelTest {
    private static final Problem AWAY = Problem.of(ProblemCode.SERVER_UNREACHABLE);

    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final HeldBackground background = new HeldBackground();
    private final ConnectionModel model = new ConnectionModel(desk, background);
    private int asked;

    private void check() {
        model.check();
        background.go();
    }

    /** True if this much time made it ask. */
    private boolean asksWithTheNextTick() {
        model.tick();
        var asks = !background.isIdle();
        background.go();
        return asks;
    }

    @Test
    void what_places_could_not_get_is_asked_for_again_when_the_server_is_back() {
        var keys = new KeysModel(desk.services(), new InlineBackground(), () -> {}, () -> {});
        var activity = new ActivityModel(desk, new InlineBackground());
        var server = new ServerModel(desk.services().server(), new InlineBackground());
        model.whenThere(() -> {
            keys.askAgain();
            activity.askAgain();
            server.askAgain();
        });
        desk.serverTrouble(AWAY);
        keys.refresh();
        activity.refresh();
        server.refresh();
        check();
        desk.serverTrouble(null);

        check();

        assertThat(keys.problem()).isEmpty();
        assertThat(keys.keys()).isNotEmpty();
        assertThat(activity.freshness()).containsInstanceOf(ActivityReport.Freshness.ConfirmedAt.class);
        assertThat(server.overview()).isPresent();
    }

    @Test
    void it_is_asked_for_once_however_often_the_server_answers() {
        model.whenThere(() -> asked++);
        check();
        assertThat(asked).as("it was never away").isZero();
        desk.serverTrouble(AWAY);
        check();
        desk.serverTrouble(null);

        check();
        check();

        assertThat(asked).isOne();
    }

    @Test
    void what_failed_although_the_server_answers_is_asked_for_again_with_the_next_minute_and_never_in_a_circle() {
        model.whenThere(() -> {
            asked++;
            model.check(); // a place that fails has the foot look at once
        });
        check();

        for (var tick = 0; tick < 4; tick++) {
            model.tick();
            background.go();
        }

        assertThat(asked).isOne();
    }

    @Test
    void while_the_server_is_away_it_is_asked_more_often() {
        check();
        assertThat(asksWithTheNextTick()).isFalse();
        desk.serverTrouble(AWAY);
        check();

        assertThat(asksWithTheNextTick()).isTrue();
        desk.serverTrouble(null);
        assertThat(asksWithTheNextTick()).as("and found back").isTrue();
        assertThat(model.last().orElseThrow().given()).isPresent();
    }

    @Test
    void what_was_refused_for_another_reason_stays_refused_until_somebody_asks() {
        var keys = new KeysModel(desk.services(), new InlineBackground(), () -> {}, () -> {});
        desk.serverTrouble(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
        keys.refresh();
        desk.serverTrouble(null);

        keys.askAgain();

        assertThat(keys.problem()).contains(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }
}
