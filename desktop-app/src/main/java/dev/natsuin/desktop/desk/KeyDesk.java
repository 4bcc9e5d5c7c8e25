package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;

/**
 * What signers do with their keys. Every word is from a signed answer; PINs are lent, the caller closes them.
 *
 * <p>Blocks; one call at a time for each profile.
 */
public interface KeyDesk {
    /** Makes a key of this kind, with a certificate. */
    Answer<KeyRow> create(KeyAlgorithm algorithm, Secret pin);

    /** Gets a new certificate for a key that stays the same. */
    Answer<KeyRow> renew(String keyId, Secret pin);

    /** Destroys a key for ever and has its certificate revoked; gives it as it was. */
    Answer<KeyRow> destroy(String keyId, Secret pin);
}
