package dev.natsuin.desktop.ui;

import java.nio.file.Path;

/** Hands files to the system's own programs. Both may take a moment; false means that nothing opened. */
public interface Opener {
    /** Opens a file with the program for its kind. */
    boolean open(Path file);

    /** Shows a file in its folder. */
    boolean showInFolder(Path file);
}
