package dev.natsuin.desktop.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * SGM time on this computer: the last signed time and how long ago it was heard. The computer's own date is never
 * asked. Never ahead of the SGM, as signed times are cut to whole seconds and the way back takes time.
 */
final class SgmClock {
    private final LongSupplier nanoseconds;
    private Instant heard = Instant.EPOCH;
    private long heardAt;

    SgmClock(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    synchronized void hear(Instant time) {
        heard = time;
        heardAt = nanoseconds.getAsLong();
    }

    synchronized Instant now() {
        return heard.plus(age());
    }

    /** How long ago it was heard. */
    synchronized Duration age() {
        return Duration.ofNanos(nanoseconds.getAsLong() - heardAt);
    }
}
