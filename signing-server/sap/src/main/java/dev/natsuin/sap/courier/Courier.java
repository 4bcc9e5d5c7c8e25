package dev.natsuin.sap.courier;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.SealedStatement;
import java.util.Optional;

/** Carries sealed statements to the SGM and brings back answers it has verified. Thread-safe. */
public final class Courier {
    private final SgmGateway sgm;
    private final Descriptors descriptors;

    /** Carries through the gateway and verifies with the identity key behind the descriptor. */
    public Courier(SgmGateway sgm, Descriptors descriptors) {
        this.sgm = sgm;
        this.descriptors = descriptors;
    }

    /** What became of a statement that was carried before. */
    public sealed interface Outcome {
        /** Its verified answer. */
        record Done(Carried carried) implements Outcome {}

        /** The SGM is at work. */
        record Working() implements Outcome {}

        /** The SGM knows nothing of it: it was never accepted, or lost before anything was released. */
        record Unknown() implements Outcome {}
    }

    /**
     * Carries one sealed statement, and the CSC request beside it if there is one. Waits for no long work.
     *
     * @return the verified answer, a refusal as well as a success; nothing if the SGM took it and is at work
     * @throws Malformed if the octets cannot be a sealed statement; the SGM was not bothered
     * @throws SgmAway if the SGM did not answer, or had no room to begin
     * @throws SgmNotBelieved if what came back is not its signed answer to these octets
     */
    public Optional<Carried> carry(Bytes sealed, Optional<StatementCall.SigningRequest> request) throws Malformed {
        var octets = SealedStatement.read(sealed).toBytes();
        descriptors.identity(); // first: what cannot be verified should not be ordered
        var progress = sgm.statement(new StatementCall(octets, request));
        if (progress instanceof Progress.Busy) {
            throw SgmAway.busy();
        }
        var outcome = outcome(octets.sha256(), progress);
        if (outcome instanceof Outcome.Unknown) {
            throw new SgmAway("the SGM does not know what it was just given", null);
        }
        return outcome instanceof Outcome.Done done ? Optional.of(done.carried()) : Optional.empty();
    }

    /**
     * What has become of the statement with these octets by now.
     *
     * @throws SgmAway as {@link #carry}
     * @throws SgmNotBelieved as {@link #carry}
     */
    public Outcome outcome(Bytes sealedSha256) {
        return outcome(sealedSha256, sgm.outcome(sealedSha256));
    }

    private Outcome outcome(Bytes sealedSha256, Progress progress) {
        if (progress instanceof Progress.Answered answered) {
            return new Outcome.Done(verified(answered.token(), sealedSha256));
        }
        return progress instanceof Progress.Working ? new Outcome.Working() : new Outcome.Unknown();
    }

    private Carried verified(String token, Bytes sealedSha256) {
        try {
            var answer = descriptors.opened(identity -> Answer.openAny(token, identity));
            if (!answer.sealedSha256().equals(sealedSha256)) {
                throw new SgmNotBelieved("an answer to other octets", null);
            }
            return new Carried(token, answer);
        } catch (Malformed e) {
            throw new SgmNotBelieved("an answer that the pinned identity did not sign for these octets", e);
        }
    }
}
