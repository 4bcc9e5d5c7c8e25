package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Set;

/** Refusals that say nothing of what was asked: the server, or what stands behind it, did not get to it. */
public final class Away {
    private static final Set<ProblemCode> UNANSWERED = Set.of(
            ProblemCode.SERVER_UNREACHABLE,
            ProblemCode.PROXY_UNREACHABLE,
            ProblemCode.PROXY_WANTS_LOGIN,
            ProblemCode.PROXY_REFUSES,
            ProblemCode.PROXY_UNUSABLE,
            ProblemCode.CONNECTION_INTERCEPTED);

    private static final Set<ProblemCode> BEHIND =
            Set.of(ProblemCode.SGM_UNAVAILABLE, ProblemCode.SERVER_CLOCK_BEHIND, ProblemCode.SERVER_BUSY);

    private Away() {}

    /** True if the same question may well be answered a little later. */
    public static boolean is(Problem why) {
        return isUnanswered(why) || BEHIND.contains(why.code());
    }

    /** True if no answer came from the server, not even one that nobody believes. */
    public static boolean isUnanswered(Problem why) {
        return UNANSWERED.contains(why.code());
    }
}
