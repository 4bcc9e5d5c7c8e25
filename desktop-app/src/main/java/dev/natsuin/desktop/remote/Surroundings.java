package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.device.PinStretching;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What this package needs of the machine.
 *
 * @param random for keys, ids and nonces
 * @param nanoseconds a clock that only goes forward, from any beginning
 * @param pause waits before a try is repeated
 * @param patience how long an order without answer is sent again before it is left for later
 * @param stretching what makes a guess of a PIN slow
 * @param ways which way leads to servers and services
 * @param date this computer's date in milliseconds; asked only whether it slept, for {@code nanoseconds} may not count
 *     that
 */
public record Surroundings(
        SecureRandom random,
        LongSupplier nanoseconds,
        Pause pause,
        Duration patience,
        PinStretching stretching,
        Ways ways,
        LongSupplier date) {
    /** How long an order without answer is sent again, usually. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

    /** Those with the date that this computer has. */
    public Surroundings(
            SecureRandom random,
            LongSupplier nanoseconds,
            Pause pause,
            Duration patience,
            PinStretching stretching,
            Ways ways) {
        this(random, nanoseconds, pause, patience, stretching, ways, System::currentTimeMillis);
    }

    /** Those that reach everybody directly. */
    public Surroundings(
            SecureRandom random, LongSupplier nanoseconds, Pause pause, Duration patience, PinStretching stretching) {
        this(random, nanoseconds, pause, patience, stretching, Ways.DIRECT);
    }

    /** Those with the one stretching that is for use, which reach everybody directly. */
    public Surroundings(SecureRandom random, LongSupplier nanoseconds, Pause pause, Duration patience) {
        this(random, nanoseconds, pause, patience, PinStretching.ARGON2ID);
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Waits this long. */
        void of(Duration time) throws InterruptedException;
    }

    /** Those of the machine this runs on. */
    public static Surroundings real(SecureRandom random, Ways ways) {
        return new Surroundings(
                random,
                System::nanoTime,
                time -> Thread.sleep(time.toMillis()),
                USUAL_PATIENCE,
                PinStretching.ARGON2ID,
                ways);
    }

    /** The same, taking other ways. */
    public Surroundings with(Ways other) {
        return new Surroundings(random, nanoseconds, pause, patience, stretching, other, date);
    }
}
