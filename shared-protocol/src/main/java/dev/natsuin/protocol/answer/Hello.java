package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;

/**
 * The SGM's word to whoever asks: its time, the key to seal to, the log's key and newest checkpoint, for a fresh nonce.
 *
 * @param sgm identity hash of the SGM, 32 octets
 * @param nonce as asked, 16 octets
 * @param time SGM time, whole seconds
 * @param sealingKey a {@link SealingKey} token
 * @param logKey the key that signs checkpoints
 * @param checkpoint a signed note, see {@link dev.natsuin.protocol.log.Checkpoint}
 */
public record Hello(Bytes sgm, Bytes nonce, Instant time, String sealingKey, VerifyingKey logKey, String checkpoint) {
    /** The length of the nonce, in octets. */
    public static final int NONCE_SIZE_BYTES = 16;

    /** The hello as a token signed by the identity. */
    public String sign(SigningSeed identity) {
        var text = JsonObject.with("type", "hello")
                .and("v", 1)
                .and("sgm", sgm.toHex())
                .and("nonce", nonce)
                .and("time", time)
                .and("sealingKey", sealingKey)
                .and("logKey", logKey.encoded())
                .and("checkpoint", checkpoint)
                .build()
                .toBytes();
        return Token.sign(Token.Purpose.HELLO, text, identity);
    }

    /** The same of an SGM that has its first identity key. */
    public static Hello open(String token, VerifyingKey firstIdentity, Bytes nonce) throws Malformed {
        return open(token, Identity.founding(firstIdentity), nonce);
    }

    /**
     * The hello in a token that the identity signed for this nonce.
     *
     * @throws Malformed if the signature does not hold, the nonce is another or the text is not as it must be
     */
    public static Hello open(String token, Identity identity, Bytes nonce) throws Malformed {
        var text = Token.open(Token.Purpose.HELLO, token, identity.key())
                .orElseThrow(() -> new Malformed("a hello without the identity's signature"));
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "hello");
        json.exactly("v", 1);
        var hello = new Hello(
                json.hex("sgm", 32),
                json.bytes("nonce", NONCE_SIZE_BYTES),
                json.moment("time"),
                json.text("sealingKey"),
                VerifyingKey.of(json.bytes("logKey", VerifyingKey.SIZE_BYTES)),
                json.text("checkpoint"));
        json.end();
        if (!hello.nonce.equals(nonce) || !hello.sgm.equals(identity.sgm())) {
            throw new Malformed("a hello for another question or from another SGM");
        }
        return hello;
    }
}
