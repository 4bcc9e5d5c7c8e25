package dev.natsuin.desktop.document.appearance;

import java.util.List;
import java.util.Optional;

/**
 * What a visible signature shows, wherever it is drawn.
 *
 * @param lines in the order they are read; each wraps as needed
 * @param seal the signer's seal
 * @param direction how the lines run
 */
public record SignatureLook(List<Line> lines, Optional<SealImage> seal, Direction direction) {
    /** Copies the lines. */
    public SignatureLook {
        lines = List.copyOf(lines);
    }

    /** How lines run. */
    public enum Direction {
        /** From left to right, lines from top to bottom. */
        HORIZONTAL,
        /** From top to bottom, lines from right to left (縦書き). */
        VERTICAL
    }

    /** How much a line matters: its size, and what goes first when there is no room. */
    public enum Rank {
        /** Whose signature it is: the largest, and the last to go. */
        NAME(1.3),
        /** Facts; the last of them goes first. */
        BODY(1),
        /** How to check it: small, stays longer than facts. */
        NOTE(0.8);

        private final double scale;

        Rank(double scale) {
            this.scale = scale;
        }

        double scale() {
            return scale;
        }
    }

    /**
     * One line.
     *
     * @param text any text; what is not seen is written as its number
     * @param rank how much it matters
     */
    public record Line(String text, Rank rank) {}

    /** The same with every line cut to so many characters. */
    SignatureLook cutTo(int characters) {
        var cut = lines.stream()
                .map(line -> new Line(Clusters.cut(line.text(), characters), line.rank()))
                .toList();
        return new SignatureLook(cut, seal, direction);
    }
}
