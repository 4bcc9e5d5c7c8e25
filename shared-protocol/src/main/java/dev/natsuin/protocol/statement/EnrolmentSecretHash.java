package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;

/** What the SGM keeps of an enrolment secret (128 random bits, so no salt is needed). */
public final class EnrolmentSecretHash {
    /** The length of the secret, in octets. */
    public static final int SECRET_SIZE_BYTES = 16;

    private static final Bytes LABEL = Bytes.utf8("natsuin-enrolment-v1");

    private EnrolmentSecretHash() {}

    /** The hash, 32 octets. */
    public static Bytes of(Secret secret) {
        if (secret.size() != SECRET_SIZE_BYTES) {
            throw new IllegalArgumentException("not 16 octets");
        }
        var digest = HashAlgorithm.SHA_256.newDigest();
        digest.update(LABEL.toArray());
        return secret.use(s -> Bytes.of(digest.digest(s)));
    }
}
