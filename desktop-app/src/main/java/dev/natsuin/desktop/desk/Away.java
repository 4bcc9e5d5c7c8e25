package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Set;

/** Refusals that say nothing of what was asked: the server, or what stands behind it, did not get to it. */
public final class Away {
    private static final Set<ProblemCode> CODES = Set.of(
            ProblemCode.SERVER_UNREACHABLE,
            ProblemCode.SGM_UNAVAILABLE,
            ProblemCode.SERVER_CLOCK_BEHIND,
            ProblemCode.SERVER_BUSY);

    private Away() {}

    /** True if the same question may well be answered a little later. */
    public static boolean is(Problem why) {
        return CODES.contains(why.code());
    }
}
