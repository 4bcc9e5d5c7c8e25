package dev.natsuin.desktop.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * SGM time on this computer: the last signed time and how long ago it was heard. The computer's own date never counts;
 * it only tells whether the computer slept, for the clock that only goes forward stands still then on some systems.
 * Never ahead of the SGM, as signed times are cut to whole seconds and the way back takes time.
 */
final class SgmClock {
    /** What the two clocks may part by unless the computer slept, or its date was set; both are no harm. */
    private static final Duration APART = Duration.ofSeconds(20);

    private final LongSupplier nanoseconds;
    private final LongSupplier date;
    private Instant heard = Instant.EPOCH;
    private long heardAt;
    private long heardOn;

    /**
     * Nothing was heard yet.
     *
     * @param nanoseconds a clock that only goes forward
     * @param date this computer's, in milliseconds
     */
    SgmClock(LongSupplier nanoseconds, LongSupplier date) {
        this.nanoseconds = nanoseconds;
        this.date = date;
    }

    synchronized void hear(Instant time) {
        heard = time;
        heardAt = nanoseconds.getAsLong();
        heardOn = date.getAsLong();
    }

    /** True if the computer seems to have slept since the time was heard: it is later than {@link #now} says. */
    synchronized boolean isBehind() {
        var passed = Duration.ofMillis(date.getAsLong() - heardOn);
        return passed.minus(age()).compareTo(APART) > 0;
    }

    synchronized Instant now() {
        return heard.plus(age());
    }

    /** How long ago it was heard. */
    synchronized Duration age() {
        return Duration.ofNanos(nanoseconds.getAsLong() - heardAt);
    }
}
