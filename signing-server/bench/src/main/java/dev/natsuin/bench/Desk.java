package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A person at their desk: logged in, sending statements, believing signed answers only. For one thread. */
final class Desk {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int UNAUTHORISED = 401;

    private final Server server;
    private final Device device;
    private SealingKey sealingKey;
    private String accessToken = "";

    private Desk(Server server, Device device, SealingKey sealingKey) {
        this.server = server;
        this.device = device;
        this.sealingKey = sealingKey;
    }

    /** Enrols a new device with the code, and logs in. */
    static Desk enrolled(Server server, EnrolmentCode code, Clock clock) throws IOException, Malformed {
        var device = new Device(server.identityHash(), code.user(), clock, server.random());
        var desk = new Desk(server, device, server.greet().sealingKey());
        var sealed = device.enrolment(code, desk.sealingKey);
        var body = JsonObject.empty().and("sealed", sealed).build();
        desk.result(desk.answer(server.post("/api/v1/enrolments", body, Optional.empty()), "answer", sealed));
        desk.logIn();
        return desk;
    }

    private void logIn() throws IOException, Malformed {
        var greeting = server.greet();
        sealingKey = greeting.sealingKey();
        var payload = JsonObject.with("type", "login")
                .and("v", 1)
                .and("aud", server.url())
                .and("user", device.user())
                .and("device", device.id())
                .and("challenge", greeting.challenge())
                .build();
        var assertion = Token.sign(Token.Purpose.LOGIN, payload.toBytes(), device.loginKey());
        var body = JsonObject.with("assertion", assertion).build();
        var reply = server.post("/api/v1/login", body, Optional.empty());
        if (reply.status() != OK) {
            throw new BenchFault("a login was refused: " + said(reply));
        }
        accessToken = reply.json().reader().text("access_token");
    }

    /** Orders something that is no signature; the result of the believed answer. */
    JsonObject order(Function<StatementHead, Statement> made, String kind, Optional<JsonObject> display)
            throws IOException, Malformed {
        var sealed = device.sealed(made, sealingKey);
        var body = JsonObject.empty().and("sealed", sealed).and("kind", kind);
        display.ifPresent(d -> body.and("display", d));
        var reply = sent("/api/v1/statements", body.build());
        return result(answer(reply, "answer", sealed));
    }

    /**
     * A signature order ready to be sent.
     *
     * @param sealed the SAD
     * @param body the request it goes in
     */
    record SignOrder(Bytes sealed, JsonObject body) {}

    SignOrder signOrder(SigningKey key, List<Bytes> hashes) throws Malformed {
        var algorithm = key.algorithm();
        var sealed = device.sealed(
                head -> new Statement.Sign(
                        head, key.keyId(), key.certificateSha256(), algorithm, algorithm.hash(), hashes),
                sealingKey);
        var body = JsonObject.with("credentialID", key.keyId())
                .and("SAD", sealed)
                .andTexts("hashes", hashes.stream().map(Bytes::toBase64).toList())
                .and("hashAlgorithmOID", algorithm.hash().oid())
                .and("signAlgo", algorithm.oid())
                .build();
        return new SignOrder(sealed, body);
    }

    /** Sends it; the answer, its signature checked. */
    Answer send(SignOrder order) throws IOException, Malformed {
        return answer(sent("/csc/v2/signatures/signHash", order.body()), "natsuinAnswer", order.sealed());
    }

    /** With the access token; logs in anew when it has run out, and asks again while the work runs (202). */
    private Wire.Reply sent(String path, JsonObject body) throws IOException, Malformed {
        var reply = server.post(path, body, Optional.of(accessToken));
        if (reply.status() == UNAUTHORISED) {
            logIn();
            reply = server.post(path, body, Optional.of(accessToken));
        }
        while (reply.status() == ACCEPTED) {
            Pauses.of(Duration.ofMillis(20));
            reply = server.post(path, body, Optional.of(accessToken));
        }
        return reply;
    }

    private Answer answer(Wire.Reply reply, String member, Bytes sealed) throws Malformed {
        if (reply.status() != OK) {
            throw new BenchFault("refused: " + said(reply));
        }
        return Answer.open(reply.json().reader().text(member), server.identity(), sealed);
    }

    private JsonObject result(Answer answer) {
        if (answer.body() instanceof Answer.Body.Done done) {
            return done.content();
        }
        throw new BenchFault("the SGM refused: " + answer.body());
    }

    private static String said(Wire.Reply reply) {
        var text = reply.body().toUtf8();
        return reply.status() + " " + text.substring(0, Math.min(300, text.length()));
    }
}
