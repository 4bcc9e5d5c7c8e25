package dev.natsuin.desktop.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What a fuzzer begins with, and where it may write: named by the properties that {@code src/test/fuzz/fuzz} sets. */
public final class FuzzSeeds {
    private FuzzSeeds() {}

    /** Gives the fuzzer these to begin with. */
    public static void write(List<byte[]> seeds) {
        try {
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(Path.of(System.getProperty("natsuin.fuzz.seeds"), "seed-" + i), seeds.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder for the files that are read, in memory where there is such a place; gone when the process ends. */
    public static Path folder() {
        try {
            var memory = Path.of("/dev/shm");
            var folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "natsuin-fuzz-")
                    : Files.createTempDirectory("natsuin-fuzz-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
