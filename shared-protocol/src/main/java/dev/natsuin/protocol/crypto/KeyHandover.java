package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How a signing key lies at the SGM between an officer's invitation and the person's enrolment: encrypted under a
 * secret that only the enrolment code holds, so that no server can open it.
 *
 * <p>The enrolment secret, which the SGM gets to see, is derived from that secret and does not lead back to it.
 */
public final class KeyHandover {
    /** The length of the code's secret, in octets. */
    public static final int SECRET_SIZE_BYTES = 16;

    /** The longest name of whoever hands over, in octets of UTF-8. */
    public static final int LONGEST_NAME_BYTES = 400;

    /** How long it lies for the device that enrolled with the code. */
    public static final Duration LIFE_AFTER_ENROLMENT = Duration.ofDays(7);

    private static final byte VERSION = 1;
    private static final int SALT_SIZE_BYTES = 32;
    private static final int NONCE_SIZE_BYTES = 12;
    private static final int TAG_SIZE_BYTES = 16;
    private static final int HEAD_SIZE_BYTES = 1 + SALT_SIZE_BYTES;
    private static final Bytes LABEL = Bytes.utf8("natsuin-handed-key-v1");

    private KeyHandover() {}

    /**
     * Which key it is, by which code, at which SGM.
     *
     * @param identityHash of the SGM
     * @param secretHash of the enrolment secret, as the invitation has it
     * @param certificates DER: the key's own, then its issuers
     */
    public record Binding(Bytes identityHash, Bytes secretHash, List<Bytes> certificates) {
        /** Copies the list. */
        public Binding {
            if (identityHash.size() != 32 || secretHash.size() != 32) {
                throw new IllegalArgumentException("hashes have 32 octets");
            }
            certificates = List.copyOf(certificates);
        }

        /** As octets: each part of a fixed length, so that no two bindings have the same. */
        Bytes toBytes() {
            var digest = HashAlgorithm.SHA_256.newDigest();
            certificates.forEach(
                    certificate -> digest.update(certificate.sha256().toArray()));
            return Bytes.concat(LABEL, identityHash, secretHash, Bytes.of(digest.digest()));
        }
    }

    /**
     * What is handed over; whoever has it closes it.
     *
     * @param name of whoever hands over, as they are called where they work; empty if nobody told it
     * @param pkcs8 the key, DER
     */
    public record Content(String name, Secret pkcs8) implements AutoCloseable {
        @Override
        public void close() {
            pkcs8.close();
        }
    }

    /** The enrolment secret of a code with this secret; the caller closes it. */
    public static Secret enrolmentSecret(Secret codeSecret, Bytes identityHash) {
        try (var derived = derived(codeSecret, Bytes.concat(Bytes.utf8("enrolment-secret"), identityHash))) {
            return derived.use(octets -> Secret.taking(Arrays.copyOf(octets, SECRET_SIZE_BYTES)));
        }
    }

    private static Secret derived(Secret codeSecret, Bytes info) {
        if (codeSecret.size() != SECRET_SIZE_BYTES) {
            throw new IllegalArgumentException("not 16 octets");
        }
        try (var salt = Secret.taking("natsuin-v1".getBytes(StandardCharsets.US_ASCII));
                var base = Hkdf.extract(salt, codeSecret)) {
            return Hkdf.expand(base, info);
        }
    }

    /**
     * Encrypts what is handed over, which stays the caller's.
     *
     * @throws IllegalArgumentException if name or key are longer than may travel
     */
    public static Bytes seal(Secret codeSecret, Binding binding, Content content, SecureRandom random) {
        var name = content.name().getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST_NAME_BYTES || content.pkcs8().size() > KeyTransport.LARGEST_KEY_BYTES) {
            throw new IllegalArgumentException("longer than may travel");
        }
        var salt = new byte[SALT_SIZE_BYTES];
        random.nextBytes(salt);
        var plain = ByteBuffer.allocate(2 + name.length + content.pkcs8().size())
                .putShort((short) name.length)
                .put(name);
        content.pkcs8().use(plain::put);
        try (var key = key(codeSecret, binding, Bytes.of(salt));
                var plaintext = Secret.taking(plain.array())) {
            var cipher = cipher(true, key, binding);
            var ciphertext = plaintext.use(octets -> {
                var out = new byte[cipher.getOutputSize(octets.length)];
                end(cipher, out, cipher.processBytes(octets, 0, octets.length, out, 0));
                return Bytes.of(out);
            });
            return Bytes.concat(Bytes.of(new byte[] {VERSION}), Bytes.of(salt), ciphertext);
        }
    }

    private static void end(GCMModeCipher cipher, byte[] out, int from) {
        try {
            cipher.doFinal(out, from);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encrypting never fails", e);
        }
    }

    /** What was handed over, if it was encrypted under this secret and binding; the caller closes it. */
    public static Optional<Content> open(Secret codeSecret, Binding binding, Bytes sealed) {
        if (sealed.size() < HEAD_SIZE_BYTES + TAG_SIZE_BYTES + 2 || sealed.toArray()[0] != VERSION) {
            return Optional.empty();
        }
        var ciphertext = sealed.slice(HEAD_SIZE_BYTES, sealed.size()).toArray();
        try (var key = key(codeSecret, binding, sealed.slice(1, HEAD_SIZE_BYTES))) {
            var cipher = cipher(false, key, binding);
            var out = new byte[cipher.getOutputSize(ciphertext.length)];
            // Zeroed in any case: what it decrypts is there before its tag is looked at.
            try (var plain = Secret.taking(out)) {
                var done = cipher.processBytes(ciphertext, 0, ciphertext.length, out, 0);
                cipher.doFinal(out, done);
                return plain.use(KeyHandover::content);
            }
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    private static Optional<Content> content(byte[] plain) {
        var in = ByteBuffer.wrap(plain);
        var size = Short.toUnsignedInt(in.getShort());
        if (size > LONGEST_NAME_BYTES || size >= in.remaining()) {
            return Optional.empty();
        }
        try {
            var name = StandardCharsets.UTF_8.newDecoder().decode(in.slice().limit(size));
            return Optional.of(
                    new Content(name.toString(), Secret.taking(Arrays.copyOfRange(plain, 2 + size, plain.length))));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Secret key(Secret codeSecret, Binding binding, Bytes salt) {
        return derived(codeSecret, Bytes.concat(Bytes.utf8("handed-key"), binding.identityHash(), salt));
    }

    /** The key is used for this one ciphertext, so the nonce may always be the same. */
    private static GCMModeCipher cipher(boolean encrypting, Secret key, Binding binding) {
        var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        var parameters = key.use(octets -> new AEADParameters(
                new KeyParameter(octets),
                TAG_SIZE_BYTES * Byte.SIZE,
                new byte[NONCE_SIZE_BYTES],
                binding.toBytes().toArray()));
        cipher.init(encrypting, parameters);
        return cipher;
    }
}
