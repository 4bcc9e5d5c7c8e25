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
    void keys_known_stay_when_the_server_does_not_answer() {
        model.refresh();
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        model.refresh();

        assertThat(model.keys()).hasSize(1);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.SERVER_UNREACHABLE));
    }
}
