package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstPlaceTest {
    private static final double TITLE_BAR = 25;
    private static final double BORDERS = 2;

    /** A panel of the desktop lies above or beside. */
    @ParameterizedTest
    @CsvSource({"0, 0, 911, 512", "0, 0, 1024, 768", "0, 27, 1366, 741", "64, 0, 1216, 800", "1920, 40, 1600, 860"})
    void all_of_the_window_is_where_nothing_covers_it(double x, double y, double width, double height) {
        var room = new Rectangle2D(x, y, width, height);
        var place = FirstPlace.in(room);

        var whole = Math.max(place.leastWidth(), place.width() + BORDERS);
        var tall = Math.max(place.leastHeight(), place.height() + TITLE_BAR);
        var corner = Objects.requireNonNull(place.corner());
        assertThat(room.contains(corner.getX(), corner.getY(), whole, tall))
                .as(place.toString())
                .isTrue();
    }

    @Test
    void where_there_is_room_it_opens_as_large_as_it_is_meant_to_be_in_the_middle() {
        var place = FirstPlace.in(new Rectangle2D(0, 0, 1920, 1080));

        assertThat(place).isEqualTo(new FirstPlace(1280, 800, 1024, 700, null));
    }
}
