package dev.natsuin.desktop.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** A small file of the profile in which the window remembers something; replaced whole or not at all. */
public final class SmallFile {
    private SmallFile() {}

    /** What it holds; nothing if there is no such file, or if it makes no sense. */
    public static Properties load(Path file) {
        var saved = new Properties();
        if (Files.isRegularFile(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                saved.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                return new Properties();
            }
        }
        return saved;
    }

    /** Saves it, so that whoever reads sees the old or the new; false if that was not possible, which harms nothing. */
    public static boolean save(Path file, Properties all) {
        var folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            var draft = Files.createTempFile(folder, file.getFileName() + ".", ".tmp");
            try {
                try (var writer = Files.newBufferedWriter(draft)) {
                    all.store(writer, null);
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
