package dev.natsuin.launcher;

import dev.natsuin.link.certificate.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** What this program made, cleared away or brought to the disk. */
final class Folder {
    private Folder() {}

    /** Sees to it that everything in a folder is on the disk. */
    static void sync(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!Files.isSymbolicLink(file)) {
                    WholeFile.sync(file);
                }
            }
        }
    }

    /** Deletes everything in a folder, but not the folder; follows no links. */
    static void empty(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
