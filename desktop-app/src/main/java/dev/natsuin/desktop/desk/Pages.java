package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;

/**
 * The pages of one open document. Used by one thread at a time, but for {@link #isStill}; closing it lets go of the
 * file.
 */
public interface Pages extends AutoCloseable {
    /**
     * A place on a page as it is shown, in points from its upper left corner.
     *
     * @param x of the left edge
     * @param y of the upper edge
     * @param width of it
     * @param height of it
     */
    record Area(double x, double y, double width, double height) {}

    /**
     * One place where a text was found.
     *
     * @param page from 1
     * @param areas where it stands; several if it goes over the end of a line
     */
    record Found(int page, List<Area> areas) {
        /** Copies the areas. */
        public Found {
            areas = List.copyOf(areas);
        }
    }

    /** How many pages. */
    int count();

    /** The size of a page as shown (rotation and crop applied). Pages count from 1. */
    PageSize size(int page);

    /**
     * Draws a page on white. Memory is capped: the image may be smaller than asked, in the same proportions.
     *
     * @param page from 1
     * @param widthPixels wanted width
     * @return the image, or {@code document-damaged} when the page cannot be drawn at all
     */
    Answer<PageImage> render(int page, int widthPixels);

    /**
     * Where a text stands on a page, upper and lower case, full and half width alike, over spaces and ends of lines.
     *
     * @param page from 1
     */
    List<Found> find(int page, String text);

    /**
     * True if the open file is exactly these octets, and is still the file of its name. Reads it all; may be asked on
     * another thread than the one that draws.
     */
    boolean isStill(Bytes sha256);

    @Override
    void close();
}
