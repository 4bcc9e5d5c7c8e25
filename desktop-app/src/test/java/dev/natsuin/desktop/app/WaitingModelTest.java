package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.LevelResult;
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

        @Override
        public int waitingForLevel() {
            return left;
        }

        @Override
        public Answer<List<LevelResult>> raiseWaiting() {
            tried++;
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
        model.tryAgain();
        background.go();
        assertThat(model.waiting()).isEqualTo(2);

        signing.servicesAnswer = true;
        model.tryAgain();
        background.go();

        assertThat(model.waiting()).isZero();
        assertThat(signing.tried).isEqualTo(2);
    }

    @Test
    void a_try_that_is_not_over_is_not_begun_twice() {
        model.tryAgain();
        model.tryAgain();
        background.go();

        assertThat(signing.tried).isEqualTo(1);
    }
}
