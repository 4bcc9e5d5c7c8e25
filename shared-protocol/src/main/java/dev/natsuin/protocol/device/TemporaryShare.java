package dev.natsuin.protocol.device;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import java.nio.charset.StandardCharsets;

/**
 * The seal share that the code for a further device stands for: under it the seal waits for the few minutes between the
 * old device's order and the new device's enrolment. 128 random bits, so nobody searches it.
 */
public final class TemporaryShare {
    private TemporaryShare() {}

    /** The share, 32 octets; the caller closes it, the code's secret stays theirs. */
    public static Secret of(Secret enrolmentSecret, Bytes identityHash, String user) {
        if (enrolmentSecret.size() != EnrolmentSecretHash.SECRET_SIZE_BYTES || identityHash.size() != 32) {
            throw new IllegalArgumentException("wrong length");
        }
        try (var salt = Secret.taking("natsuin-v1".getBytes(StandardCharsets.US_ASCII));
                var base = Hkdf.extract(salt, enrolmentSecret)) {
            return Hkdf.expand(base, DeviceKeys.info("temporary-seal", DeviceKeys.context(identityHash, user)));
        }
    }
}
