package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.util.Optional;

/**
 * Where a sealed statement goes and what stands beside it.
 *
 * @param path the endpoint
 * @param body the request
 * @param needsLogin false for an enrolment only
 */
record Dispatch(String path, JsonObject body, boolean needsLogin) {
    /** For this statement; the same statement and octets always give the same request. */
    static Dispatch of(Statement statement, Bytes sealed, Optional<JsonObject> display) {
        if (statement instanceof Statement.Enrol) {
            var body = JsonObject.empty().and("sealed", sealed).build();
            return new Dispatch("/api/v1/enrolments", body, false);
        }
        if (statement instanceof Statement.Sign sign) {
            var body = JsonObject.with("credentialID", sign.keyId())
                    .and("SAD", sealed)
                    .andTexts(
                            "hashes",
                            sign.hashes().stream().map(Bytes::toBase64).toList())
                    .and("hashAlgorithmOID", sign.hashAlgorithm().oid())
                    .and("signAlgo", sign.algorithm().oid())
                    .build();
            return new Dispatch("/csc/v2/signatures/signHash", body, true);
        }
        var body = JsonObject.empty().and("sealed", sealed).and("kind", statement.type());
        display.ifPresent(d -> body.and("display", d));
        return new Dispatch("/api/v1/statements", body.build(), true);
    }

    Wire.Reply send(Server server, Optional<String> accessToken) throws Refusal {
        return loggedIn(server.post(path, body, accessToken));
    }

    /** The reply, unless it says that the access token is no longer good. */
    static Wire.Reply loggedIn(Wire.Reply reply) throws Refusal {
        if (reply.status() == 401 && Replies.answerToken(reply).isEmpty()) {
            throw new Refusal(ProblemCode.LOGIN_REQUIRED);
        }
        return reply;
    }
}
