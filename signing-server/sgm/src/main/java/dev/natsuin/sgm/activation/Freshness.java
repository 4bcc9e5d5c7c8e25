package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.StatementHead;
import java.time.Instant;
import java.util.Optional;

/** Checks 3 to 5: the id is unspent, it is for us, its time has not run out. */
final class Freshness {
    private Freshness() {}

    /**
     * The first problem, in that order.
     *
     * @param spent whether the rows have the statement's id
     */
    static Optional<Problem> problem(StatementHead head, boolean spent, Bytes identityHash, Instant now) {
        if (spent) {
            return Optional.of(Problem.of(ProblemCode.STATEMENT_REPLAYED));
        }
        return timeless(head, identityHash).or(() -> outOfTime(head, now));
    }

    private static Optional<Problem> timeless(StatementHead head, Bytes identityHash) {
        return head.audience().equals(identityHash)
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.AUDIENCE_WRONG));
    }

    /** A statement from the future is one that would live longer than five minutes from now. */
    private static Optional<Problem> outOfTime(StatementHead head, Instant now) {
        if (head.expires().isAfter(head.issued().plus(StatementHead.LONGEST_LIFE))
                || head.expires().isAfter(now.plus(StatementHead.LONGEST_LIFE))) {
            return Optional.of(Problem.of(ProblemCode.STATEMENT_TOO_LONG));
        }
        return now.isBefore(head.expires()) ? Optional.empty() : Optional.of(Problem.of(ProblemCode.STATEMENT_EXPIRED));
    }
}
