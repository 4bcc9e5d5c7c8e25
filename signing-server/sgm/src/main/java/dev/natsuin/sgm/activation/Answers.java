package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.service.SealingKeys;
import dev.natsuin.sgm.service.ServiceKeys;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes signed answers. Thread-safe. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final ServiceKeys keys;
    private final SealingKeys sealingKeys;

    Answers(ServiceKeys keys, SealingKeys sealingKeys) {
        this.keys = keys;
        this.sealingKeys = sealingKeys;
    }

    /**
     * The key to name in answers of now. Asked for before a transaction begins, because making a new one is a
     * transaction.
     */
    String sealingKey(Instant now) {
        return sealingKeys.current(now);
    }

    /** To octets nobody could read or whose signature does not hold: nothing is told. */
    String unopened(Bytes sealedSha256, Problem problem, Instant now) {
        return sign(new Answer(
                keys.identityHash(),
                sealedSha256,
                Optional.empty(),
                now,
                sealingKeys.current(now),
                Optional.empty(),
                new Answer.Body.Refused(problem),
                Optional.empty()));
    }

    /** To a statement whose device signature holds. */
    String to(
            OpenedStatement opened,
            Optional<Integer> pinFailures,
            Answer.Body body,
            Optional<Receipt> receipt,
            String sealingKey,
            Instant now) {
        return sign(new Answer(
                keys.identityHash(),
                opened.sealedSha256(),
                Optional.of(opened.statementSha256()),
                now,
                sealingKey,
                pinFailures,
                body,
                receipt));
    }

    /**
     * A stored answer, to be given again: only if it is ours and to these octets. Else somebody altered its row; the
     * alarm is told in its place, and nothing is done anew.
     */
    String kept(String token, Bytes sealedSha256, Instant now) {
        if (isOurs(token, sealedSha256)) {
            return token;
        }
        LOG.error("alarm: a row was altered: answer {}", sealedSha256.toHex());
        return unopened(sealedSha256, Problem.of(ProblemCode.ROW_TAMPERED), now);
    }

    /** True if we signed this answer, to these octets. */
    boolean isOurs(String token, Bytes sealedSha256) {
        try {
            return Answer.openAny(token, keys.identity().publicKey())
                    .sealedSha256()
                    .equals(sealedSha256);
        } catch (Malformed e) {
            return false;
        }
    }

    static Answer.Body done(Results.Result result) {
        return new Answer.Body.Done(result.toJson());
    }

    static Answer.Body refused(Problem problem) {
        return new Answer.Body.Refused(problem);
    }

    private String sign(Answer answer) {
        return answer.sign(keys.identity());
    }
}
