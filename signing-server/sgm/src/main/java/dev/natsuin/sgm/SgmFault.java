package dev.natsuin.sgm;

import org.jspecify.annotations.Nullable;

/** The SGM cannot go on with what it was doing: its surroundings are broken, not the request. Never holds a secret. */
public final class SgmFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofTheClock;

    /** Says what was attempted. */
    public SgmFault(String attempted) {
        this(attempted, null, false);
    }

    /** Says what was attempted and keeps the cause. */
    public SgmFault(String attempted, Throwable cause) {
        this(attempted, cause, false);
    }

    private SgmFault(String message, @Nullable Throwable cause, boolean ofTheClock) {
        super(message, cause);
        this.ofTheClock = ofTheClock;
    }

    /** The clock is behind the newest entry of the log: nothing can be logged, so nothing is judged or done. */
    public static SgmFault clockBehind(String attempted) {
        return new SgmFault(
                attempted + " with a clock that is behind the newest log entry; set the clock right", null, true);
    }

    /** True if nothing is done until somebody sets the clock right. */
    public boolean isOfTheClock() {
        return ofTheClock;
    }
}
