package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Somebody asks for a key under which a signing key from elsewhere can come. */
final class TransportKeyQuestion {
    private final DeviceLevels levels;
    private final Imports imports;

    TransportKeyQuestion(DeviceLevels levels, Imports imports) {
        this.levels = levels;
        this.imports = imports;
    }

    /**
     * Whether they may have one is read from the rows now. It is made when the answer is got, which must be after their
     * transaction: a token takes a second for it, and few can read at once.
     */
    Supplier<Answer.Body> asked(Rows rows, PersonRow person, Statement.TransportKey order, Instant now) {
        var refused = levels.waits(rows, order.head().device())
                ? Optional.of(ProblemCode.DEVICE_NOT_CONFIRMED)
                : imports.refusal(person, order.algorithm());
        return () -> refused.map(code -> Answers.refused(Problem.of(code)))
                .orElseGet(() -> imports.offered(order, now)
                        .map(Answers::done)
                        .orElseGet(() -> Answers.refused(Problem.of(ProblemCode.SERVER_BUSY))));
    }
}
