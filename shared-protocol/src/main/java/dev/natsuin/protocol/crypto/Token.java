package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.Optional;

/**
 * A signed text in JWS compact form (RFC 7515 §7.1) with Ed25519 (RFC 8037) and a protected header that is one fixed
 * byte string per purpose.
 *
 * <p>The header is compared, never parsed: there is no algorithm to choose, no key to embed, nothing critical to
 * ignore.
 */
public final class Token {
    /** What a signature is for; a signature for one purpose never holds for another. */
    public enum Purpose {
        DEVICE_STATEMENT("natsuin-device"),
        ACTIVATION("natsuin-activation"),
        ANSWER("natsuin-answer"),
        HELLO("natsuin-hello"),
        SEALING_KEY("natsuin-sealing-key"),
        DESCRIPTOR("natsuin-descriptor"),
        LOGIN("natsuin-login"),
        SUCCESSION("natsuin-succession"),
        SUCCESSOR("natsuin-successor");

        private final String header;

        Purpose(String typ) {
            this.header =
                    Bytes.utf8("{\"alg\":\"EdDSA\",\"typ\":\"" + typ + "\"}").toBase64Url();
        }
    }

    private Token() {}

    /** The octets that are signed: {@code header "." payload}, both base64url (RFC 7515 §5.1). */
    public static Bytes signingInput(Purpose purpose, Bytes payload) {
        return Bytes.utf8(purpose.header + "." + payload.toBase64Url());
    }

    /** Signs the payload. */
    public static String sign(Purpose purpose, Bytes payload, SigningSeed key) {
        var input = signingInput(purpose, payload);
        return input.toUtf8() + "." + key.sign(input).toBase64Url();
    }

    /** The payload, if the token has this purpose and its signature holds under the key; else nothing. */
    public static Optional<Bytes> open(Purpose purpose, String token, VerifyingKey key) {
        try {
            var parts = parts(purpose, token);
            var payload = Bytes.base64Url(parts[1]);
            var holds = key.verifies(signingInput(purpose, payload), Bytes.base64Url(parts[2]));
            return holds ? Optional.of(payload) : Optional.empty();
        } catch (Malformed | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The payload of a token whose signer is named inside it: to be used only to find the key, then opened with it.
     *
     * @throws Malformed if it is not a token of this purpose
     */
    public static Bytes unverifiedPayload(Purpose purpose, String token) throws Malformed {
        try {
            return Bytes.base64Url(parts(purpose, token)[1]);
        } catch (IllegalArgumentException e) {
            throw new Malformed("not base64url", e);
        }
    }

    private static String[] parts(Purpose purpose, String token) throws Malformed {
        var parts = token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(purpose.header)) {
            throw new Malformed("not a token of this purpose");
        }
        return parts;
    }
}
