package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.SignField;
import dev.natsuin.desktop.desk.SignOptions;
import java.util.Optional;

/**
 * Where a signature will be seen in one document: a rectangle on a page as it is shown, in points from its upper left
 * corner.
 *
 * @param page from 1
 * @param x of the left edge
 * @param y of the upper edge
 * @param width at least {@link #SMALLEST}, unless it is a field's
 * @param height at least {@link #SMALLEST}, unless it is a field's
 * @param field the name of the empty signature field whose place this is
 */
public record Spot(int page, double x, double y, double width, double height, Optional<String> field) {
    /** Nobody draws a smaller one by hand, in points. */
    public static final double SMALLEST = 24;

    /** A spot of its own. */
    public Spot(int page, double x, double y, double width, double height) {
        this(page, x, y, width, height, Optional.empty());
    }

    /** The place of a field. */
    static Spot of(SignField field) {
        var at = field.place();
        return new Spot(at.page(), at.x(), at.y(), at.width(), at.height(), Optional.of(field.name()));
    }

    /** The same rectangle for an order. */
    SignOptions.Place place() {
        return new SignOptions.Place(page, x, y, width, height);
    }

    /** Moved there; it is no field's any more. */
    Spot at(double left, double top) {
        return new Spot(page, left, top, width, height);
    }

    /** Of this size; it is no field's any more. */
    Spot sized(double wide, double high) {
        return new Spot(page, x, y, Math.max(SMALLEST, wide), Math.max(SMALLEST, high));
    }

    /** On another page. */
    Spot on(int other) {
        return new Spot(other, x, y, width, height);
    }

    /** Moved, and made smaller if need be, so that all of it is on the page. */
    Spot within(PageSize size) {
        if (field.isPresent()) {
            return this;
        }
        var wide = Math.min(width, size.widthPoints());
        var high = Math.min(height, size.heightPoints());
        return new Spot(
                page,
                Math.max(0, Math.min(x, size.widthPoints() - wide)),
                Math.max(0, Math.min(y, size.heightPoints() - high)),
                wide,
                high);
    }
}
