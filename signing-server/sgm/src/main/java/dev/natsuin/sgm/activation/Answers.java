package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.sgm.service.SealingKeys;
import dev.natsuin.sgm.service.ServiceKeys;
import java.time.Instant;
import java.util.Optional;

/** Makes signed answers. Thread-safe. */
final class Answers {
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
