package dev.natsuin.sgm.crypto;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random 96-bit nonce in front of the ciphertext.
 *
 * <p>Every key here encrypts far fewer than 2^32 messages, so random nonces do (NIST SP 800-38D §8.3).
 */
public final class Aead {
    private static final int NONCE_SIZE_BYTES = 12;
    private static final int TAG_SIZE_BITS = 128;

    private Aead() {}

    /** Encrypts; the secrets stay the caller's. The associated data must be given again to decrypt. */
    public static Bytes encrypt(Secret key, Bytes associatedData, Secret plaintext, SecureRandom random) {
        var nonce = new byte[NONCE_SIZE_BYTES];
        random.nextBytes(nonce);
        return plaintext.use(p -> {
            try {
                var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData);
                return Bytes.concat(Bytes.of(nonce), Bytes.of(cipher.doFinal(p)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-256-GCM is not available", e);
            }
        });
    }

    /** Decrypts, if key, associated data and ciphertext belong together; else nothing. The caller closes the result. */
    public static Optional<Secret> decrypt(Secret key, Bytes associatedData, Bytes ciphertext) {
        if (ciphertext.size() < NONCE_SIZE_BYTES + TAG_SIZE_BITS / 8) {
            return Optional.empty();
        }
        var nonce = ciphertext.slice(0, NONCE_SIZE_BYTES).toArray();
        var rest = ciphertext.slice(NONCE_SIZE_BYTES, ciphertext.size()).toArray();
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, associatedData);
            return Optional.of(Secret.taking(cipher.doFinal(rest)));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    private static Cipher cipher(int mode, Secret key, byte[] nonce, Bytes associatedData)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        var aes = key.use(k -> new SecretKeySpec(k, "AES"));
        cipher.init(mode, aes, new GCMParameterSpec(TAG_SIZE_BITS, nonce));
        cipher.updateAAD(associatedData.toArray());
        return cipher;
    }
}
