package dev.natsuin.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks the signer for files; the window's own dialogs behind it, so that tests need not open them. */
public interface Chooser {
    /** Documents; empty if none were chosen. */
    List<Path> documents();

    /** One file of any kind; the title says of what. */
    Optional<Path> file(String title);

    /** A picture in PNG or JPEG. */
    default Optional<Path> picture() {
        return file("");
    }

    /** A key file (PKCS#12). */
    default Optional<Path> keyFile() {
        return file("");
    }

    /**
     * Where a new file goes.
     *
     * @param title says of what
     * @param name as it is suggested; its extension stays
     */
    default Optional<Path> save(String title, String name) {
        return folder(title).map(folder -> folder.resolve(name));
    }

    /** A folder; the title says for what. */
    Optional<Path> folder(String title);
}
