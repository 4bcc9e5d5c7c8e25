package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.ui.HeldBackground;
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
        var outcome = new Earlier.Outcome.Finished(7, 1, 1);
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
}
