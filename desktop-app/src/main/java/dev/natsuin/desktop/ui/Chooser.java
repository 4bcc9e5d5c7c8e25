package dev.natsuin.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks the signer for files; the window's own dialogs behind it, so that tests need not open them. */
public interface Chooser {
    /** Documents; empty if none were chosen. */
    List<Path> documents();

    /** One file of any kind. */
    Optional<Path> file();

    /** A picture in PNG. */
    default Optional<Path> picture() {
        return file();
    }

    /** A key file (PKCS#12). */
    default Optional<Path> keyFile() {
        return file();
    }

    /**
     * Where a new file goes.
     *
     * @param name as it is suggested; its extension stays
     */
    default Optional<Path> save(String name) {
        return folder().map(folder -> folder.resolve(name));
    }

    /** A folder. */
    Optional<Path> folder();
}
