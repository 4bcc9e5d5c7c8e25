package dev.natsuin.sgm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved. */
public final class TestClock extends Clock {
    private volatile Instant now;
    private volatile Runnable whenAsked = () -> {};

    /** Stands at this time. */
    public TestClock(String now) {
        this.now = Instant.parse(now);
    }

    /** Goes on, or back. */
    public void move(Duration by) {
        now = now.plus(by);
    }

    /** From now on this happens, on the thread that asks, before the time is told. */
    public void whenAsked(Runnable happens) {
        whenAsked = happens;
    }

    @Override
    public Instant instant() {
        whenAsked.run();
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
    }
}
