package dev.natsuin.desktop.testdata;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** The same "random" octets on every machine, for test data only: SHA-256 of a seed and a counter. */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final String seed;
    private long counter;

    /** Starts the sequence that belongs to this text. */
    public SeededRandom(String seed) {
        this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] wanted) {
        for (int at = 0; at < wanted.length; ) {
            var digest = HashAlgorithm.SHA_256.newDigest();
            digest.update(seed.getBytes(StandardCharsets.UTF_8));
            var block = digest.digest(
                    ByteBuffer.allocate(Long.BYTES).putLong(counter++).array());
            int length = Math.min(block.length, wanted.length - at);
            System.arraycopy(block, 0, wanted, at, length);
            at += length;
        }
    }
}
