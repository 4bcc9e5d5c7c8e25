package dev.natsuin.sap.signing;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.csc.CscOutcome;
import dev.natsuin.sap.csc.CscRefusal;
import java.util.Optional;
import java.util.function.Predicate;

/** The SGM's answer to an order to sign, in the words of the CSC API. */
final class SignedAnswer {
    private SignedAnswer() {}

    /**
     * What it says.
     *
     * @param member the member of the request that the answer is told against if it is one to something else
     * @param expected whether these are the signatures that were asked for
     */
    static CscOutcome of(Carried carried, String member, Predicate<Results.Signed> expected) {
        var problem = carried.problem();
        if (problem.isPresent()) {
            return new CscOutcome.Refused(CscRefusal.of(problem.get().code()), Optional.of(carried.token()));
        }
        try {
            var signed = Results.Signed.read(carried.result().orElseThrow());
            if (expected.test(signed)) {
                return new CscOutcome.Done(JsonObject.empty()
                        .andTexts(
                                "signatures",
                                signed.signatures().stream()
                                        .map(Bytes::toBase64)
                                        .toList())
                        .and("natsuinAnswer", carried.token())
                        .build());
            }
        } catch (Malformed e) {
            // An answer to another kind of statement: its octets were sent here as SAD.
        }
        return new CscOutcome.Refused(CscRefusal.invalidParameter(member), Optional.of(carried.token()));
    }
}
