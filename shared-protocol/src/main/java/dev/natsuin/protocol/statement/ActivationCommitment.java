package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.VerifyingKey;

/**
 * What an enrolment says about the activation key without telling it: SHA-256 over a label, a random blind and the key.
 *
 * <p>The activation public key follows from device secret and PIN; whoever held both it and a stolen device could
 * search the PIN offline. So it stands in the envelope beside the blind, never in a statement that is kept, hashed or
 * logged.
 */
public final class ActivationCommitment {
    /** The length of the blind, in octets. */
    public static final int BLIND_SIZE_BYTES = 32;

    private static final Bytes LABEL = Bytes.utf8("natsuin-activation-commitment-v1");

    private ActivationCommitment() {}

    /** The commitment, 32 octets, to a key of 32 octets under a blind of 32. */
    public static Bytes of(Secret blind, Secret activationKey) {
        if (blind.size() != BLIND_SIZE_BYTES || activationKey.size() != VerifyingKey.SIZE_BYTES) {
            throw new IllegalArgumentException("wrong length");
        }
        var digest = HashAlgorithm.SHA_256.newDigest();
        digest.update(LABEL.toArray());
        return blind.use(b -> activationKey.use(k -> {
            digest.update(b);
            return Bytes.of(digest.digest(k));
        }));
    }
}
