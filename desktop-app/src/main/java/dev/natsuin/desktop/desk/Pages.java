package dev.natsuin.desktop.desk;

/** The pages of one open document. Used by one thread at a time; closing it lets go of the file. */
public interface Pages extends AutoCloseable {
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

    @Override
    void close();
}
