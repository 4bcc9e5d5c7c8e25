package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.geometry.Dimension2D;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstPlaceTest {
    private static final double TITLE_BAR = 25;
    private static final double BORDERS = 2;
    private static final Rectangle2D SCREEN = new Rectangle2D(0, 27, 1920, 1053);
    private static final Rectangle2D BESIDE = new Rectangle2D(1920, 0, 2560, 1440);
    private static final Rectangle2D SMALL = new Rectangle2D(0, 0, 911, 512);

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

        assertThat(place).isEqualTo(new FirstPlace(1280, 800, 1024, 700, null, false));
    }

    private static LastPlace left(double x, double y, double width, double height) {
        return new LastPlace(
                new Point2D(x, y),
                Optional.of(new Dimension2D(width, height)),
                new Dimension2D(BORDERS, TITLE_BAR),
                false);
    }

    @Test
    void it_opens_again_where_it_was_left_and_as_large() {
        var place = FirstPlace.again(left(2000, 60, 1500, 900), List.of(SCREEN, BESIDE));

        assertThat(place).isEqualTo(new FirstPlace(1500, 900, 1024, 700, new Point2D(2000, 60), false));
    }

    /** Half-way out, on a screen that is gone, larger than any screen, so small that nothing can be read. */
    @ParameterizedTest
    @CsvSource({
        "-900, 200, 1500, 900",
        "1500, 900, 1280, 800",
        "5000, 60, 1280, 800",
        "-3000, -2000, 1280, 800",
        "0, 0, 5000, 4000",
        "1900, 10, 5000, 4000",
        "30000, 30000, 0, 0",
        "10, 10, 50, 40"
    })
    void wherever_it_was_left_all_of_it_is_on_one_screen(double x, double y, double width, double height) {
        for (var rooms : List.of(List.of(SCREEN), List.of(SCREEN, BESIDE), List.of(SMALL), List.of(SMALL, BESIDE))) {
            var place = FirstPlace.again(left(x, y, width, height), rooms);

            var corner = Objects.requireNonNull(place.corner());
            var whole = place.width() + BORDERS;
            var tall = place.height() + TITLE_BAR;
            assertThat(rooms)
                    .as(place.toString())
                    .anyMatch(room -> room.contains(corner.getX(), corner.getY(), whole, tall));
            assertThat(whole).isGreaterThanOrEqualTo(place.leastWidth());
            assertThat(tall).isGreaterThanOrEqualTo(place.leastHeight());
        }
    }

    /** A window manager makes a window as large as the least that it may have; what is in it does not follow. */
    @Test
    void the_least_size_is_never_more_than_is_asked_for() {
        for (var room : List.of(SMALL, new Rectangle2D(0, 0, 800, 600), new Rectangle2D(0, 0, 1024, 700))) {
            for (var place : List.of(FirstPlace.in(room), FirstPlace.again(left(160, 144, 1024, 700), List.of(room)))) {
                assertThat(place.leastHeight()).isLessThanOrEqualTo(place.height());
                assertThat(place.leastWidth()).isLessThanOrEqualTo(place.width());
            }
        }
    }

    @Test
    void what_nobody_made_larger_or_smaller_opens_as_large_as_the_screen_of_today_allows() {
        var moved = new LastPlace(new Point2D(40, 30), Optional.empty(), new Dimension2D(BORDERS, TITLE_BAR), false);

        assertThat(FirstPlace.again(moved, List.of(SCREEN)).height()).isEqualTo(800);
        assertThat(FirstPlace.again(moved, List.of(SMALL)).height()).isLessThan(700);
    }

    @Test
    void one_that_filled_the_screen_does_so_again_and_knows_what_it_goes_back_to() {
        var small = left(2000, 60, 1100, 750);
        var filled = new LastPlace(small.corner(), small.inside(), small.frame(), true);

        assertThat(FirstPlace.again(filled, List.of(SCREEN, BESIDE)))
                .isEqualTo(new FirstPlace(1100, 750, 1024, 700, new Point2D(2000, 60), true));
    }

    @Test
    void what_was_left_is_read_again_and_what_makes_no_sense_is_nothing(@TempDir Path folder) throws IOException {
        var file = LastPlace.file(folder);
        assertThat(LastPlace.load(file)).isEmpty();
        for (var each : List.of(left(-12, 60, 1100, 750), left(1920.5, 0, 1024, 700))) {
            assertThat(each.save(file)).isTrue();
            assertThat(LastPlace.load(file)).contains(each);
        }
        for (var broken : List.of("x=1\n", "x=NaN\ny=1\n", "x=1e9\ny=1\n", "x=999999\ny=1\n", "\\u")) {
            Files.writeString(file, broken);
            assertThat(LastPlace.load(file)).as(broken).isEmpty();
        }
        Files.writeString(file, "x=1\ny=2\nwidth=-5\nheight=9\n");
        assertThat(LastPlace.load(file).flatMap(LastPlace::inside)).isEmpty();
    }
}
