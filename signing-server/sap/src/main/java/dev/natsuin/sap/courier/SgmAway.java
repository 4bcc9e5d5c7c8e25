package dev.natsuin.sap.courier;

import dev.natsuin.protocol.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/** The SGM gave no answer; the same octets may be sent again. */
public final class SgmAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode problem;

    /** Whether it acted is unknown; with a message that names no value from outside. */
    public SgmAway(String message, @Nullable Throwable cause) {
        this(ProblemCode.SGM_UNAVAILABLE, message, cause);
    }

    private SgmAway(ProblemCode problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** It had no room to begin; a statement's id is unspent. */
    public static SgmAway busy() {
        return new SgmAway(ProblemCode.SERVER_BUSY, "the SGM has no room for this now", null);
    }

    /** Its clock is behind its own log: it does nothing until somebody sets it right, and spent nothing. */
    public static SgmAway clockBehind() {
        return new SgmAway(ProblemCode.SERVER_CLOCK_BEHIND, "the SGM's clock is behind its log", null);
    }

    /** Its clock and the SAP's are apart: nothing of it holds here until somebody sets both right. */
    public static SgmAway clocksApart() {
        return new SgmAway(
                ProblemCode.SERVER_CLOCK_BEHIND,
                "the clocks of SAP and SGM are apart: self-check tells how far; set both right",
                null);
    }

    /** What a client is told. */
    public ProblemCode problem() {
        return problem;
    }
}
