package dev.natsuin.desktop.app;

import dev.natsuin.desktop.ui.SmallFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import javafx.geometry.Dimension2D;
import javafx.geometry.Point2D;

/**
 * Where the window was left, in a small file of the profile. A file that makes no sense counts as none.
 *
 * @param corner where its frame began
 * @param inside how large its inside was; nothing: as it opens, which nobody changed
 * @param frame how much wider and higher it was with its frame
 * @param maximised true if it filled the screen; the rest is then what it goes back to
 */
record LastPlace(Point2D corner, Optional<Dimension2D> inside, Dimension2D frame, boolean maximised) {
    /** No screen is that far away, or that large. */
    private static final double FARTHEST = 100_000;

    static Path file(Path profile) {
        return profile.resolve("place.properties");
    }

    /** What was left; nothing at a first start. */
    static Optional<LastPlace> load(Path file) {
        var saved = SmallFile.load(file);
        var x = number(saved, "x");
        var y = number(saved, "y");
        if (x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LastPlace(
                new Point2D(x.getAsDouble(), y.getAsDouble()),
                size(saved, ""),
                size(saved, "frame.").orElse(new Dimension2D(0, 0)),
                Boolean.parseBoolean(saved.getProperty("maximised"))));
    }

    private static Optional<Dimension2D> size(Properties saved, String of) {
        var width = number(saved, of + "width");
        var height = number(saved, of + "height");
        return width.isPresent() && height.isPresent() && width.getAsDouble() >= 0 && height.getAsDouble() >= 0
                ? Optional.of(new Dimension2D(width.getAsDouble(), height.getAsDouble()))
                : Optional.empty();
    }

    private static OptionalDouble number(Properties saved, String name) {
        var text = saved.getProperty(name, "");
        if (!text.matches("-?\\d{1,6}(\\.\\d{1,4})?")) {
            return OptionalDouble.empty();
        }
        var number = Double.parseDouble(text);
        return Math.abs(number) < FARTHEST ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** Saves it; false if that was not possible, which harms nothing. */
    boolean save(Path file) {
        var all = new Properties();
        put(all, "x", corner.getX());
        put(all, "y", corner.getY());
        inside.ifPresent(size -> {
            put(all, "width", size.getWidth());
            put(all, "height", size.getHeight());
        });
        put(all, "frame.width", frame.getWidth());
        put(all, "frame.height", frame.getHeight());
        all.setProperty("maximised", Boolean.toString(maximised));
        return SmallFile.save(file, all);
    }

    private static void put(Properties all, String name, double number) {
        all.setProperty(name, String.format(Locale.ROOT, "%.2f", number));
    }
}
