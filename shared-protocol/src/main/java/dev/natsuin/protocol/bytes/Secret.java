package dev.natsuin.protocol.bytes;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Octets that must not outlive their use: zeroed by {@link #close()}, never printed.
 *
 * <p>Not thread-safe: one owner, who closes it. Comparison takes a time that depends only on the length.
 */
public final class Secret implements AutoCloseable {
    private final byte[] octets;
    private boolean closed;

    private Secret(byte[] octets) {
        this.octets = octets;
    }

    /** Takes over the array: the caller must not keep it. */
    public static Secret taking(byte[] octets) {
        return new Secret(octets);
    }

    /** Copies the octets; the caller goes on owning (and zeroing) the array. */
    public static Secret copyOf(byte[] octets) {
        return new Secret(octets.clone());
    }

    /**
     * Lends the octets to {@code use}, which must neither keep nor change them.
     *
     * @throws IllegalStateException if closed
     */
    public <R> R use(Function<byte[], R> use) {
        if (closed) {
            throw new IllegalStateException("the secret was closed");
        }
        return use.apply(octets);
    }

    /** A new secret with the same octets, to be closed by its own owner. */
    public Secret copy() {
        return use(Secret::copyOf);
    }

    /** How many octets. */
    public int size() {
        return octets.length;
    }

    /** True if both hold the same octets. */
    public boolean matches(Secret other) {
        return use(mine -> other.use(theirs -> MessageDigest.isEqual(mine, theirs)));
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
