package dev.natsuin.desktop.desk;

import java.util.Optional;

/**
 * A document as it was when one of its signatures was made, beside the document as it is now. Used by one thread;
 * closing it lets go of the files.
 */
public interface Comparison extends AutoCloseable {
    /**
     * One page of both.
     *
     * @param signed as it was; empty if there was no such page, or it cannot be drawn
     * @param now as it is, with frames around what looks different; empty likewise
     * @param differs true if both are drawn and do not look the same
     */
    record Sides(Optional<PageImage> signed, Optional<PageImage> now, boolean differs) {}

    /** How many pages there were when it was signed. */
    int signedCount();

    /** How many pages there are now. */
    int nowCount();

    /**
     * Draws one page of both, in bounded time and memory.
     *
     * @param page from 1
     * @param widthPixels wanted width of each
     */
    Sides page(int page, int widthPixels);

    @Override
    void close();
}
