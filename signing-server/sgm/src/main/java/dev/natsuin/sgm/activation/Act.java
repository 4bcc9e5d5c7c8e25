package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one type of statement does once it is attested and fresh: may it, do the slow part, release.
 *
 * <p>{@link #refusal} runs before the PIN is judged, and again in the releasing transaction if anything it rests on
 * could have changed, so that a key destroyed or a person suspended in between decides. An act belongs to one statement
 * and is used once.
 */
interface Act {
    /**
     * The first problem with the order itself, in DESIGN's order; changes no row. Remembers what {@link #perform}
     * needs. Reads no other rows than those an {@link dev.natsuin.sgm.record.Edition} is about: while that is the same,
     * so is what was found.
     */
    Optional<Problem> refusal(Rows rows, PersonRow person, Instant now);

    /** The secrets the envelope must carry beside the activation signature: exactly these. */
    Set<Envelope.Field> secrets();

    /**
     * What {@link #perform} costs, in units of {@link dev.natsuin.protocol.algorithm.OrderWork}; asked once the order
     * itself was found right. Nothing, unless an act has a slow part.
     */
    default long units() {
        return 0;
    }

    /** The slow part, if there is one, outside of any transaction, once the right PIN has ordered it. */
    default void perform(Work work) {}

    /** What {@link #perform} found wrong, as only the right PIN may find out: then nothing is released and logged. */
    default Optional<Problem> failure() {
        return Optional.empty();
    }

    /** Changes the rows and says what is to be logged and answered; runs in the releasing transaction. */
    Released release(Rows rows, Context context);

    /** Once the releasing transaction is kept or undone: which, the rows tell. */
    default void settled(Records records) {}

    /**
     * What the slow part may use.
     *
     * @param person who orders
     * @param device the device that orders
     * @param envelope for the seal share; stays the caller's
     * @param now by the SGM's clock
     */
    record Work(PersonRow person, DeviceRow device, Envelope envelope, Instant now) {
        Secret share() {
            return envelope.secret(Envelope.Field.SEAL_SHARE).orElseThrow();
        }
    }

    /**
     * What the release may use.
     *
     * @param person who orders
     * @param device the device that orders
     * @param opened the statement, for the record
     * @param serverLevel the level this server declares; 1 for a device that is not confirmed
     * @param now by the SGM's clock
     */
    record Context(PersonRow person, DeviceRow device, OpenedStatement opened, int serverLevel, Instant now) {}

    /**
     * What came of it.
     *
     * @param body for the answer
     * @param entry for the log
     */
    record Released(Answer.Body body, SignatureLog.Entry entry) {
        /** Done. */
        Released(Results.Result result, SignatureLog.Entry entry) {
            this(Answers.done(result), entry);
        }

        /** Refused for what only the right PIN may find out, and logged as such. */
        static Released refused(Problem problem, SignatureLog.Entry entry) {
            return new Released(Answers.refused(problem), entry);
        }
    }
}
