package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Two digests in one pass: SHA-256 of the original, and the signature's digest of original and increment.
 *
 * <p>When both are SHA-256 the work is done once: the second goes on from a copy of the first.
 */
public final class RangeDigest {
    private final MessageDigest all;
    private final @Nullable MessageDigest original;

    /** Starts, with the signature's hash. */
    public RangeDigest(HashAlgorithm algorithm) {
        all = algorithm.newDigest();
        original = algorithm == HashAlgorithm.SHA_256 ? null : HashAlgorithm.SHA_256.newDigest();
    }

    /** The next octets of the original. */
    public void original(byte[] buffer, int from, int length) {
        all.update(buffer, from, length);
        if (original != null) {
            original.update(buffer, from, length);
        }
    }

    /** SHA-256 of the original, which ends here; asked once. */
    public Bytes endOfOriginal() {
        if (original != null) {
            return Bytes.of(original.digest());
        }
        try {
            return Bytes.of(((MessageDigest) all.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK can copy the state of SHA-256", e);
        }
    }

    /** The next octets after the original. */
    public void after(byte[] buffer, int from, int length) {
        all.update(buffer, from, length);
    }

    /** The signature's digest; ends this object's use. */
    public Bytes all() {
        return Bytes.of(all.digest());
    }
}
