package dev.natsuin.sap.http;

import dev.natsuin.protocol.json.JsonObject;

/**
 * What goes back to the client.
 *
 * @param status HTTP status
 * @param code for the log: {@code ok} or the code of the refusal
 * @param body the JSON body
 */
record Reply(int status, String code, JsonObject body) {
    static Reply ok(JsonObject body) {
        return new Reply(200, "ok", body);
    }
}
