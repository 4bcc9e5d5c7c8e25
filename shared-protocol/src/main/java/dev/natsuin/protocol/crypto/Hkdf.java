package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF with SHA-256 (RFC 5869), each step giving 32 octets. */
public final class Hkdf {
    /** The length of what every step gives, in octets. */
    public static final int SIZE_BYTES = 32;

    private Hkdf() {}

    /** Extract (RFC 5869 §2.2). The caller closes the result. */
    public static Secret extract(Secret salt, Secret keyMaterial) {
        return salt.use(
                s -> keyMaterial.use(k -> Secret.taking(new HKDFBytesGenerator(new SHA256Digest()).extractPRK(s, k))));
    }

    /** Expand to 32 octets (RFC 5869 §2.3). The caller closes the result. */
    public static Secret expand(Secret pseudoRandomKey, Bytes info) {
        return pseudoRandomKey.use(prk -> {
            var generator = new HKDFBytesGenerator(new SHA256Digest());
            generator.init(HKDFParameters.skipExtractParameters(prk, info.toArray()));
            var out = new byte[SIZE_BYTES];
            generator.generateBytes(out, 0, out.length);
            return Secret.taking(out);
        });
    }
}
