package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a signing key travels that is to be imported: encrypted to a transport key that the SGM made for one import.
 *
 * <p>What is encrypted is bound to the SGM, the person, their device and the transport key: it opens in no other's
 * import.
 */
public final class KeyTransport {
    /** The most octets of a signing key in PKCS#8. */
    public static final int LARGEST_KEY_BYTES = 8_192;

    /** Ways of encrypting, by the name on the wire. */
    public enum Suite {
        /** {@link Sealing} for {@link Sealing.Purpose#SIGNING_KEY}: the encapsulated key, then the ciphertext. */
        HPKE_X25519("hpke-x25519-hkdf-sha256-aes-256-gcm");

        private final String wireName;

        Suite(String wireName) {
            this.wireName = wireName;
        }

        /** The suite of this name, if it is one of ours. */
        public static Optional<Suite> byName(String name) {
            return Arrays.stream(values()).filter(s -> s.wireName.equals(name)).findFirst();
        }

        /** The name on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    private KeyTransport() {}

    /**
     * Whose key it is, and for which import.
     *
     * @param identityHash of the SGM that shall open it
     * @param user id of the person
     * @param device id of the device that orders the import
     * @param transportKey id of the transport key
     */
    public record Binding(Bytes identityHash, String user, String device, String transportKey) {
        /** As octets: each of a fixed length, so that no two bindings have the same. */
        Bytes toBytes() {
            return Bytes.concat(identityHash, Bytes.hex(user), Bytes.hex(device), Bytes.hex(transportKey));
        }
    }

    /**
     * Encrypts a signing key (PKCS#8, DER), which stays the caller's.
     *
     * @param publicKey the transport key
     * @throws Malformed if the public key is not one to which anything can be encrypted
     */
    public static Bytes encrypt(Suite suite, Bytes publicKey, Binding binding, Secret pkcs8, SecureRandom random)
            throws Malformed {
        return switch (suite) {
            case HPKE_X25519 -> Sealing.seal(Sealing.Purpose.SIGNING_KEY, publicKey, binding.toBytes(), pkcs8, random);
        };
    }

    /** The signing key in PKCS#8, if it was encrypted to this key under this binding. The caller closes it. */
    public static Optional<Secret> decrypt(Sealing.OpeningKey transportKey, Binding binding, Bytes encrypted) {
        if (encrypted.size() <= Sealing.KEY_SIZE_BYTES) {
            return Optional.empty();
        }
        return transportKey.open(
                Sealing.Purpose.SIGNING_KEY,
                encrypted.slice(0, Sealing.KEY_SIZE_BYTES),
                encrypted.slice(Sealing.KEY_SIZE_BYTES, encrypted.size()),
                binding.toBytes());
    }
}
