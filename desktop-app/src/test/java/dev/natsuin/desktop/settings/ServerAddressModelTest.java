package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeConnecting;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person is told of another address of their server. */
final class ServerAddressModelTest {
    private static final String BEFORE = "https://sign.example.jp";
    private static final String AFTER = "https://seal.example.jp:8443";

    private Optional<Problem> trouble = Optional.empty();
    private final HeldBackground background = new HeldBackground();
    private final ServerAddressModel model = new ServerAddressModel(new FakeConnecting(() -> trouble), background);

    private void refreshed() {
        model.refresh();
        background.go();
    }

    @Test
    void another_address_is_kept_once_the_server_answered_there() {
        refreshed();
        assertThat(model.address()).contains(BEFORE);

        model.use(AFTER);
        assertThat(model.outcome()).contains(new ServerAddressModel.Outcome.Asking());
        assertThat(model.address()).contains(BEFORE);

        background.go();
        assertThat(model.address()).contains(AFTER);
        assertThat(model.outcome()).contains(new ServerAddressModel.Outcome.Kept(AFTER, Optional.of(BEFORE)));
    }

    @Test
    void the_address_of_before_is_offered_back_and_the_same_one_offers_none() {
        refreshed();
        model.use(AFTER);
        background.go();
        model.use(BEFORE);
        background.go();
        assertThat(model.outcome()).contains(new ServerAddressModel.Outcome.Kept(BEFORE, Optional.of(AFTER)));

        model.use(BEFORE);
        background.go();

        assertThat(model.outcome()).contains(new ServerAddressModel.Outcome.Kept(BEFORE, Optional.empty()));
    }

    @Test
    void an_address_at_which_another_server_answers_changes_nothing() {
        refreshed();
        trouble = Optional.of(Problem.of(ProblemCode.ANOTHER_SERVER));

        model.use(AFTER);
        background.go();

        assertThat(model.address()).contains(BEFORE);
        assertThat(model.outcome()).contains(new ServerAddressModel.Outcome.Failed(trouble.get()));
    }

    @Test
    void who_presses_twice_has_one_question_asked() {
        refreshed();
        model.use(AFTER);
        model.use("https://elsewhere.example.jp");

        background.next();

        assertThat(background.isIdle()).isTrue();
        assertThat(model.address()).contains(AFTER);
    }

    @Test
    void what_was_read_before_another_address_was_tried_is_not_told_after_it() {
        model.refresh();
        model.use(AFTER);

        background.go();

        assertThat(model.address()).contains(AFTER);
    }

    @Test
    void a_fault_is_told() {
        background.breakAll();

        model.use(AFTER);
        background.go();

        assertThat(model.outcome()).contains(new ServerAddressModel.Outcome.Failed(Problem.of(ProblemCode.DESK_FAULT)));
    }
}
