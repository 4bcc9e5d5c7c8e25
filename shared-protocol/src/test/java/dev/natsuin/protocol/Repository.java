package dev.natsuin.protocol;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository lies that the working directory is in: tests read its documents and test data. */
public final class Repository {
    private Repository() {}

    /** The root of the repository, found by walking up. */
    public static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared-protocol")) && Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("the working directory is outside of the repository");
    }
}
