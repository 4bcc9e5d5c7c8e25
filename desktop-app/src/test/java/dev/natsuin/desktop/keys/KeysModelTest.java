package dev.natsuin.desktop.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class KeysModelTest {
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final KeysModel model = new KeysModel(desk, new InlineBackground());

    @Test
    void keys_that_are_not_confirmed_now_are_not_shown_but_since_when() {
        model.refresh();
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        model.refresh();

        assertThat(model.keys()).isEmpty();
        assertThat(model.confirmed()).contains(FakeDesk.NOW);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.SERVER_UNREACHABLE));
    }
}
