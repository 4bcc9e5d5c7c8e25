package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the server's address and TLS keys under the SGM's identity, so that a client that pinned the identity needs no
 * other authority and TLS keys can be renewed.
 *
 * @param identityKey the SGM's identity key; its hash is what a client pinned
 * @param url where the server is reached, {@code https://…}
 * @param tlsKeys SHA-256 of the SubjectPublicKeyInfo of each TLS key that may answer, now and next; 32 octets each
 * @param from the first second at which it holds
 * @param until the first second at which it no longer does
 */
public record Descriptor(VerifyingKey identityKey, String url, List<Bytes> tlsKeys, Instant from, Instant until) {
    private static final int MOST_TLS_KEYS = 16;

    /** Copies the list. */
    public Descriptor {
        tlsKeys = List.copyOf(tlsKeys);
    }

    /** The descriptor as a token signed by the identity. */
    public String sign(SigningSeed identity) {
        var text = JsonObject.with("type", "descriptor")
                .and("v", 1)
                .and("identityKey", identityKey.encoded())
                .and("url", url)
                .andTexts("tlsKeys", tlsKeys.stream().map(Bytes::toHex).toList())
                .and("from", from)
                .and("until", until)
                .build()
                .toBytes();
        return Token.sign(Token.Purpose.DESCRIPTOR, text, identity);
    }

    /** The same of an SGM that has its first identity key. */
    public static Descriptor open(String token, Bytes identityHash) throws Malformed {
        return open(token, identityHash, List.of());
    }

    /**
     * The descriptor in a token that names and is signed by the identity key to which the successions of that SGM lead.
     *
     * @param sgm the SGM's name, 32 octets
     * @param successions all there were, oldest first
     * @throws Malformed if it is another SGM's, the signature does not hold, or the text is not as it must be
     */
    public static Descriptor open(String token, Bytes sgm, List<Succession> successions) throws Malformed {
        var claimed = claimedKey(token);
        Identity.of(sgm, successions, claimed);
        var text = Token.open(Token.Purpose.DESCRIPTOR, token, claimed)
                .orElseThrow(() -> new Malformed("a descriptor without the identity's signature"));
        return read(text);
    }

    /**
     * The identity key that an unverified descriptor names: to be used only to find out whether it is the SGM's.
     *
     * @throws Malformed if it is no descriptor
     */
    public static VerifyingKey claimedKey(String token) throws Malformed {
        return read(Token.unverifiedPayload(Token.Purpose.DESCRIPTOR, token)).identityKey;
    }

    private static Descriptor read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "descriptor");
        json.exactly("v", 1);
        var keys = new ArrayList<Bytes>();
        for (var key : json.texts("tlsKeys")) {
            if (!key.matches("[0-9a-f]{64}")) {
                throw new Malformed("not the hash of a TLS key");
            }
            keys.add(Bytes.hex(key));
        }
        var descriptor = new Descriptor(
                VerifyingKey.of(json.bytes("identityKey", VerifyingKey.SIZE_BYTES)),
                json.text("url"),
                List.copyOf(keys),
                json.moment("from"),
                json.moment("until"));
        json.end();
        if (keys.isEmpty() || keys.size() > MOST_TLS_KEYS || !descriptor.url.startsWith("https://")) {
            throw new Malformed("a descriptor without TLS key, with too many, or of an address that is not https");
        }
        return descriptor;
    }
}
