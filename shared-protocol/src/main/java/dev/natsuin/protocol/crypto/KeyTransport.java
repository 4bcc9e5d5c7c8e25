package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * How a signing key travels that is to be imported: encrypted to a transport key that the SGM made for one import.
 *
 * <p>What is encrypted is bound to the SGM, the person, their device and the transport key: it opens in no other's
 * import. With HPKE the ciphertext says so itself; RSA-OAEP in a token has no place for that, and there it is the
 * transport key that belongs to one device and one import.
 */
public final class KeyTransport {
    /** The most octets of a signing key in PKCS#8. */
    public static final int LARGEST_KEY_BYTES = 8_192;

    /** The modulus of an RSA transport key. */
    public static final int RSA_BITS = 3_072;

    /** So many octets at the beginning of what was encrypted to an RSA key are the encrypted AES key. */
    public static final int RSA_BLOCK_BYTES = RSA_BITS / Byte.SIZE;

    private static final int RSA_PUBLIC_KEY_BYTES = 422;
    private static final int AES_KEY_BYTES = 32;
    private static final BigInteger F4 = BigInteger.valueOf(65_537);

    /** Ways of encrypting, by the name on the wire. */
    public enum Suite {
        /** {@link Sealing} for {@link Sealing.Purpose#SIGNING_KEY}: the encapsulated key, then the ciphertext. */
        HPKE_X25519("hpke-x25519-hkdf-sha256-aes-256-gcm", Sealing.KEY_SIZE_BYTES),
        /**
         * RSAES-OAEP with SHA-256 and MGF1 with SHA-256 (RFC 8017 §7.1) of a fresh AES-256 key, then the signing key
         * under it by AES key wrap with padding (RFC 5649). The public key is a SubjectPublicKeyInfo in DER.
         */
        RSA_OAEP_SHA256("rsa-3072-oaep-sha256-aes-256-kwp", RSA_PUBLIC_KEY_BYTES),
        /**
         * The same with SHA-1 in both places, for tokens that know no other. OAEP asks no resistance to collisions of
         * it (RFC 8017 §7.1 and appendix B.1).
         */
        RSA_OAEP_SHA1("rsa-3072-oaep-sha1-aes-256-kwp", RSA_PUBLIC_KEY_BYTES);

        private final String wireName;
        private final int publicKeyBytes;

        Suite(String wireName, int publicKeyBytes) {
            this.wireName = wireName;
            this.publicKeyBytes = publicKeyBytes;
        }

        /** The size of a transport key, as it travels. */
        public int publicKeyBytes() {
            return publicKeyBytes;
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
            case RSA_OAEP_SHA256 -> wrapped(rsa(publicKey), SHA256Digest::new, pkcs8, random);
            case RSA_OAEP_SHA1 -> wrapped(rsa(publicKey), SHA1Digest::new, pkcs8, random);
        };
    }

    private static RSAKeyParameters rsa(Bytes publicKey) throws Malformed {
        try {
            if (PublicKeyFactory.createKey(publicKey.toArray()) instanceof RSAKeyParameters key
                    && key.getModulus().bitLength() == RSA_BITS
                    && key.getExponent().equals(F4)) {
                return key;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Malformed("a transport key that cannot be read", e);
        }
        throw new Malformed("a transport key that is not of its suite");
    }

    private static Bytes wrapped(
            RSAKeyParameters to, Supplier<? extends Digest> digest, Secret pkcs8, SecureRandom random) {
        var fresh = new byte[AES_KEY_BYTES];
        random.nextBytes(fresh);
        try (var key = Secret.taking(fresh)) {
            return Bytes.concat(
                    key.use(octets -> oaep(to, digest.get(), octets, random)),
                    key.use(under -> pkcs8.use(octets -> keyWrap(under, octets))));
        }
    }

    private static Bytes oaep(RSAKeyParameters to, Digest digest, byte[] octets, SecureRandom random) {
        var oaep = new OAEPEncoding(new RSAEngine(), digest);
        oaep.init(true, new ParametersWithRandom(to, random));
        try {
            return Bytes.of(oaep.processBlock(octets, 0, octets.length));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("32 octets always fit", e);
        }
    }

    private static Bytes keyWrap(byte[] under, byte[] octets) {
        var engine = new RFC5649WrapEngine(AESEngine.newInstance());
        engine.init(true, new KeyParameter(under));
        return Bytes.of(engine.wrap(octets, 0, octets.length));
    }

    /**
     * The signing key in PKCS#8, if it was encrypted by {@link Suite#HPKE_X25519} to this key under this binding. The
     * caller closes it. The other suites are opened by a token and by nothing else.
     */
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
