package dev.natsuin.sap.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may ask: a whole period's worth at once, which then fills again evenly (the generic cell rate
 * algorithm, ITU-T I.371: of each asker only the moment is kept when the allowance will be whole again).
 *
 * <p>So many askers are remembered as told; the one not heard of for longest is forgotten first, which gives nobody
 * more than a fresh asker has. Thread-safe.
 */
final class RateLimit {
    private final Duration each;
    private final Duration whole;
    private final InstantSource clock;
    /** When the allowance will be whole again, by asker; who asked last is last. */
    private final Map<String, Instant> wholeAgain;

    /**
     * A limit for each asker.
     *
     * @param allowance how often in a period, 1 or more
     * @param mostAskers how many are remembered
     */
    RateLimit(int allowance, Duration period, int mostAskers, InstantSource clock) {
        this.each = period.dividedBy(allowance);
        this.whole = each.multipliedBy(allowance);
        this.clock = clock;
        this.wholeAgain = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > mostAskers;
            }
        };
    }

    /** Zero if this may be asked now, and it counts; else how long to wait, and it does not count. */
    synchronized Duration ask(String asker) {
        var now = clock.instant();
        var used = later(now, earlier(now.plus(whole), wholeAgain.getOrDefault(asker, now)));
        var then = used.plus(each);
        var tooMuch = Duration.between(now.plus(whole), then);
        if (tooMuch.compareTo(Duration.ZERO) > 0) {
            wholeAgain.computeIfPresent(
                    asker, (who, before) -> used); // else it would be so until that time comes again
            return tooMuch;
        }
        wholeAgain.put(asker, then);
        return Duration.ZERO;
    }

    /** What was asked last does not count after all. */
    synchronized void giveBack(String asker) {
        wholeAgain.computeIfPresent(asker, (who, then) -> then.minus(each));
    }

    /** How many askers are remembered. */
    synchronized int remembered() {
        return wholeAgain.size();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** No moment can be further off, unless the clock was set back. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
