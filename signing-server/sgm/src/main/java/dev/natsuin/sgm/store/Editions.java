package dev.natsuin.sgm.store;

import dev.natsuin.sgm.record.Edition;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the changes that writers of this process make to the rows an {@link Edition} is about; no other process writes
 * them ({@code Database}).
 *
 * <p>A writer says so before its first change and once its transaction is kept or undone. Between the two nobody can
 * tell by the count whether a snapshot has the change, so no edition is given out that is the same as another.
 * Thread-safe.
 */
final class Editions {
    private final AtomicLong changes = new AtomicLong();
    private final AtomicInteger changing = new AtomicInteger();

    /** The edition of now. A read that begins later sees it or a later one. */
    Edition now() {
        // In this order: whoever began before the count was read and still is at work is seen by the second.
        var number = changes.get();
        return new Edition(number, changing.get() == 0);
    }

    /** Before a writer's first change. */
    void begin() {
        changing.incrementAndGet();
        changes.incrementAndGet();
    }

    /** After the transaction of a writer that began. */
    void end() {
        changing.decrementAndGet();
    }
}
