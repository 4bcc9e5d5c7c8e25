package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.ui.Opener;
import java.nio.file.Path;

/** Shows folders, and opens nothing. */
final class NoOpener implements Opener {
    @Override
    public boolean open(Path file) {
        return false;
    }

    @Override
    public boolean showInFolder(Path file) {
        return true;
    }
}
