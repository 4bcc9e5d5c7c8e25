package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;

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

    /** The commitment, 32 octets. */
    public static Bytes of(Secret blind, Secret activationKey) {
        return blind.use(b -> activationKey.use(
                k -> Bytes.concat(LABEL, Bytes.of(b), Bytes.of(k)).sha256()));
    }
}
