package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;

/** How often and how long the same octets are sent again: with growing pauses, until patience ends. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final Surroundings surroundings;
    private final long begun;
    private Duration next = FIRST_PAUSE;

    Patience(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.begun = surroundings.nanoseconds().getAsLong();
    }

    /** True for what may be over in a moment. */
    static boolean mayPass(ProblemCode code) {
        return code == ProblemCode.SERVER_UNREACHABLE
                || code == ProblemCode.SERVER_BUSY
                || code == ProblemCode.SGM_UNAVAILABLE
                || code == ProblemCode.SERVER_FAULT
                || code == ProblemCode.TOO_MANY_REQUESTS;
    }

    /** Waits and gives true; gives false, at once, if patience has ended. */
    boolean another() {
        var elapsed = Duration.ofNanos(surroundings.nanoseconds().getAsLong() - begun);
        if (elapsed.plus(next).compareTo(surroundings.patience()) > 0) {
            return false;
        }
        try {
            surroundings.pause().of(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return true;
    }
}
