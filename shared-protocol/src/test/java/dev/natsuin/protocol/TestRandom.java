package dev.natsuin.protocol;

import dev.natsuin.protocol.bytes.Bytes;
import java.security.SecureRandom;

/** Octets that only look random: SHA-256 over a seed and a counter, the same in every run. For tests and vectors. */
public final class TestRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final String seed;
    private long counter;

    /** Every seed gives another sequence. */
    public TestRandom(String seed) {
        this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] into) {
        for (var at = 0; at < into.length; at += 32) {
            var block =
                    Bytes.utf8("natsuin-test-random:" + seed + ":" + counter++).sha256();
            System.arraycopy(block.toArray(), 0, into, at, Math.min(32, into.length - at));
        }
    }

    /** The next octets of the sequence. */
    public Bytes bytes(int sizeBytes) {
        var octets = new byte[sizeBytes];
        nextBytes(octets);
        return Bytes.of(octets);
    }
}
