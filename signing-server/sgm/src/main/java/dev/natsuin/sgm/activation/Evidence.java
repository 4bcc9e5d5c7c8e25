package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.sgm.log.SignatureLog;

/**
 * The record beside a log entry begins alike for all: what, who, and the statement with the device's signature over it.
 *
 * <p>Never the activation signature nor anything else that would tell a right PIN.
 */
final class Evidence {
    private Evidence() {}

    static JsonObject.Builder of(Leaf.Type type, String user, Envelope envelope) {
        return JsonObject.with("type", type.wireName())
                .and("user", user)
                .and("statement", envelope.statement())
                .and("deviceSignature", envelope.deviceSignature());
    }

    /** The entry of an act that concerns no key, in the chain of the device that ordered it. */
    static SignatureLog.Entry ofDevice(Leaf.Type type, JsonObject record, Act.Context context) {
        var orderer = context.device();
        return new SignatureLog.Entry(
                type,
                context.now(),
                orderer.device(),
                orderer.user(),
                orderer.device(),
                Math.min(context.serverLevel(), context.person().level()),
                "device",
                0,
                record);
    }
}
