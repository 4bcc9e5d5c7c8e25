package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and AES-256-GCM, single shot.
 *
 * <p>What is sealed for one purpose opens for no other, because the info differs. For a statement the associated data
 * is the identity hash of the SGM that shall open it; for a signing key see {@link KeyTransport}.
 */
public final class Sealing {
    /** The length of a public key and of the encapsulated key, in octets. */
    public static final int KEY_SIZE_BYTES = 32;

    /** What is sealed. */
    enum Purpose {
        STATEMENT("natsuin-statement-v1"),
        SIGNING_KEY("natsuin-signing-key-transport-v1");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        private byte[] info() {
            return Bytes.utf8(label).toArray();
        }
    }

    private Sealing() {}

    private static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    /** A private key that opens; zeroed on close as far as the library lets it. */
    public static final class OpeningKey implements AutoCloseable {
        private final Secret scalar;
        private final Bytes publicKey;

        private OpeningKey(Secret scalar, Bytes publicKey) {
            this.scalar = scalar;
            this.publicKey = publicKey;
        }

        /** Makes a new one. */
        public static OpeningKey random(SecureRandom random) {
            return taking(Secret.taking(new X25519PrivateKeyParameters(random).getEncoded()));
        }

        /** Takes over 32 octets made by {@link #copyScalar()} before. */
        public static OpeningKey taking(Secret scalar) {
            if (scalar.size() != KEY_SIZE_BYTES) {
                throw new IllegalArgumentException("not 32 octets");
            }
            return new OpeningKey(
                    scalar,
                    scalar.use(s -> Bytes.of(new X25519PrivateKeyParameters(s, 0)
                            .generatePublicKey()
                            .getEncoded())));
        }

        /** The key to seal to. */
        public Bytes publicKey() {
            return publicKey;
        }

        /** The same key for another owner, who closes it. */
        public OpeningKey copy() {
            return new OpeningKey(scalar.copy(), publicKey);
        }

        /** A copy to keep; the caller closes it. */
        public Secret copyScalar() {
            return scalar.copy();
        }

        /**
         * The plaintext, if a statement was sealed to this key with this associated data; else nothing. The caller
         * closes it.
         */
        public Optional<Secret> open(Bytes encapsulated, Bytes ciphertext, Bytes associatedData) {
            return open(Purpose.STATEMENT, encapsulated, ciphertext, associatedData);
        }

        Optional<Secret> open(Purpose purpose, Bytes encapsulated, Bytes ciphertext, Bytes associatedData) {
            return scalar.use(s -> {
                var own = new X25519PrivateKeyParameters(s, 0);
                var pair = new AsymmetricCipherKeyPair(new X25519PublicKeyParameters(publicKey.toArray(), 0), own);
                try {
                    return Optional.of(Secret.taking(hpke().open(
                                    encapsulated.toArray(),
                                    pair,
                                    purpose.info(),
                                    associatedData.toArray(),
                                    ciphertext.toArray(),
                                    null,
                                    null,
                                    null)));
                } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
                    // A point of small order or a wrong length shows as an argument or state that is refused.
                    return Optional.empty();
                }
            });
        }

        @Override
        public void close() {
            scalar.close();
        }

        @Override
        public String toString() {
            return "OpeningKey";
        }
    }

    /**
     * Seals a statement, which stays the caller's: the encapsulated key (32 octets), then the ciphertext.
     *
     * @throws Malformed if the public key is not one to which anything can be sealed
     */
    public static Bytes seal(Bytes publicKey, Bytes associatedData, Secret plaintext, SecureRandom random)
            throws Malformed {
        return seal(Purpose.STATEMENT, publicKey, associatedData, plaintext, random);
    }

    static Bytes seal(Purpose purpose, Bytes publicKey, Bytes associatedData, Secret plaintext, SecureRandom random)
            throws Malformed {
        if (publicKey.size() != KEY_SIZE_BYTES) {
            throw new Malformed("not an X25519 key");
        }
        var context = sender(purpose, publicKey, random);
        var ciphertext = plaintext.use(p -> {
            try {
                return context.seal(associatedData.toArray(), p);
            } catch (InvalidCipherTextException e) {
                throw new IllegalStateException("sealing failed", e);
            }
        });
        return Bytes.concat(Bytes.of(context.getEncapsulation()), Bytes.of(ciphertext));
    }

    private static HPKEContextWithEncapsulation sender(Purpose purpose, Bytes publicKey, SecureRandom random)
            throws Malformed {
        var ephemeral = new X25519PrivateKeyParameters(random);
        var pair = new AsymmetricCipherKeyPair(ephemeral.generatePublicKey(), ephemeral);
        try {
            return hpke().setupBaseS(new X25519PublicKeyParameters(publicKey.toArray(), 0), purpose.info(), pair);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new Malformed("an X25519 key of small order", e);
        }
    }
}
