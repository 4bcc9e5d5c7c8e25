package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.ui.HeldBackground;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class IdentityModelTest {
    private static final NewIdentity NEW =
            new NewIdentity("ab12".repeat(16), 1, Instant.parse("2026-11-26T09:00:00Z"), "a1a1", "b2b2");

    private final HeldBackground background = new HeldBackground();
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final IdentityModel model = new IdentityModel(desk, background);

    private void look() {
        model.look();
        background.go();
    }

    @Test
    void nothing_is_said_while_the_key_is_the_one_that_was_known() {
        look();

        assertThat(model.untold()).isEmpty();
    }

    @Test
    void a_new_key_is_told_until_it_was_read_of_and_no_longer() {
        desk.withNewIdentity(NEW);
        look();
        look();
        assertThat(model.untold()).contains(NEW);

        model.read();
        background.go();
        background.go();

        assertThat(model.untold()).isEmpty();
        assertThat(desk.newIdentity().given().orElseThrow()).isEmpty();
    }
}
