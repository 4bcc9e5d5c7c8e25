package dev.natsuin.sap.csc;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.Optional;

/** What became of a CSC request. */
public sealed interface CscOutcome {
    /**
     * It was done.
     *
     * @param body the response
     */
    record Done(JsonObject body) implements CscOutcome {}

    /**
     * It was refused.
     *
     * @param refusal why
     * @param answer the SGM's signed word on it, if it was the SGM that refused
     */
    record Refused(CscRefusal refusal, Optional<String> answer) implements CscOutcome {}

    /**
     * The SGM is still at work.
     *
     * @param operation SHA-256 of the sealed octets, by which the client asks
     */
    record Working(Bytes operation) implements CscOutcome {}

    /** Refused by the SAP. */
    static CscOutcome refused(CscRefusal refusal) {
        return new Refused(refusal, Optional.empty());
    }
}
