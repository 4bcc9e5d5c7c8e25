package dev.natsuin.sgm.service;

import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.Faults;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The SGM's lasting keys, unwrapped while it runs: identity, log, key-encryption key, row key.
 *
 * <p>They are different keys (DESIGN §4). The vault wraps each under its name.
 */
public final class ServiceKeys implements AutoCloseable {
    /** When a key ends that has no end: 9999-12-31T23:59:59Z. */
    public static final Instant NO_END = Instant.ofEpochSecond(253_402_300_799L);

    private static final int SYMMETRIC_SIZE_BYTES = 32;
    private static final String IDENTITY = "identity";
    private static final String LOG = "log";
    private static final String KEK = "kek-1";
    private static final String ROW_KEY = "row-key";
    private static final List<String> LASTING = List.of(IDENTITY, LOG, KEK, ROW_KEY);

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
            put(rows, vault, IDENTITY, identitySeed, identity.publicKey().encoded(), now);
            put(rows, vault, LOG, logSeed, log.publicKey().encoded(), now);
        }
        put(rows, vault, KEK, kek, Bytes.EMPTY, now);
        put(rows, vault, ROW_KEY, rowKey, Bytes.EMPTY, now);
    }

    private static void put(Rows rows, Vault vault, String name, Secret key, Bytes publicPart, Instant now) {
        rows.put(new ServiceKeyRow(name, vault.wrap(name, key), publicPart, now, NO_END));
    }

    /**
     * Unwraps what {@link #store} kept.
     *
     * @throws SgmFault if one is missing, does not belong to the vault, or its row was altered
     */
    public static ServiceKeys open(Rows rows, Vault vault) {
        var keys = new ServiceKeys(
                SigningSeed.taking(unwrap(rows, vault, IDENTITY)),
                SigningSeed.taking(unwrap(rows, vault, LOG)),
                unwrap(rows, vault, KEK),
                unwrap(rows, vault, ROW_KEY));
        for (var name : LASTING) {
            if (!keys.agrees(row(rows, name))) {
                keys.close();
                throw new SgmFault("opening " + name + ": a row was altered: service_key " + name);
            }
        }
        return keys;
    }

    /**
     * Erases what no backup holds (DESIGN §4): the log's key, because a restored log is a new epoch, sealing keys, and
     * all that is made anew when it is asked for.
     */
    public static void eraseWhatNoBackupHolds(Rows rows) {
        for (var row : rows.serviceKeys("")) {
            var kept = (LASTING.contains(row.name()) && !row.name().equals(LOG))
                    || row.name().equals(CertificateAuthority.NAME);
            if (!kept) {
                rows.eraseServiceKey(row.name());
            }
        }
    }

    /** Makes and keeps a log key where there is none: for the first entry of a new epoch. */
    public static void putNewLogKey(Rows rows, Vault vault, SecureRandom random, Instant now) {
        try (var made = SigningSeed.random(random);
                var seed = made.copySeed()) {
            put(rows, vault, LOG, seed, made.publicKey().encoded(), now);
        }
    }

    private static ServiceKeyRow row(Rows rows, String name) {
        return rows.serviceKey(name).orElseThrow(() -> new SgmFault("opening " + name + ": it is not in sgm.db"));
    }

    private static Secret unwrap(Rows rows, Vault vault, String name) {
        return vault.unwrap(name, row(rows, name).wrapped());
    }

    /** The vault protects the wrapped key and its name; the rest of its row follows from the key. */
    private boolean agrees(ServiceKeyRow row) {
        var publicPart = switch (row.name()) {
            case IDENTITY -> identity.publicKey().encoded();
            case LOG -> log.publicKey().encoded();
            default -> Bytes.EMPTY;
        };
        return row.publicPart().equals(publicPart) && row.until().equals(NO_END);
    }

    /** When init was, by the log's first entry; nothing if that is not there, which the log's check names. */
    private static Optional<Instant> made(Rows rows) {
        try {
            return Optional.of(SignatureLog.leafOf(rows.logRow(0)).time());
        } catch (RowTampered e) {
            return Optional.empty();
        }
    }

    /** When the log's key was made, likewise. */
    private static Optional<Instant> epochBegun(Rows rows) {
        try {
            return Optional.of(Epochs.of(rows).current().begun());
        } catch (RowTampered e) {
            return Optional.empty();
        }
    }

    /**
     * Names the rows of lasting keys that are not as {@link #store} kept them, and rows of keys that nobody made.
     *
     * @param others knows further rows that are as they were made
     */
    public void check(Rows rows, Vault vault, Predicate<ServiceKeyRow> others, Faults faults) {
        var made = made(rows);
        var epochBegun = epochBegun(rows);
        for (var row : rows.serviceKeys("")) {
            var lasting = LASTING.contains(row.name());
            var sound = lasting
                    ? agrees(row)
                            && (row.name().equals(LOG) ? epochBegun : made)
                                    .map(row.from()::equals)
                                    .orElse(true)
                    : row.name().equals(CertificateAuthority.NAME)
                            || SealingKeys.isSound(row, vault)
                            || others.test(row);
            if (!sound) {
                faults.add("a row was altered: service_key " + row.name());
            }
        }
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
