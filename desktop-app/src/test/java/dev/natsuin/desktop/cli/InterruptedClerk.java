package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.QuickStretching;
import dev.natsuin.desktop.remote.Surroundings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** A command line in a process of its own, to be killed; as {@link Typist} types, but pauses take their time. */
public final class InterruptedClerk {
    private InterruptedClerk() {}

    /** Types these words; tells when each step is reached. */
    public static void main(String[] arguments) {
        var terminal = new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                null);
        // Time passes in pauses only: the server of these tests has a clock that stands still.
        var nanoseconds = new AtomicLong();
        var surroundings = new Surroundings(
                new SecureRandom(),
                nanoseconds::get,
                time -> {
                    Thread.sleep(time.toMillis());
                    nanoseconds.addAndGet(time.toNanos());
                },
                Duration.ofSeconds(10),
                new QuickStretching());
        System.exit(
                new CommandLineDesk(terminal, surroundings, InstantSource.system(), Locale.ENGLISH, true, Profile::in)
                        .run(List.of(arguments), Path.of("none")));
    }
}
