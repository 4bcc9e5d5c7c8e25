package dev.natsuin.desktop.core;

import dev.natsuin.desktop.document.HashedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files looked at last, with their digests; the oldest are forgotten. Thread-safe. */
final class HashedFiles {
    private static final int MOST = 1000;

    private final LinkedHashMap<Path, HashedFile> files = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, HashedFile> eldest) {
            return size() > MOST;
        }
    };

    synchronized void keep(Path file, HashedFile hashed) {
        files.remove(file);
        files.put(file, hashed);
    }

    synchronized Optional<HashedFile> of(Path file) {
        return Optional.ofNullable(files.get(file));
    }
}
