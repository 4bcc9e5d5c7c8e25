package dev.natsuin.desktop.desk;

import java.nio.IntBuffer;
import java.util.EnumSet;
import java.util.Set;

/** One drawn page: premultiplied ARGB, row by row, top left first. Holds its pixels without copying them. */
public final class PageImage {
    /** What about a drawn page differs from the document. */
    public enum Flaw {
        /** Something on the page (an image) could not be decoded: what is shown is not what would be signed. */
        UNDECODABLE,
        /** A font is not in the document; another one stands in for it. */
        FONT_SUBSTITUTED
    }

    private final int widthPixels;
    private final int heightPixels;
    private final IntBuffer pixels;
    private final Set<Flaw> flaws;

    private PageImage(int widthPixels, int heightPixels, IntBuffer pixels, Set<Flaw> flaws) {
        this.widthPixels = widthPixels;
        this.heightPixels = heightPixels;
        this.pixels = pixels;
        this.flaws = flaws;
    }

    /**
     * Takes over the pixels ({@code TYPE_INT_ARGB_PRE}); the caller must not change them afterwards.
     *
     * @throws IllegalArgumentException if there are fewer pixels than width times height
     */
    public static PageImage taking(int widthPixels, int heightPixels, int[] argbPre, Set<Flaw> flaws) {
        if (widthPixels < 1 || heightPixels < 1 || argbPre.length < (long) widthPixels * heightPixels) {
            throw new IllegalArgumentException("too few pixels");
        }
        var copy = EnumSet.noneOf(Flaw.class);
        copy.addAll(flaws);
        return new PageImage(widthPixels, heightPixels, IntBuffer.wrap(argbPre), copy);
    }

    /** The width. */
    public int widthPixels() {
        return widthPixels;
    }

    /** The height. */
    public int heightPixels() {
        return heightPixels;
    }

    /** A view of the pixels, positioned at the first; to be read only. */
    public IntBuffer pixels() {
        return pixels.duplicate();
    }

    /** What differs from the document; empty when nothing is known to. */
    public Set<Flaw> flaws() {
        return Set.copyOf(flaws);
    }
}
