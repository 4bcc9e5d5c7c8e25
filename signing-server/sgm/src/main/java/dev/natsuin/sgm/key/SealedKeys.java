package dev.natsuin.sgm.key;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.sgm.crypto.Aead;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import java.security.SecureRandom;

/**
 * The seal around a person's keys: what their device must bring so that the SGM itself can open them.
 *
 * <p>Each person has one random seal key, kept only wrapped: once per device, under that device's seal share, and then
 * under the row key. A wrapped signing key is encrypted once more under a key derived from the seal key and its id.
 * Shares are nowhere stored.
 */
public final class SealedKeys {
    private static final int SEAL_KEY_SIZE_BYTES = 32;

    private final RowGuard guard;
    private final SecureRandom random;

    /** Seals with the row key that {@code guard} holds. */
    public SealedKeys(RowGuard guard, SecureRandom random) {
        this.guard = guard;
        this.random = random;
    }

    /** A new seal key for a person, wrapped for their first device. */
    public Bytes newSeal(String user, String device, Secret share) {
        var octets = new byte[SEAL_KEY_SIZE_BYTES];
        random.nextBytes(octets);
        try (var sealKey = Secret.taking(octets)) {
            return wrap(sealKey, user, device, share);
        }
    }

    /**
     * The person's seal key, wrapped for another device or under another share.
     *
     * @param device id of the device, or of the invitation that is to become one
     */
    public Bytes wrap(Secret sealKey, String user, String device, Secret share) {
        try (var inner = Secret.taking(
                Aead.encrypt(share, about(user, device), sealKey, random).toArray())) {
            return guard.encrypt(about(user, device), inner);
        }
    }

    /**
     * The person's seal key; the caller closes it.
     *
     * @throws RowTampered if wrap, share and ids do not belong together: after a right activation signature this is no
     *     mistake of the person's
     */
    public Secret openSeal(String user, String device, Bytes wrap, Secret share) {
        try (var inner = guard.decrypt(about(user, device), wrap)) {
            var ciphertext = inner.use(Bytes::of);
            return Aead.decrypt(share, about(user, device), ciphertext).orElseThrow(() -> new RowTampered("seal"));
        }
    }

    /**
     * The same seal under another row key: no share is needed, as it lies within.
     *
     * @param next holds that row key
     * @throws RowTampered if wrap and ids do not belong together
     */
    public Bytes under(RowGuard next, String user, String device, Bytes wrap) {
        try (var inner = guard.decrypt(about(user, device), wrap)) {
            return next.encrypt(about(user, device), inner);
        }
    }

    /** Seals a wrapped signing key. */
    public Bytes seal(Secret sealKey, String user, String keyId, Bytes wrapped) {
        try (var key = keySeal(sealKey, keyId);
                var content = Secret.taking(wrapped.toArray())) {
            return Aead.encrypt(key, aboutKey(user, keyId), content, random);
        }
    }

    /**
     * Opens the seal of a signing key.
     *
     * @throws RowTampered if seal key, ids and sealed form do not belong together
     */
    public Bytes unseal(Secret sealKey, String user, String keyId, Bytes sealed) {
        try (var key = keySeal(sealKey, keyId);
                var content = Aead.decrypt(key, aboutKey(user, keyId), sealed)
                        .orElseThrow(() -> new RowTampered("signing key"))) {
            return content.use(Bytes::of);
        }
    }

    private static Secret keySeal(Secret sealKey, String keyId) {
        return Hkdf.expand(sealKey, Bytes.utf8("natsuin-key-seal-v1|" + keyId));
    }

    private static Bytes about(String user, String device) {
        return Bytes.utf8("natsuin-seal-v1|" + user + "|" + device);
    }

    /** What a key's wrapped and sealed forms are bound to. */
    public static Bytes aboutKey(String user, String keyId) {
        return Bytes.utf8("natsuin-signing-key-v1|" + user + "|" + keyId);
    }
}
