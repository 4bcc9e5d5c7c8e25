package dev.natsuin.desktop.app;

import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import org.jspecify.annotations.Nullable;

/**
 * How large the window opens and where, so that all of it is on the screen.
 *
 * @param width of its inside
 * @param height of its inside
 * @param leastWidth less than which it never has, with its frame
 * @param leastHeight less than which it never has, with its frame
 * @param corner where its frame begins; null: in the middle, where JavaFX puts it, counting no title bar
 */
record FirstPlace(
        double width,
        double height,
        double leastWidth,
        double leastHeight,
        @Nullable Point2D corner) {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double TITLE_BAR = 32;
    private static final double BORDERS = 16;
    private static final double MIN_WIDTH = 1024;
    private static final double MIN_HEIGHT = 700;

    /** In this part of the screen, which nothing else covers. */
    static FirstPlace in(Rectangle2D room) {
        var width = Math.min(WIDTH, room.getWidth() - BORDERS);
        var height = Math.min(HEIGHT, room.getHeight() - TITLE_BAR);
        var leastWidth = Math.min(MIN_WIDTH, room.getWidth());
        var leastHeight = Math.min(MIN_HEIGHT, room.getHeight());
        var whole = Math.max(leastWidth, width + BORDERS);
        var tight = room.getHeight() < HEIGHT + 2 * TITLE_BAR;
        var corner =
                tight ? new Point2D(room.getMinX() + Math.floor((room.getWidth() - whole) / 2), room.getMinY()) : null;
        return new FirstPlace(width, height, leastWidth, leastHeight, corner);
    }
}
