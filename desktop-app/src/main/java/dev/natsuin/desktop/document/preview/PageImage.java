package dev.natsuin.desktop.document.preview;

import java.nio.IntBuffer;

/**
 * One page as pixels, opaque on white.
 *
 * <p>Holds the pixels without copying them: whoever shows the picture shares them, and nobody writes.
 */
public final class PageImage {
    private final int width;
    private final int height;
    private final boolean undecodable;
    private final boolean substituted;
    private final int[] pixels;

    PageImage(int width, int height, boolean undecodable, boolean substituted, int[] pixels) {
        this.width = width;
        this.height = height;
        this.undecodable = undecodable;
        this.substituted = substituted;
        this.pixels = pixels;
    }

    /** Its width in pixels. */
    public int width() {
        return width;
    }

    /** Its height in pixels. */
    public int height() {
        return height;
    }

    /**
     * True if the page has something that could not be drawn, such as an image in a format nothing here reads: what is
     * shown is then not all that is signed.
     */
    public boolean undecodable() {
        return undecodable;
    }

    /** True if the page has letters of a font that the document does not hold, so that another stands in for it. */
    public boolean substituted() {
        return substituted;
    }

    /** The pixels, row by row, as premultiplied ARGB: what JavaFX's {@code PixelBuffer} takes as it is. */
    public IntBuffer argbPre() {
        return IntBuffer.wrap(pixels);
    }
}
