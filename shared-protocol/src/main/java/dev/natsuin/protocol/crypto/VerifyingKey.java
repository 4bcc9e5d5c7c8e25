package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key (RFC 8032) that is a point of full order.
 *
 * <p>Small-order and mixed-order keys are refused when one is made from outside: under them one signature can hold for
 * many messages. The JDK's verifier accepts such keys, so BouncyCastle verifies everywhere.
 */
public final class VerifyingKey {
    /** The length of a key, in octets. */
    public static final int SIZE_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    /** The length of a signature, in octets. */
    public static final int SIGNATURE_SIZE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final Bytes encoded;

    private VerifyingKey(Bytes encoded) {
        this.encoded = encoded;
    }

    /**
     * Checks a key from outside.
     *
     * @throws Malformed if it is not 32 octets naming a point of full order, in canonical form
     */
    public static VerifyingKey of(Bytes encoded) throws Malformed {
        if (encoded.size() != SIZE_BYTES || !Ed25519.validatePublicKeyFull(encoded.toArray(), 0)) {
            throw new Malformed("not an Ed25519 key of full order");
        }
        return new VerifyingKey(encoded);
    }

    /** Takes a key that {@link #of} has accepted before and that an authenticated place has kept since. */
    public static VerifyingKey kept(Bytes encoded) {
        if (encoded.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("not 32 octets");
        }
        return new VerifyingKey(encoded);
    }

    /** True if the signature holds for the message under this key. Never throws for any octets. */
    public boolean verifies(Bytes message, Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE_BYTES) {
            return false;
        }
        var m = message.toArray();
        return Ed25519.verify(signature.toArray(), 0, encoded.toArray(), 0, m, 0, m.length);
    }

    /** The 32 octets. */
    public Bytes encoded() {
        return encoded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        // Without the octets: an activation key in a log would let the holder of a stolen device search the PIN.
        return "VerifyingKey";
    }
}
