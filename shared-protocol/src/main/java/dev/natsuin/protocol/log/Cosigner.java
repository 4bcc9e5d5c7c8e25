package dev.natsuin.protocol.log;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.time.Instant;

/**
 * A key that cosigns checkpoints under a name and can sign nothing else: all that it signs begins as a
 * {@link Cosignature} does, and no statement does.
 */
public final class Cosigner implements AutoCloseable {
    private final String name;
    private final SigningSeed key;

    /** With this seed of 32 octets, which it takes over. */
    public Cosigner(String name, Secret seed) {
        this.name = name;
        this.key = SigningSeed.taking(seed);
    }

    /** The key that verifies. */
    public VerifyingKey key() {
        return key.publicKey();
    }

    /** The note with a cosignature of this time. */
    public String cosigned(String note, Instant time) {
        return Cosignature.added(note, name, key, time);
    }

    @Override
    public void close() {
        key.close();
    }
}
