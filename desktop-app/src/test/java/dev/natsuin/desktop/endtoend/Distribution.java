package dev.natsuin.desktop.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The server as the build put it together, found from wherever the tests run. */
final class Distribution {
    private static final Path BUILT = Path.of("signing-server", "launcher", "target", "natsuin-server", "lib");

    private Distribution() {}

    /** Its libraries; fails with what to do if it is not built. */
    static Path libraries() {
        var here = Path.of("").toAbsolutePath();
        for (var folder = here; folder != null; folder = folder.getParent()) {
            var libraries = folder.resolve(BUILT);
            if (Files.isDirectory(libraries.resolve("shared"))) {
                return libraries;
            }
        }
        throw new AssertionError("The server is not built; these tests start it. From the repository's root: "
                + "./mvnw -q package -DskipTests");
    }

    /** The sample documents. */
    static Path samples() {
        return libraries().resolve("../../../../../testdata").normalize();
    }

    /** File names of the jars in one of its folders, sorted. */
    static List<String> jars(String folder) {
        try (var files = Files.list(libraries().resolve(folder))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
