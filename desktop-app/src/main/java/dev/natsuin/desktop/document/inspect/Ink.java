package dev.natsuin.desktop.document.inspect;

import java.awt.geom.Rectangle2D;

/**
 * One character or picture that a page paints.
 *
 * <p>Mutable where later paintings change what is known of it.
 */
final class Ink {
    /**
     * Which painting it is, the same however often the page is read.
     *
     * @param what the font or picture
     * @param code the character's code; -1 for a picture
     * @param a of the matrix it is painted with, as the others
     */
    record Key(int what, int code, float a, float b, float c, float d, float e, float f) {}

    /** Why it may not be seen. */
    enum Doubt {
        NONE,
        COVERED,
        CLIPPED,
        FAINT,
        /** It is not painted, only what comes after it is, within its shape. */
        ONLY_CLIPS
    }

    private final Key key;
    private final Rectangle2D.Float box;
    private double covered;
    private Doubt doubt = Doubt.NONE;
    private int layer;

    Ink(Key key, Rectangle2D.Float box) {
        this.key = key;
        this.box = box;
    }

    Key key() {
        return key;
    }

    /** Where it is, in the page's own coordinates. */
    Rectangle2D.Float box() {
        return box;
    }

    boolean picture() {
        return key.code() < 0;
    }

    Doubt doubt() {
        return doubt;
    }

    void doubt(Doubt because) {
        if (doubt == Doubt.NONE) {
            doubt = because;
        }
    }

    /** Something was painted over this part of its box. */
    void cover(double share, double enough) {
        covered += share;
        if (covered >= enough) {
            doubt = Doubt.COVERED;
        }
    }

    /** How many doubtful characters lie over it: those of one layer do not touch. */
    int layer() {
        return layer;
    }

    void raise() {
        layer++;
    }
}
