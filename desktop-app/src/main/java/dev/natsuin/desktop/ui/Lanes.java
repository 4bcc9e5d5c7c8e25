package dev.natsuin.desktop.ui;

/**
 * The working threads of the window, so that one kind of slowness does not wait for another.
 *
 * @param files reads and verifies files
 * @param pages draws pages
 * @param server speaks with the server
 * @param looking looks for what pages hide, which may take long
 * @param proofs finds out whether what is shown is what was hashed
 * @param texts looks for texts beside which signatures shall stand, which may take long
 */
public record Lanes(
        Background files,
        Background pages,
        Background server,
        Background looking,
        Background proofs,
        Background texts) {
    /** With texts among the files. */
    public Lanes(Background files, Background pages, Background server, Background looking, Background proofs) {
        this(files, pages, server, looking, proofs, files);
    }

    /** With proofs among the files. */
    public Lanes(Background files, Background pages, Background server, Background looking) {
        this(files, pages, server, looking, files);
    }
}
