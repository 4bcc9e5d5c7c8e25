package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.ui.HeldBackground;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WaitingModelTest {
    private final HeldBackground background = new HeldBackground();
    private final Waiting signing = new Waiting();
    private final WaitingModel model = new WaitingModel(signing, background);

    /** Somebody for whom two documents wait until the services answer. */
    private static final class Waiting extends SigningAsUsual {
        private int left = 2;
        private int tried;
        private boolean servicesAnswer;
        private Stopping stopped = Stopping.NEVER;

        @Override
        public int waitingForLevel() {
            return left;
        }

        @Override
        public Answer<List<LevelResult>> raiseWaiting(Stopping stopping) {
            tried++;
            stopped = stopping;
            left = servicesAnswer ? 0 : left;
            return Answer.of(List.of());
        }
    }

    @Test
    void what_waits_is_counted_without_asking_anybody() {
        model.look();
        background.go();

        assertThat(model.waiting()).isEqualTo(2);
        assertThat(signing.tried).isZero();
    }

    @Test
    void what_the_services_leave_waiting_stays_counted_and_is_tried_the_next_time() {
        model.tryFromTimeToTime();
        background.go();
        assertThat(model.waiting()).isEqualTo(2);

        signing.servicesAnswer = true;
        model.tryFromTimeToTime();
        background.go();

        assertThat(model.waiting()).isZero();
        assertThat(signing.tried).isEqualTo(2);
    }

    @Test
    void a_try_that_is_not_over_is_not_begun_twice() {
        model.tryFromTimeToTime();
        model.tryFromTimeToTime();
        background.go();

        assertThat(signing.tried).isEqualTo(1);
    }

    @Test
    void whoever_stops_it_is_heard_at_once_and_is_not_overruled_five_minutes_later() {
        model.look();
        background.go();
        model.tryFromTimeToTime();

        model.stop();
        assertThat(model.state()).isEqualTo(WaitingModel.State.STOPPING);
        background.go();

        assertThat(signing.stopped.wanted()).isTrue();
        assertThat(model.state()).isEqualTo(WaitingModel.State.STOPPED);
        assertThat(model.waiting()).isEqualTo(2);
        model.tryFromTimeToTime();
        assertThat(background.isIdle()).isTrue();
    }

    @Test
    void what_was_stopped_can_be_tried_by_hand_and_is_not_stopped_any_more() {
        model.tryFromTimeToTime();
        model.stop();
        background.go();
        signing.servicesAnswer = true;

        model.tryNow();
        assertThat(model.state()).isEqualTo(WaitingModel.State.TRYING);
        background.go();

        assertThat(signing.stopped.wanted()).isFalse();
        assertThat(model.state()).isEqualTo(WaitingModel.State.WAITING);
        assertThat(model.waiting()).isZero();
    }

    @Test
    void a_try_that_broke_can_be_made_again() {
        background.breakAll();
        model.tryNow();
        background.go();

        assertThat(model.state()).isEqualTo(WaitingModel.State.WAITING);
    }
}
