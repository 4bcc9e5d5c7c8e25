package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.StatementHead;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks 3 to 5: the id is unspent, it is for us, its time has not run out.
 *
 * @param identityHash ours
 * @param since when the log was last restored; which ids were spent shortly before, a restored backup does not know
 */
record Freshness(Bytes identityHash, Instant since) {
    /**
     * The first problem, in that order.
     *
     * @param spent whether the rows have the statement's id
     */
    Optional<Problem> problem(StatementHead head, boolean spent, Instant now) {
        if (spent) {
            return Optional.of(Problem.of(ProblemCode.STATEMENT_REPLAYED));
        }
        return timeless(head).or(() -> outOfTime(head, now));
    }

    private Optional<Problem> timeless(StatementHead head) {
        return head.audience().equals(identityHash)
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.AUDIENCE_WRONG));
    }

    /** A statement from the future is one that would live longer than five minutes from now. */
    private Optional<Problem> outOfTime(StatementHead head, Instant now) {
        if (head.expires().isAfter(head.issued().plus(StatementHead.LONGEST_LIFE))
                || head.expires().isAfter(now.plus(StatementHead.LONGEST_LIFE))) {
            return Optional.of(Problem.of(ProblemCode.STATEMENT_TOO_LONG));
        }
        return now.isBefore(head.expires()) && !head.issued().isBefore(since)
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.STATEMENT_EXPIRED));
    }
}
