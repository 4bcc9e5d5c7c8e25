package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class EarlierModelTest {
    private static final Earlier DONE = new Earlier("sign", List.of("a.pdf"), new Earlier.Outcome.Done(7));

    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final HeldBackground background = new HeldBackground();
    private final EarlierModel model = new EarlierModel(desk, background);

    private void settle() {
        model.settle();
        background.go();
    }

    @Test
    void an_order_from_before_is_settled_and_told_until_it_is_read() {
        desk.openOrder(DONE);

        settle();

        assertThat(model.order().map(EarlierModel.Order::found)).contains(DONE);
        assertThat(model.order()).map(EarlierModel.Order::isOpen).contains(false);
        model.forget();
        assertThat(model.order()).isEmpty();
    }

    @Test
    void one_that_stays_unconfirmed_is_told_to_be_so_and_can_be_asked_about_again() {
        desk.openOrder(null);
        settle();
        assertThat(model.order()).contains(new EarlierModel.Order(null));

        desk.openOrder(DONE);
        settle();

        assertThat(model.order().map(EarlierModel.Order::found)).contains(DONE);
    }

    @Test
    void one_of_which_files_are_missing_can_be_tried_again() {
        var outcome = new Earlier.Outcome.Finished(7, 1, 1, List.of());
        desk.openOrder(new Earlier("sign", List.of("a.pdf", "b.pdf"), outcome));

        settle();

        assertThat(model.order()).map(EarlierModel.Order::isOpen).contains(true);
    }

    @Test
    void without_an_order_from_before_nothing_is_told() {
        settle();

        assertThat(model.order()).isEmpty();
    }

    @Test
    void it_is_asked_about_once_at_a_time() {
        desk.openOrder(null);
        model.settle();
        model.settle();
        background.next();

        assertThatThrownBy(background::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void one_that_stayed_unconfirmed_is_asked_about_when_the_server_is_back_and_one_that_is_told_is_not() {
        desk.openOrder(null);
        settle();
        desk.openOrder(DONE);

        model.askAgain();
        background.go();

        assertThat(model.order().map(EarlierModel.Order::found)).contains(DONE);
        model.askAgain();
        assertThat(background.isIdle()).isTrue();
    }

    private static Secret password(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isClosed(Secret secret) {
        try {
            return secret.use(octets -> false);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void one_that_lacks_a_password_names_the_document_and_is_finished_with_it() {
        var outcome = new Earlier.Outcome.Finished(7, 1, 1, List.of("locked.pdf"));
        desk.openOrder(new Earlier("sign", List.of("a.pdf", "locked.pdf"), outcome));
        settle();
        assertThat(model.order().orElseThrow().locked()).containsExactly("locked.pdf");
        assertThat(model.order())
                .map(EarlierModel.Order::isOpen)
                .as("asking again helps")
                .contains(false);

        model.unlock(password("something else"));
        background.go();
        assertThat(model.order()).map(EarlierModel.Order::wrong).contains(true);
        assertThat(model.order().orElseThrow().locked()).containsExactly("locked.pdf");

        var right = password(FakeDesk.PASSWORD);
        model.unlock(right);
        background.go();
        assertThat(model.order().orElseThrow().locked()).isEmpty();
        assertThat(model.order()).map(EarlierModel.Order::wrong).contains(false);
        assertThat(isClosed(right)).isTrue();
    }

    @Test
    void a_password_for_nothing_is_closed_and_sends_nothing() {
        var unneeded = password("x");

        model.unlock(unneeded);

        assertThat(background.isIdle()).isTrue();
        assertThat(isClosed(unneeded)).isTrue();
    }

    @Test
    void while_it_is_finished_it_says_how_far_and_what_may_be_left_for_later_can_be() {
        desk.openOrder(DONE);
        desk.whileRaising(() -> {
            assertThat(model.work()).contains(new EarlierModel.Work(Progress.Step.RAISE, 0, 1, false));
            model.raiseLater();
            assertThat(model.work()).map(EarlierModel.Work::canBeLeft).contains(false);
        });

        settle();

        assertThat(desk.leftForLater()).isTrue();
        assertThat(model.work()).isEmpty();
        assertThat(model.order().map(EarlierModel.Order::found)).contains(DONE);
    }
}
