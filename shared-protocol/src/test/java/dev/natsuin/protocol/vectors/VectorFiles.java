package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the vectors lie: {@code testdata/vectors} of the repository that the working directory is in. */
final class VectorFiles {
    private VectorFiles() {}

    static Path folder() {
        return Repository.root().resolve("testdata").resolve("vectors");
    }

    /** All files by their path below the folder, as {@code format/name.txt}. */
    static SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        try (var files = Files.walk(folder())) {
            for (var file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                var path = folder().relativize(file).toString().replace('\\', '/');
                texts.put(path, Files.readString(file, StandardCharsets.UTF_8));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("reading the vectors", e);
        }
    }
}
