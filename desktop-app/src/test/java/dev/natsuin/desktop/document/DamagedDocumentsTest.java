package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader of files that come from outside, given files of our generators that were damaged at places a seed
 * chooses: it judges them or refuses them, within ten seconds of work, and throws nothing; and what was signed and then
 * damaged is never valid. {@code -Dnatsuin.fuzz.seconds} says for how long each, {@code -Dnatsuin.seed} makes a run
 * happen again; a file that broke something is kept where the message says.
 */
@Tag("long")
final class DamagedDocumentsTest {
    private static final int SECONDS = Integer.getInteger("natsuin.fuzz.seconds", 2);
    private static final Duration MOST = Duration.ofSeconds(10);

    private final long seed = Long.getLong("natsuin.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Damage damage = new Damage(random);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void are_judged_or_refused_in_time_and_never_anything_else(DamagedReaders.Reader reader) throws Exception {
        System.out.println(reader + ": " + SECONDS + " s, seed: " + seed);
        var readers = new DamagedReaders(folder);
        var seeds = readers.seeds(reader);
        read(reader, readers, seeds.get(0), seeds.get(0)); // Loading libraries takes seconds, once.
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long tried = 0;
        long slowest = 0;
        while (System.nanoTime() < end) {
            var whole = seeds.get(random.nextInt(seeds.size()));
            var damaged = damage.of(whole, seeds);
            slowest = Math.max(slowest, read(reader, readers, whole, damaged));
            tried++;
        }
        System.out.printf(
                "%s: %d tried, the slowest took %d ms%n", reader, tried, TimeUnit.NANOSECONDS.toMillis(slowest));
        assertThat(tried).isPositive();
    }

    // Whatever a reader throws is what is looked for.
    @SuppressWarnings("IllegalCatch")
    private long read(DamagedReaders.Reader reader, DamagedReaders readers, byte[] whole, byte[] damaged)
            throws IOException {
        try {
            long took = readers.read(reader, List.of(whole), damaged);
            assertThat(Duration.ofNanos(took)).isLessThan(MOST);
            return took;
        } catch (RuntimeException | Error e) {
            var kept = Files.write(Files.createTempFile("natsuin-damaged-", reader.extension), damaged);
            throw new AssertionError(reader + ", seed " + seed + ": kept in " + kept, e);
        }
    }
}
