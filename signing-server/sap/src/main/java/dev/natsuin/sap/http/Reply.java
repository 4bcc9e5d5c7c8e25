package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * What goes back to the client.
 *
 * @param status HTTP status
 * @param code for the log: {@code ok} or the code of the refusal
 * @param body the JSON body
 * @param retryAfter when to ask again, where the status says so
 * @param operation the hash of the octets that the SGM works on, if it does
 */
record Reply(int status, String code, JsonObject body, Duration retryAfter, Optional<Bytes> operation) {
    /** When to ask again for what is being worked on. */
    static final Duration SOON = Duration.ofSeconds(1);

    Reply(int status, String code, JsonObject body) {
        this(status, code, body, Face.RETRY, Optional.empty());
    }

    Reply retryAfter(Duration wait) {
        return new Reply(status, code, body, wait, operation);
    }

    static Reply ok(JsonObject body) {
        return new Reply(200, "ok", body);
    }

    /** The SGM is still at work on the octets with this hash. */
    static Reply working(Bytes operation) {
        return new Reply(
                202, "working", JsonObject.with("operation", operation.toHex()).build(), SOON, Optional.of(operation));
    }

    /** Where to ask again, if that is not here. */
    Optional<String> location() {
        return operation.map(hash -> "/api/v1/operations/" + hash.toHex());
    }
}
