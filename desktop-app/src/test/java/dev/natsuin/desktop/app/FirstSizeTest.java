package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.app.FirstSize.Area;
import dev.natsuin.desktop.app.FirstSize.Next;
import org.junit.jupiter.api.Test;

/** The sizes are those that were seen with openbox, stopped while the window came and going on two seconds later. */
final class FirstSizeTest {
    private static final Area WANTED = new Area(1280, 800);
    private static final Area LEAST = new Area(1024, 700);

    private static Next next(Area whole, Area inside) {
        return FirstSize.next(whole, inside, LEAST, WANTED);
    }

    @Test
    void a_window_that_rests_at_the_least_size_it_may_have_is_asked_for_again() {
        assertThat(next(LEAST, new Area(1022, 675))).isEqualTo(Next.AGAIN);
        assertThat(next(LEAST, LEAST)).as("without a frame").isEqualTo(Next.AGAIN);
    }

    @Test
    void before_a_window_manager_has_answered_nothing_is_known() {
        assertThat(next(WANTED, WANTED)).isEqualTo(Next.WAIT);
    }

    @Test
    void a_window_with_a_frame_and_any_other_size_is_left_alone_for_good() {
        assertThat(next(new Area(1282, 825), WANTED)).isEqualTo(Next.OVER);
        assertThat(next(new Area(1302, 1045), new Area(1300, 1020)))
                .as("a window manager that tiles")
                .isEqualTo(Next.OVER);
        assertThat(next(new Area(1024, 825), new Area(1022, 800)))
                .as("somebody made it narrow")
                .isEqualTo(Next.OVER);
    }

    @Test
    void where_the_screen_has_room_for_the_least_size_only_it_stays() {
        assertThat(FirstSize.next(LEAST, LEAST, LEAST, LEAST)).isEqualTo(Next.WAIT);
    }
}
