package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.service.SealingKeys;
import java.time.Instant;

/**
 * Check 1: it was sealed to us. From here on the statement can be read; nothing is believed yet.
 *
 * @param sealed the octets as they came
 * @param envelope what was inside, secrets included; closed by who opened it
 * @param statement as read
 */
record OpenedStatement(Bytes sealed, Envelope envelope, Statement statement) implements AutoCloseable {
    /** Opens; every failure is the same problem. */
    static Checked<OpenedStatement> open(Bytes sealed, SealingKeys keys, Instant now) {
        try {
            var plaintext = keys.open(SealedStatement.read(sealed), now);
            if (plaintext.isEmpty()) {
                return Checked.stopped(ProblemCode.STATEMENT_NOT_ACCEPTED);
            }
            try (var open = plaintext.get()) {
                return read(sealed, Envelope.read(open));
            }
        } catch (Malformed e) {
            return Checked.stopped(ProblemCode.STATEMENT_NOT_ACCEPTED);
        }
    }

    private static Checked<OpenedStatement> read(Bytes sealed, Envelope envelope) throws Malformed {
        try {
            return Checked.passed(new OpenedStatement(sealed, envelope, StatementText.read(envelope.statement())));
        } catch (Malformed e) {
            envelope.close();
            throw e;
        }
    }

    Bytes sealedSha256() {
        return sealed.sha256();
    }

    Bytes statementSha256() {
        return envelope.statement().sha256();
    }

    @Override
    public void close() {
        envelope.close();
    }

    @Override
    public String toString() {
        return "OpenedStatement[" + statement.type() + "]";
    }
}
