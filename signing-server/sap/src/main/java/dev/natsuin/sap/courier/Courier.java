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

    /**
     * Carries one sealed statement, and the CSC request beside it if there is one.
     *
     * @return the verified answer, a refusal as well as a success
     * @throws Malformed if the octets cannot be a sealed statement; the SGM was not bothered
     * @throws SgmAway if the SGM did not answer
     * @throws SgmNotBelieved if what came back is not its signed answer to these octets
     */
    public Carried carry(Bytes sealed, Optional<StatementCall.SigningRequest> request) throws Malformed {
        var octets = SealedStatement.read(sealed).toBytes();
        var identity = descriptors.identityKey(); // first: what cannot be verified should not be ordered
        var token = sgm.statement(new StatementCall(octets, request));
        try {
            return new Carried(token, Answer.open(token, identity, octets));
        } catch (Malformed e) {
            throw new SgmNotBelieved("an answer that the pinned identity did not sign for these octets", e);
        }
    }
}
