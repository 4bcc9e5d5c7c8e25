package dev.natsuin.sgm.service;

import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The SGM's lasting keys, unwrapped while it runs: identity, log, key-encryption key, row key.
 *
 * <p>They are different keys (DESIGN §4). The vault wraps each under its name.
 */
public final class ServiceKeys implements AutoCloseable {
    /** When a key ends that has no end: 9999-12-31T23:59:59Z. */
    public static final Instant NO_END = Instant.ofEpochSecond(253_402_300_799L);

    private static final int SYMMETRIC_SIZE_BYTES = 32;

    private final SigningSeed identity;
    private final SigningSeed log;
    private final Secret kek;
    private final Secret rowKey;

    private ServiceKeys(SigningSeed identity, SigningSeed log, Secret kek, Secret rowKey) {
        this.identity = identity;
        this.log = log;
        this.kek = kek;
        this.rowKey = rowKey;
    }

    /** Makes all of them anew, for the ceremony of init. */
    public static ServiceKeys create(SecureRandom random) {
        return new ServiceKeys(
                SigningSeed.random(random), SigningSeed.random(random), symmetric(random), symmetric(random));
    }

    private static Secret symmetric(SecureRandom random) {
        var key = new byte[SYMMETRIC_SIZE_BYTES];
        random.nextBytes(key);
        return Secret.taking(key);
    }

    /** Keeps them, wrapped. */
    public void store(Rows rows, Vault vault, Instant now) {
        try (var identitySeed = identity.copySeed();
                var logSeed = log.copySeed()) {
            put(rows, vault, "identity", identitySeed, identity.publicKey().encoded(), now);
            put(rows, vault, "log", logSeed, log.publicKey().encoded(), now);
        }
        put(rows, vault, "kek-1", kek, Bytes.EMPTY, now);
        put(rows, vault, "row-key", rowKey, Bytes.EMPTY, now);
    }

    private static void put(Rows rows, Vault vault, String name, Secret key, Bytes publicPart, Instant now) {
        rows.put(new ServiceKeyRow(name, vault.wrap(name, key), publicPart, now, NO_END));
    }

    /**
     * Unwraps what {@link #store} kept.
     *
     * @throws SgmFault if one is missing or does not belong to the vault
     */
    public static ServiceKeys open(Rows rows, Vault vault) {
        return new ServiceKeys(
                SigningSeed.taking(unwrap(rows, vault, "identity")),
                SigningSeed.taking(unwrap(rows, vault, "log")),
                unwrap(rows, vault, "kek-1"),
                unwrap(rows, vault, "row-key"));
    }

    private static Secret unwrap(Rows rows, Vault vault, String name) {
        var row = rows.serviceKey(name).orElseThrow(() -> new SgmFault("opening " + name + ": it is not in sgm.db"));
        return vault.unwrap(name, row.wrapped());
    }

    /** Signs answers, descriptors and sealing keys; stays this object's. */
    public SigningSeed identity() {
        return identity;
    }

    /** The hash by which this SGM is known. */
    public Bytes identityHash() {
        return Identity.hashOf(identity.publicKey());
    }

    /** Signs checkpoints; stays this object's. */
    public SigningSeed log() {
        return log;
    }

    /** A copy of the key-encryption key; the caller closes it. */
    public Secret copyKek() {
        return kek.copy();
    }

    /** The row key; stays this object's. */
    public Secret rowKey() {
        return rowKey;
    }

    @Override
    public void close() {
        identity.close();
        log.close();
        kek.close();
        rowKey.close();
    }
}
