package dev.natsuin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Processor time of a process's just-in-time compilers, from Linux's {@code /proc} (proc(5)); elsewhere it is not
 * known.
 *
 * <p>A Java server that was just started spends more on being compiled than on its work; a cost per signature means
 * something only once that is over, or with the compilers' part beside it. Java ends compiler threads that have nothing
 * to do; what such a thread used before it was last looked at is kept.
 */
final class CompilerClock {
    /** {@code sysconf(_SC_CLK_TCK)}: 100 on every Linux that runs Java. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Path tasks;
    private final Map<String, Long> ticks = new HashMap<>();

    CompilerClock(Path tasks) {
        this.tasks = tasks;
    }

    static CompilerClock of(long pid) {
        return new CompilerClock(Path.of("/proc", Long.toString(pid), "task"));
    }

    /** What all compiler threads seen so far have used. */
    Optional<Duration> read() {
        if (!Files.isDirectory(tasks)) {
            return Optional.empty();
        }
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                look(thread);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        var all = ticks.values().stream().mapToLong(Long::longValue).sum();
        return Optional.of(Duration.ofNanos(all * NANOS_PER_TICK));
    }

    private void look(Path thread) {
        try {
            var name = Files.readString(thread.resolve("comm"));
            if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
                var stat = Files.readString(thread.resolve("stat"));
                // The name, in parentheses, has blanks; the fields behind it have none.
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks.put(
                        thread.getFileName().toString(),
                        Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
            }
        } catch (IOException e) {
            // The thread ended meanwhile; what is known of it stays.
        }
    }
}
