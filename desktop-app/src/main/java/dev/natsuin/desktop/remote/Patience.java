package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and how long the same octets are sent again: with growing pauses, until patience ends.
 *
 * <p>Patience is for silence. A server that says when to come again is given more, and one that says it works on the
 * order much more; but never more than {@link #WHOLE} in all, as whoever speaks may not be the one who works.
 */
final class Patience {
    /** The longest that anybody waits for one order. */
    static final Duration WHOLE = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
    private static final Duration LONGEST_PAUSE_AT_WORK = Duration.ofSeconds(5);
    private static final int MORE_IF_ASKED = 4;

    private final Surroundings surroundings;
    private final Waiting waiting;
    private final long begun;
    private long silentSince;
    private Duration next = FIRST_PAUSE;

    Patience(Surroundings surroundings, Waiting waiting) {
        this.surroundings = surroundings;
        this.waiting = waiting;
        this.begun = surroundings.nanoseconds().getAsLong();
        this.silentSince = begun;
    }

    /** True for what may be over in a moment. */
    static boolean mayPass(ProblemCode code) {
        return code == ProblemCode.SERVER_UNREACHABLE
                || code == ProblemCode.PROXY_UNREACHABLE
                || code == ProblemCode.SGM_UNAVAILABLE
                || code == ProblemCode.SERVER_CLOCK_BEHIND
                || code == ProblemCode.SERVER_BUSY
                || code == ProblemCode.SERVER_FAULT
                || code == ProblemCode.OPERATION_UNKNOWN
                || code == ProblemCode.TOO_MANY_REQUESTS;
    }

    /**
     * Waits and gives true; gives false, at once, if patience has ended.
     *
     * @param asked how long the server asked to wait, if it did
     */
    boolean another(Optional<Duration> asked) {
        var pause = asked.filter(time -> time.compareTo(next) > 0).orElse(next);
        var limit = surroundings.patience().multipliedBy(asked.isPresent() ? MORE_IF_ASKED : 1);
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return since(silentSince).plus(pause).compareTo(limit) <= 0 && paused(pause);
    }

    /** Waits a moment while the server works on the order; gives false, at once, if all patience has ended. */
    boolean whileItWorks(Optional<Duration> asked) {
        waiting.serverWorks();
        var pause = asked.filter(time -> time.compareTo(FIRST_PAUSE) > 0).orElse(FIRST_PAUSE);
        pause = pause.compareTo(LONGEST_PAUSE_AT_WORK) > 0 ? LONGEST_PAUSE_AT_WORK : pause;
        var goesOn = paused(pause);
        silentSince = surroundings.nanoseconds().getAsLong();
        next = FIRST_PAUSE;
        return goesOn;
    }

    private boolean paused(Duration pause) {
        if (waiting.ended() || since(begun).plus(pause).compareTo(WHOLE) > 0) {
            return false;
        }
        try {
            surroundings.pause().of(pause);
            return !waiting.ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Duration since(long moment) {
        return Duration.ofNanos(surroundings.nanoseconds().getAsLong() - moment);
    }
}
