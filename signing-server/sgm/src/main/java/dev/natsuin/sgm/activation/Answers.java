package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.service.SealingKeys;
import dev.natsuin.sgm.service.ServiceKeys;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
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
     *
     * @param authentic gives it if it has a MAC that holds; asked only if the key of now did not sign it
     */
    String kept(String token, Bytes sealedSha256, Supplier<Optional<String>> authentic, Instant now) {
        var ours = ours(token, sealedSha256, authentic, () -> sealingKeys.current(now));
        if (ours.isPresent()) {
            return ours.get();
        }
        LOG.error("alarm: a row was altered: answer {}", sealedSha256.toHex());
        return unopened(sealedSha256, Problem.of(ProblemCode.ROW_TAMPERED), now);
    }

    /**
     * The answer as it can be given now: if an earlier identity key signed it, signed by the key of now, with the same
     * content. An earlier key alone proves nothing: somebody may have stolen it.
     */
    Optional<String> ours(
            String token, Bytes sealedSha256, Supplier<Optional<String>> authentic, Supplier<String> sealingKey) {
        if (opened(token, keys.identity(), sealedSha256).isPresent()) {
            return Optional.of(token);
        }
        return keys.identities().earlier().stream()
                .flatMap(identity -> opened(token, identity, sealedSha256).stream())
                .findFirst()
                .filter(answer -> authentic.get().equals(Optional.of(token)))
                .map(answer -> sign(answer.with(sealingKey.get())));
    }

    private static Optional<Answer> opened(String token, Identity identity, Bytes sealedSha256) {
        try {
            return Optional.of(Answer.openAny(token, identity))
                    .filter(answer -> answer.sealedSha256().equals(sealedSha256));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    static Answer.Body done(Results.Result result) {
        return new Answer.Body.Done(result.toJson());
    }

    static Answer.Body refused(Problem problem) {
        return new Answer.Body.Refused(problem);
    }

    private String sign(Answer answer) {
        return keys.signed(answer::sign);
    }
}
