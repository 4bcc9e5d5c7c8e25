package dev.natsuin.desktop.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether folders take files, asked before anything is signed: a signature whose copy cannot be written is in the log
 * all the same. Each folder is asked once. Thread-safe.
 */
final class Target {
    private final Map<Path, Boolean> known = new ConcurrentHashMap<>();

    /** True unless the folder, or the nearest of those it would be made in, takes no files. */
    boolean takesFiles(@Nullable Path folder) {
        return folder != null && known.computeIfAbsent(folder.toAbsolutePath(), Target::asked);
    }

    private static boolean asked(Path folder) {
        @Nullable Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there != null && Files.isDirectory(there) && (Files.isWritable(there) || tookOne(there));
    }

    /** Shares say in many ways who may write; one try tells. */
    private static boolean tookOne(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".natsuin-", ".tmp"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
