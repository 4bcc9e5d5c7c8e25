package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Two digests in one pass: SHA-256 of the original, and the signature's digest of original and increment.
 *
 * <p>When both are SHA-256 the work is done once: the second goes on from a copy of the first.
 */
public final class RangeDigest {
    private static final int BLOCK_BYTES = 1 << 18;

    private final MessageDigest all;
    private final @Nullable MessageDigest original;

    /** Starts, with the signature's hash. */
    public RangeDigest(HashAlgorithm algorithm) {
        all = algorithm.newDigest();
        original = algorithm == HashAlgorithm.SHA_256 ? null : HashAlgorithm.SHA_256.newDigest();
    }

    /**
     * With a file's first octets as the original, read in blocks.
     *
     * @throws EOFException if the file is shorter
     */
    public static RangeDigest ofOriginal(Path file, long length, HashAlgorithm algorithm) throws IOException {
        var digests = new RangeDigest(algorithm);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            feed(channel, length, digests::original);
        }
        return digests;
    }

    private RangeDigest(MessageDigest all, @Nullable MessageDigest original) {
        this.all = all;
        this.original = original;
    }

    /** As it is now; both go on alone. */
    public RangeDigest copy() {
        return new RangeDigest(copy(all), original == null ? null : copy(original));
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK can copy the state of its digests", e);
        }
    }

    /** Takes octets in passing; must not keep the array. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] buffer, int from, int length);
    }

    /** Hands the next {@code length} octets of a file to a sink. */
    static void feed(FileChannel channel, long length, Sink sink) throws IOException {
        var block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, Math.max(1, length)));
        for (long left = length; left > 0; left -= block.position()) {
            block.clear().limit((int) Math.min(left, block.capacity()));
            if (channel.read(block) < 0) {
                throw new EOFException("the file became shorter");
            }
            sink.take(block.array(), 0, block.position());
        }
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
        return Bytes.of((original == null ? copy(all) : original).digest());
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
