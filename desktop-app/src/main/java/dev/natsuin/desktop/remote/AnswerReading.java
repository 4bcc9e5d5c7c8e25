package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a signed answer to one statement: it must name the statement, and what was changed must be in the log with the
 * statement's own octets.
 */
final class AnswerReading {
    private final Server server;
    private final Statement statement;
    private final Bytes text;
    private final Bytes deviceSignature;

    AnswerReading(Server server, Statement statement, Bytes text, Bytes deviceSignature) {
        this.server = server;
        this.statement = statement;
        this.text = text;
        this.deviceSignature = deviceSignature;
    }

    /** What was done or refused, both believed; throws what is neither. */
    dev.natsuin.desktop.desk.Answer<Told> read(Answer answer) throws Refusal {
        var named = answer.statementSha256();
        if (named.isPresent() && !named.get().equals(text.sha256())) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        var receipt = answer.receipt();
        var logged =
                receipt.isEmpty() ? Optional.<Told.Logged>empty() : Optional.of(logged(receipt.get(), answer.time()));
        if (answer.body() instanceof Answer.Body.Refused refused) {
            if (refused.problem().code().httpStatus() == 0) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return new dev.natsuin.desktop.desk.Answer.Refused<>(refused.problem());
        }
        if (named.isEmpty() || (statement.changes() && logged.isEmpty())) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        var content = ((Answer.Body.Done) answer.body()).content();
        return dev.natsuin.desktop.desk.Answer.of(
                new Told(statement, content, answer.time(), answer.pinFailures(), logged));
    }

    private Told.Logged logged(Receipt receipt, Instant time) throws Refusal {
        try {
            var checkpoint = server.checkpoint(receipt.checkpoint(), time);
            var leaf = receipt.entry().proven(checkpoint);
            var record = JsonObject.strict(receipt.entry().record());
            var json = record.reader();
            var ours = leaf.device().equals(statement.head().device())
                    && json.text("user").equals(statement.head().user())
                    && json.bytes("statement").equals(text)
                    && json.bytes("deviceSignature").equals(deviceSignature);
            if (!ours) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return new Told.Logged(receipt.entry().index(), leaf, record);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
