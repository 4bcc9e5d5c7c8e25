package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class IdentityModelTest {
    private static final NewIdentity NEW =
            new NewIdentity("ab12".repeat(16), 1, Instant.parse("2026-11-26T09:00:00Z"), "a1a1", "b2b2");

    private final HeldBackground background = new HeldBackground();
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final HeldBackground server = new HeldBackground();
    private final IdentityModel model = new IdentityModel(desk, desk.staff(), background, server);

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

    @Test
    void whoever_ordered_it_is_called_by_the_name_that_was_signed_for_them_once_the_server_told_it() {
        desk.staff().people.add(FakeStaff.person("a1a1", "山田 花子", "", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED));
        desk.staff().people.add(FakeStaff.person("b2b2", "Mallory", "", StaffDesk.State.ACTIVE, StaffDesk.Named.FALSE));
        desk.withNewIdentity(NEW);

        look();
        assertThat(model.untold()).contains(NEW);
        assertThat(model.namesProperty().get()).doesNotContainKey("a1a1");
        server.go();

        assertThat(model.namesProperty().get()).containsEntry("a1a1", "山田 花子");
        assertThat(model.namesProperty().get()).doesNotContainKey("b2b2");
    }

    @Test
    void names_are_asked_for_once_and_not_where_there_is_no_new_key() {
        look();
        assertThat(server.isIdle()).isTrue();
        desk.withNewIdentity(NEW);
        look();
        server.go();
        look();

        assertThat(server.isIdle()).isTrue();
    }

    @Test
    void a_server_that_does_not_answer_leaves_the_ids() {
        desk.staff().trouble(ProblemCode.SERVER_UNREACHABLE);
        desk.withNewIdentity(NEW);

        look();
        server.go();

        assertThat(model.untold()).contains(NEW);
        assertThat(model.namesProperty().get()).doesNotContainKey("a1a1");
    }
}
