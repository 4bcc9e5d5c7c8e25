package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.Optional;

/**
 * What goes back to the client.
 *
 * @param status HTTP status
 * @param code for the log: {@code ok} or the code of the refusal
 * @param body the JSON body
 * @param location where to ask again, if that is not here
 */
record Reply(int status, String code, JsonObject body, Optional<String> location) {
    Reply(int status, String code, JsonObject body) {
        this(status, code, body, Optional.empty());
    }

    static Reply ok(JsonObject body) {
        return new Reply(200, "ok", body);
    }

    /** The SGM is still at work on the octets with this hash. */
    static Reply working(Bytes operation) {
        var hash = operation.toHex();
        return new Reply(
                202, "working", JsonObject.with("operation", hash).build(), Optional.of("/api/v1/operations/" + hash));
    }
}
