package dev.natsuin.sap;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One person's device, as the desktop would act for them. */
final class Desk {
    final SecureRandom random = new SecureRandom();
    final SigningSeed deviceKey = SigningSeed.random(random);
    final SigningSeed loginKey = SigningSeed.random(random);
    final String user = Ids.newPersonId(random);
    final String device = Ids.deviceId(deviceKey.publicKey());
    private final RunningSap sap;

    Desk(RunningSap sap) {
        this.sap = sap;
    }

    StatementHead head() {
        var now = sap.clock.instant();
        return new StatementHead(
                sap.sgm.identityHash(), user, device, Ids.newId(random), now, now.plus(Duration.ofMinutes(5)));
    }

    Bytes sealed(Statement statement) {
        var text = StatementText.write(statement);
        var signature = deviceKey.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text));
        var key = sap.sgm.sealingKey();
        try (var envelope = Envelope.of(text, signature);
                var plain = envelope.toSecret()) {
            var hpke = Sealing.seal(key.publicKey(), sap.sgm.identityHash(), plain, random);
            return SealedStatement.of(key.id(), hpke).toBytes();
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    Bytes sealedEnrolment(Role role) {
        var invitation = Ids.newPersonId(random);
        sap.sgm.invited(invitation, role);
        return sealed(new Statement.Enrol(
                head(),
                invitation,
                deviceKey.publicKey().encoded(),
                loginKey.publicKey().encoded(),
                Bytes.EMPTY.sha256()));
    }

    RunningSap.Response enrol(Role role) {
        return sap.post("/api/v1/enrolments", sealedBody(sealedEnrolment(role)));
    }

    static String sealedBody(Bytes sealed) {
        return JsonObject.empty().and("sealed", sealed).build().toBytes().toUtf8();
    }

    Bytes challenge() {
        var response = sap.post(
                "/api/v1/hello",
                JsonObject.empty()
                        .and("nonce", Bytes.of(new byte[16]))
                        .build()
                        .toBytes()
                        .toUtf8());
        return Bytes.base64Url(response.text("challenge"));
    }

    String assertion(Bytes challenge) {
        return assertion(RunningSap.URL, user, device, challenge, loginKey);
    }

    static String assertion(String audience, String user, String device, Bytes challenge, SigningSeed key) {
        var text = JsonObject.with("type", "login")
                .and("v", 1)
                .and("aud", audience)
                .and("user", user)
                .and("device", device)
                .and("challenge", challenge)
                .build()
                .toBytes();
        return Token.sign(Token.Purpose.LOGIN, text, key);
    }

    RunningSap.Response login(String assertion) {
        return sap.post(
                "/api/v1/login",
                JsonObject.with("assertion", assertion).build().toBytes().toUtf8());
    }

    String token() {
        return login(assertion(challenge())).text("access_token");
    }

    RunningSap.Response state(Statement statement, String kind, String token) {
        var body = JsonObject.empty()
                .and("sealed", sealed(statement))
                .and("kind", kind)
                .build();
        return sap.post("/api/v1/statements", body.toBytes().toUtf8(), token);
    }

    /** Makes a key with the right hint and gives its id. */
    String createKey(KeyAlgorithm algorithm, String token) {
        var head = head();
        var response = state(new Statement.CreateKey(head, algorithm, List.of("device")), "create-key", token);
        if (response.status() != 200) {
            throw new AssertionError(response.text());
        }
        return head.id();
    }

    Statement.Sign order(String keyId, List<Bytes> hashes) {
        return new Statement.Sign(
                head(), keyId, Bytes.EMPTY.sha256(), SignAlgorithm.SHA256_WITH_RSA, HashAlgorithm.SHA_256, hashes);
    }

    /** The signHash body for an order over these hashes. */
    JsonObject.Builder signHash(String keyId, List<Bytes> hashes) {
        return JsonObject.with("credentialID", keyId)
                .and("SAD", sealed(order(keyId, hashes)))
                .andTexts("hashes", hashes.stream().map(Bytes::toBase64).toList())
                .and("hashAlgorithmOID", HashAlgorithm.SHA_256.oid())
                .and("signAlgo", SignAlgorithm.SHA256_WITH_RSA.oid());
    }

    Answer opened(String token) {
        try {
            return Answer.openAny(token, sap.sgm.identityKey());
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    Optional<Results.Signed> signed(String token) {
        try {
            return opened(token).body() instanceof Answer.Body.Done done
                    ? Optional.of(Results.Signed.read(done.content()))
                    : Optional.empty();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }
}
