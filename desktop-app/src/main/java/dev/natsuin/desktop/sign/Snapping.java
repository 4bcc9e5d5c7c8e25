package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.PageSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Helps a hand to put a signature where it belongs: into an empty field, or along the margins and the middle of a page.
 *
 * @param document whose fields
 * @param page the page's size
 * @param reach how near is near, in points
 */
record Snapping(DocumentFacts document, PageSize page, double reach) {
    /**
     * A spot that was helped.
     *
     * @param spot where it is now
     * @param upright lines it stands at, as distances from the left edge, to be shown
     * @param level lines it stands at, as distances from the upper edge
     */
    record Snapped(Spot spot, List<Double> upright, List<Double> level) {}

    /** Moving: a field that the middle of the spot is over takes it; else its edges hold to lines that are near. */
    Snapped moved(Spot spot) {
        var field = PlaceRule.fieldAt(document, spot.page(), spot.x() + spot.width() / 2, spot.y() + spot.height() / 2);
        if (field.isPresent()) {
            return new Snapped(Spot.of(field.get()), List.of(), List.of());
        }
        var inside = spot.within(page);
        var across = shift(page.widthPoints(), inside.x(), inside.width());
        var down = shift(page.heightPoints(), inside.y(), inside.height());
        var held = inside.at(inside.x() + across.by(), inside.y() + down.by()).within(page);
        return new Snapped(held, across.lines(), down.lines());
    }

    /** Resizing: the edges that move hold to the margins. */
    Snapped resized(Spot spot) {
        var right = near(spot.x() + spot.width(), page.widthPoints() - PlaceRule.MARGIN);
        var bottom = near(spot.y() + spot.height(), page.heightPoints() - PlaceRule.MARGIN);
        var wide = Math.min(right.orElse(spot.x() + spot.width()), page.widthPoints()) - spot.x();
        var high = Math.min(bottom.orElse(spot.y() + spot.height()), page.heightPoints()) - spot.y();
        return new Snapped(
                spot.sized(wide, high).within(page),
                right.stream().boxed().toList(),
                bottom.stream().boxed().toList());
    }

    private record Shift(double by, List<Double> lines) {}

    private Shift shift(double whole, double from, double length) {
        var nearest = new Shift(0, List.of());
        var best = reach;
        for (var line : new double[] {PlaceRule.MARGIN, whole - PlaceRule.MARGIN, whole / 2}) {
            // The middle is for the middle of the spot, the margins are for its edges.
            var edges = line == whole / 2
                    ? DoubleStream.of(from + length / 2)
                    : DoubleStream.of(line < whole / 2 ? from : from + length);
            for (var edge : edges.toArray()) {
                if (Math.abs(line - edge) <= best) {
                    best = Math.abs(line - edge);
                    nearest = new Shift(line - edge, List.of(line));
                }
            }
        }
        return nearest;
    }

    private OptionalDouble near(double edge, double line) {
        return Math.abs(edge - line) <= reach ? OptionalDouble.of(line) : OptionalDouble.empty();
    }

    /** The size of a page of a document. */
    static Optional<PageSize> sizeOf(DocumentFacts document, int page) {
        return page >= 1 && page <= document.sizes().size()
                ? Optional.of(document.sizes().get(page - 1))
                : Optional.empty();
    }
}
