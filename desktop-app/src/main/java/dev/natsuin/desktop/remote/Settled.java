package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.statement.Statement;

/** What a signed answer says became of an order that had been left without one. */
public sealed interface Settled {
    /** What was ordered. */
    Statement statement();

    /**
     * It was carried out.
     *
     * @param told the answer
     */
    record Done(Told told) implements Settled {
        @Override
        public Statement statement() {
            return told.statement();
        }
    }

    /**
     * It was refused.
     *
     * @param statement what was ordered
     * @param why the reason
     */
    record Refused(Statement statement, Problem why) implements Settled {}
}
