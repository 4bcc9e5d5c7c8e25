package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The SGM's signed answer to one sealed statement. A desktop believes keys, certificates, counters and successes only
 * from it.
 *
 * @param sgm identity hash of the SGM, 32 octets
 * @param sealedSha256 SHA-256 of the sealed octets it answers
 * @param statementSha256 SHA-256 of the statement, if the device signature held
 * @param time SGM time, whole seconds
 * @param sealingKey the newest {@link SealingKey} token
 * @param pinFailures wrong PINs on this device since the last right one, before this act; told once the device
 *     signature held
 * @param body what came of it
 * @param receipt for what was logged
 */
public record Answer(
        Bytes sgm,
        Bytes sealedSha256,
        Optional<Bytes> statementSha256,
        Instant time,
        String sealingKey,
        Optional<Integer> pinFailures,
        Body body,
        Optional<Receipt> receipt) {
    /** What came of a statement. */
    public sealed interface Body {
        /**
         * It was done.
         *
         * @param content what the statement's type says, see {@link Results}
         */
        record Done(JsonObject content) implements Body {}

        /**
         * It was refused; nothing was changed but what the problem says.
         *
         * @param problem why
         */
        record Refused(Problem problem) implements Body {}
    }

    /** The same, naming another key to seal to. */
    public Answer with(String otherSealingKey) {
        return new Answer(sgm, sealedSha256, statementSha256, time, otherSealingKey, pinFailures, body, receipt);
    }

    /** The answer as a token signed by the identity. */
    public String sign(SigningSeed identity) {
        return Token.sign(Token.Purpose.ANSWER, toBytes(), identity);
    }

    private Bytes toBytes() {
        var json = JsonObject.with("type", "answer")
                .and("v", 1)
                .and("sgm", sgm.toHex())
                .and("sealed", sealedSha256.toHex());
        statementSha256.ifPresent(hash -> json.and("statement", hash.toHex()));
        json.and("time", time).and("sealingKey", sealingKey);
        pinFailures.ifPresent(failures -> json.and("pinFailures", (long) failures));
        if (body instanceof Body.Done done) {
            json.and("result", done.content());
        } else if (body instanceof Body.Refused refused) {
            json.and("problem", problemToJson(refused.problem()));
        }
        receipt.ifPresent(r -> json.and("receipt", r.toJson()));
        return json.build().toBytes();
    }

    private static JsonObject problemToJson(Problem problem) {
        var json = JsonObject.with("code", problem.code().code());
        problem.triesLeft().ifPresent(tries -> json.and("triesLeft", (long) tries));
        return json.build();
    }

    /** The same of an SGM that has its first identity key. */
    public static Answer open(String token, VerifyingKey firstIdentity, Bytes sealed) throws Malformed {
        return open(token, Identity.founding(firstIdentity), sealed);
    }

    /** The same of an SGM that has its first identity key. */
    public static Answer openAny(String token, VerifyingKey firstIdentity) throws Malformed {
        return openAny(token, Identity.founding(firstIdentity));
    }

    /**
     * The answer in a token that the identity signed for these sealed octets.
     *
     * @param sealed the octets that were sent
     * @throws Malformed if the signature does not hold, it answers other octets, or the text is not as it must be
     */
    public static Answer open(String token, Identity identity, Bytes sealed) throws Malformed {
        var answer = openAny(token, identity);
        if (!answer.sealedSha256.equals(sealed.sha256())) {
            throw new Malformed("an answer to other octets than were sent");
        }
        return answer;
    }

    /**
     * The answer in a token that the identity signed, to whatever octets: for stored answers, whose hash the caller
     * compares.
     *
     * @throws Malformed if the signature does not hold or the text is not as it must be
     */
    public static Answer openAny(String token, Identity identity) throws Malformed {
        var text = Token.open(Token.Purpose.ANSWER, token, identity.key())
                .orElseThrow(() -> new Malformed("an answer without the identity's signature"));
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "answer");
        json.exactly("v", 1);
        var sgm = json.hex("sgm", 32);
        if (!sgm.equals(identity.sgm())) {
            throw new Malformed("an answer of another SGM");
        }
        var receipt = json.optionalObject("receipt");
        var failures = json.optionalCount("pinFailures");
        var answer = new Answer(
                sgm,
                json.hex("sealed", 32),
                json.has("statement") ? Optional.of(json.hex("statement", 32)) : Optional.empty(),
                json.moment("time"),
                json.text("sealingKey"),
                failures,
                body(json),
                receipt.isEmpty() ? Optional.empty() : Optional.of(Receipt.read(receipt.get())));
        json.end();
        return answer;
    }

    private static Body body(JsonObject.Reader json) throws Malformed {
        var result = json.optionalObject("result");
        var problem = json.optionalObject("problem");
        if (result.isPresent() == problem.isPresent()) {
            throw new Malformed("an answer needs either a result or a problem");
        }
        return result.isPresent() ? new Body.Done(result.get()) : new Body.Refused(problem(problem.orElseThrow()));
    }

    private static Problem problem(JsonObject object) throws Malformed {
        var json = object.reader();
        var code = ProblemCode.byCode(json.text("code"))
                .orElseThrow(() -> new Malformed("a problem that is not on the list"));
        var tries = json.optionalCount("triesLeft");
        json.end();
        return new Problem(code, tries.isEmpty() ? OptionalInt.empty() : OptionalInt.of(tries.get()));
    }
}
