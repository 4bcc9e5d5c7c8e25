package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.SealedStatement;
import java.time.Instant;

/**
 * A key to seal statements to, signed by the SGM's identity; it lives a day.
 *
 * @param sgm identity hash of the SGM, 32 octets
 * @param id which key, 8 octets
 * @param publicKey X25519, 32 octets
 * @param from the first second at which it may be used
 * @param until the first second at which it may no longer
 */
public record SealingKey(Bytes sgm, Bytes id, Bytes publicKey, Instant from, Instant until) {
    /** The key as a token signed by the identity. */
    public String sign(SigningSeed identity) {
        var text = JsonObject.with("type", "sealing-key")
                .and("v", 1)
                .and("sgm", sgm.toHex())
                .and("id", id.toHex())
                .and("publicKey", publicKey)
                .and("from", from)
                .and("until", until)
                .build()
                .toBytes();
        return Token.sign(Token.Purpose.SEALING_KEY, text, identity);
    }

    /** The same of an SGM that has its first identity key. */
    public static SealingKey open(String token, VerifyingKey firstIdentity) throws Malformed {
        return open(token, Identity.founding(firstIdentity));
    }

    /**
     * The key in a token that the identity signed.
     *
     * @throws Malformed if the signature does not hold or the text is not as it must be
     */
    public static SealingKey open(String token, Identity identity) throws Malformed {
        var text = Token.open(Token.Purpose.SEALING_KEY, token, identity.key())
                .orElseThrow(() -> new Malformed("a sealing key without the identity's signature"));
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "sealing-key");
        json.exactly("v", 1);
        var key = new SealingKey(
                json.hex("sgm", 32),
                json.hex("id", SealedStatement.KEY_ID_SIZE_BYTES),
                json.bytes("publicKey", Sealing.KEY_SIZE_BYTES),
                json.moment("from"),
                json.moment("until"));
        json.end();
        if (!key.sgm.equals(identity.sgm())) {
            throw new Malformed("a sealing key of another SGM");
        }
        return key;
    }

    /** True if it may be used at that time. */
    public boolean holdsAt(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
