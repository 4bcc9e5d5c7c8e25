package dev.natsuin.desktop.app;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Dimension2D;
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
 * @param maximised true if it fills the screen, until somebody wants the other size
 */
record FirstPlace(
        double width,
        double height,
        double leastWidth,
        double leastHeight,
        @Nullable Point2D corner,
        boolean maximised) {
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
        // Never more than is asked for: a window manager would make it larger, and what is in it stays small.
        var leastWidth = Math.min(MIN_WIDTH, width);
        var leastHeight = Math.min(MIN_HEIGHT, height);
        var whole = Math.max(leastWidth, width + BORDERS);
        var tight = room.getHeight() < HEIGHT + 2 * TITLE_BAR;
        var corner =
                tight ? new Point2D(room.getMinX() + Math.floor((room.getWidth() - whole) / 2), room.getMinY()) : null;
        return new FirstPlace(width, height, leastWidth, leastHeight, corner, false);
    }

    /**
     * As it was left, as far as the screens of today have room for it: on the one that it was on for the most part, and
     * in the middle of the first one if that is gone.
     *
     * @param rooms of each screen the part that nothing else covers, the first screen first
     */
    static FirstPlace again(LastPlace left, List<Rectangle2D> rooms) {
        var usual = new Dimension2D(WIDTH, HEIGHT);
        var was = whole(left.corner(), left.inside().orElse(usual), left.frame());
        var room = Collections.max(rooms, Comparator.comparingDouble(each -> shared(each, was)));
        var fresh = in(room);
        var size = left.inside()
                .map(inside -> inside(inside, left.frame(), fresh, room))
                .orElse(new Dimension2D(fresh.width, fresh.height));
        var whole = whole(left.corner(), size, left.frame());
        var x = shared(room, was) > 0 ? whole.getMinX() : room.getMinX() + (room.getWidth() - whole.getWidth()) / 2;
        var y = shared(room, was) > 0 ? whole.getMinY() : room.getMinY() + (room.getHeight() - whole.getHeight()) / 2;
        return new FirstPlace(
                size.getWidth(),
                size.getHeight(),
                Math.min(fresh.leastWidth, size.getWidth()),
                Math.min(fresh.leastHeight, size.getHeight()),
                new Point2D(
                        Math.floor(within(room.getMinX(), x, room.getMaxX() - whole.getWidth())),
                        Math.floor(within(room.getMinY(), y, room.getMaxY() - whole.getHeight()))),
                left.maximised());
    }

    private static Dimension2D inside(Dimension2D was, Dimension2D frame, FirstPlace fresh, Rectangle2D room) {
        return new Dimension2D(
                within(fresh.leastWidth - frame.getWidth(), was.getWidth(), room.getWidth() - frame.getWidth()),
                within(fresh.leastHeight - frame.getHeight(), was.getHeight(), room.getHeight() - frame.getHeight()));
    }

    private static Rectangle2D whole(Point2D corner, Dimension2D inside, Dimension2D frame) {
        return new Rectangle2D(
                corner.getX(),
                corner.getY(),
                inside.getWidth() + frame.getWidth(),
                inside.getHeight() + frame.getHeight());
    }

    private static double shared(Rectangle2D one, Rectangle2D other) {
        var width = Math.min(one.getMaxX(), other.getMaxX()) - Math.max(one.getMinX(), other.getMinX());
        var height = Math.min(one.getMaxY(), other.getMaxY()) - Math.max(one.getMinY(), other.getMinY());
        return Math.max(0, width) * Math.max(0, height);
    }

    /** Where there is less room than the least, it begins where the room does. */
    private static double within(double least, double wanted, double most) {
        return Math.max(least, Math.min(wanted, most));
    }
}
