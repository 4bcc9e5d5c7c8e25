package dev.natsuin.sgm.service;

import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.Faults;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.log.Successions;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
    private static final String KEK = "kek-";
    private static final Pattern KEK_NAME = Pattern.compile("kek-([1-9][0-9]{0,5})");
    private static final String ROW_KEY = "row-key";
    private static final Pattern ROW_KEY_NAME = Pattern.compile("row-key(?:-([1-9][0-9]{0,5}))?");
    private static final String SERIALS = "serial-number-key";

    private final ReadWriteLock identityLock = new ReentrantReadWriteLock();
    private SigningSeed identitySeed;
    private volatile Successions identities;
    private final SigningSeed log;
    private final NavigableMap<Integer, Secret> keks;
    private final int rowKeyEpoch;
    private final Secret rowKey;
    private final Optional<Secret> serials;

    private ServiceKeys(
            SigningSeed identitySeed,
            Successions identities,
            SigningSeed log,
            NavigableMap<Integer, Secret> keks,
            int rowKeyEpoch,
            Secret rowKey,
            Optional<Secret> serials) {
        this.identitySeed = identitySeed;
        this.identities = identities;
        this.log = log;
        this.keks = keks;
        this.rowKeyEpoch = rowKeyEpoch;
        this.rowKey = rowKey;
        this.serials = serials;
    }

    /** Makes all of them anew, for the ceremony of init. */
    public static ServiceKeys create(SecureRandom random) {
        var identity = SigningSeed.random(random);
        return new ServiceKeys(
                identity,
                Successions.none(identity.publicKey()),
                SigningSeed.random(random),
                new TreeMap<>(Map.of(1, symmetric(random))),
                1,
                symmetric(random),
                Optional.empty());
    }

    private static Secret symmetric(SecureRandom random) {
        var key = new byte[SYMMETRIC_SIZE_BYTES];
        random.nextBytes(key);
        return Secret.taking(key);
    }

    /** Keeps them, wrapped. */
    public void store(Rows rows, Vault vault, Instant now) {
        putIdentity(rows, vault, identitySeed, now);
        try (var logSeed = log.copySeed()) {
            put(rows, vault, LOG, logSeed, log.publicKey().encoded(), now);
        }
        keks.forEach((epoch, kek) -> put(rows, vault, KEK + epoch, kek, Bytes.EMPTY, now));
        put(rows, vault, rowKeyName(rowKeyEpoch), rowKey, Bytes.EMPTY, now);
    }

    private static void putIdentity(Rows rows, Vault vault, SigningSeed identity, Instant now) {
        try (var seed = identity.copySeed()) {
            put(rows, vault, IDENTITY, seed, identity.publicKey().encoded(), now);
        }
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
        var identity = SigningSeed.taking(unwrap(rows, vault, IDENTITY));
        var rowKey = rowKeyRow(rows);
        var keys = new ServiceKeys(
                identity,
                successions(rows, identity),
                SigningSeed.taking(unwrap(rows, vault, LOG)),
                keks(rows, vault),
                rowKeyEpochOf(rowKey.name()).orElseThrow(),
                vault.unwrap(rowKey.name(), rowKey.wrapped()),
                rows.serviceKey(SERIALS).map(row -> vault.unwrap(SERIALS, row.wrapped())));
        for (var row : rows.serviceKeys("")) {
            var another = rowKeyEpochOf(row.name()).isPresent() && !row.name().equals(rowKey.name());
            if (another || (isLasting(row.name()) && !keys.agrees(row))) {
                keys.close();
                throw altered(row.name());
            }
        }
        return keys;
    }

    /** True if this vault is the one that wraps them. */
    public static boolean belongTo(Rows rows, Vault vault) {
        var row = rowKeyRow(rows);
        try (var key = vault.unwrap(row.name(), row.wrapped())) {
            return key.size() == SYMMETRIC_SIZE_BYTES;
        } catch (SgmFault e) {
            return false;
        }
    }

    private static SgmFault altered(String name) {
        return new SgmFault("opening " + name + ": a row of sgm.db was altered: service_key " + name);
    }

    private static boolean isLasting(String name) {
        return Set.of(IDENTITY, LOG, SERIALS).contains(name)
                || epochOf(name).isPresent()
                || rowKeyEpochOf(name).isPresent();
    }

    private static String rowKeyName(int epoch) {
        return epoch == 1 ? ROW_KEY : ROW_KEY + "-" + epoch;
    }

    /** Of a row key the number of the key-encryption key that it was made with. */
    private static Optional<Integer> rowKeyEpochOf(String name) {
        var rowKey = ROW_KEY_NAME.matcher(name);
        return rowKey.matches()
                ? Optional.of(Optional.ofNullable(rowKey.group(1))
                        .map(Integer::valueOf)
                        .orElse(1))
                : Optional.empty();
    }

    /** The row key of now: the newest, should an earlier one have been put back. */
    private static ServiceKeyRow rowKeyRow(Rows rows) {
        return rows.serviceKeys(ROW_KEY).stream()
                .filter(row -> rowKeyEpochOf(row.name()).isPresent())
                .max(Comparator.comparing(row -> rowKeyEpochOf(row.name()).orElseThrow()))
                .orElseThrow(() -> missing(ROW_KEY));
    }

    private static SgmFault missing(String name) {
        return new SgmFault("opening " + name + ": it is not in sgm.db");
    }

    /** Of a key-encryption key its number. */
    private static Optional<Integer> epochOf(String name) {
        var kek = KEK_NAME.matcher(name);
        return kek.matches() ? Optional.of(Integer.valueOf(kek.group(1))) : Optional.empty();
    }

    private static NavigableMap<Integer, Secret> keks(Rows rows, Vault vault) {
        var keks = new TreeMap<Integer, Secret>();
        for (var row : rows.serviceKeys(KEK)) {
            epochOf(row.name()).ifPresent(epoch -> keks.put(epoch, vault.unwrap(row.name(), row.wrapped())));
        }
        if (keks.isEmpty()) {
            throw new SgmFault("opening " + KEK + "1: neither it nor one after it is in sgm.db");
        }
        return keks;
    }

    /**
     * Refuses key-encryption keys that the log does not tell of, and to go on without the newest: whoever could take
     * that away, or put an erased one back, would have new keys wrapped under an old one. The row key, too, must be the
     * one of now, as whoever knows the one before could write all rows.
     *
     * @throws SgmFault naming the row
     */
    public void requireKeksOf(KekEpochs told) {
        for (var epoch : keks.keySet()) {
            if (!told.kept().containsKey(epoch)) {
                throw altered(KEK + epoch);
            }
        }
        if (keks.lastKey() != told.current()) {
            throw missing(KEK + told.current());
        }
        if (rowKeyEpoch != told.rowKey()) {
            throw missing(rowKeyName(told.rowKey()));
        }
        if (serials.isPresent() != told.rowKey() > 1) {
            throw serials.isPresent() ? altered(SERIALS) : missing(SERIALS);
        }
    }

    /**
     * Erases the key-encryption keys before the newest that no key needs which can still be used. This object holds
     * them until it is closed.
     */
    public void eraseKeksNobodyNeeds(Rows rows) {
        var needed = rows.keksInUse();
        keks.headMap(keks.lastKey()).keySet().stream()
                .filter(epoch -> !needed.contains(epoch))
                .forEach(epoch -> rows.eraseServiceKey(KEK + epoch));
    }

    /** The numbers of the key-encryption keys. */
    public NavigableSet<Integer> kekEpochs() {
        return keks.navigableKeySet();
    }

    /** True if there are key-encryption keys before the newest. */
    public boolean hasEarlierKeks() {
        return keks.size() > 1;
    }

    /** Adds what binds keys under the next key-encryption key, which is in the token itself. */
    public static void addKek(Rows rows, Vault vault, int kekEpoch, SecureRandom random, Instant now) {
        try (var kek = symmetric(random)) {
            put(rows, vault, KEK + kekEpoch, kek, Bytes.EMPTY, now);
        }
    }

    /**
     * Makes another row key, and keeps the first one for serial numbers of certificates alone. Rows are still to be put
     * under it: {@link Rows#under}.
     *
     * @param kekEpoch number of the key-encryption key that is made with it
     * @return the new one; the caller closes it
     */
    public static Secret renewRowKey(Rows rows, Vault vault, int kekEpoch, SecureRandom random, Instant now) {
        var before = rowKeyRow(rows);
        if (rows.serviceKey(SERIALS).isEmpty()) {
            try (var first = vault.unwrap(before.name(), before.wrapped())) {
                rows.put(new ServiceKeyRow(
                        SERIALS, vault.wrap(SERIALS, first), before.publicPart(), before.from(), before.until()));
            }
        }
        rows.eraseServiceKey(before.name());
        var next = symmetric(random);
        put(rows, vault, rowKeyName(kekEpoch), next, Bytes.EMPTY, now);
        return next;
    }

    /**
     * Puts all service keys under another vault, and makes the next key-encryption key there. This object stays as it
     * is; what follows opens the new vault.
     *
     * @throws SgmFault if a row is not as it was kept
     */
    public static void renew(Rows rows, Vault before, Vault next, int kekEpoch, SecureRandom random, Instant now) {
        for (var row : rows.serviceKeys("")) {
            var name = isLasting(row.name()) || CertificateAuthority.isRow(row.name()) ? row.name() : row.bound();
            try (var key = before.unwrap(name, row.wrapped())) {
                rows.eraseServiceKey(row.name());
                rows.put(row.under(next.wrap(name, key)));
            }
        }
        addKek(rows, next, kekEpoch, random, now);
    }

    private static Successions successions(Rows rows, SigningSeed identity) {
        try {
            return Successions.of(rows, identity.publicKey());
        } catch (RowTampered e) {
            identity.close();
            throw new SgmFault(
                    "opening identity: the log's entries of new identity keys do not lead to it: " + e.getMessage(), e);
        }
    }

    /**
     * Erases what no backup holds (DESIGN §4): the log's key, because a restored log is a new epoch, sealing keys, and
     * all that is made anew when it is asked for.
     */
    public static void eraseWhatNoBackupHolds(Rows rows) {
        for (var row : rows.serviceKeys("")) {
            var kept = (isLasting(row.name()) && !row.name().equals(LOG)) || CertificateAuthority.isRow(row.name());
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
        return rows.serviceKey(name).orElseThrow(() -> missing(name));
    }

    private static Secret unwrap(Rows rows, Vault vault, String name) {
        return vault.unwrap(name, row(rows, name).wrapped());
    }

    /** The vault protects the wrapped key and its name; the rest of its row follows from the key. */
    private boolean agrees(ServiceKeyRow row) {
        var publicPart = switch (row.name()) {
            case IDENTITY -> identity().key().encoded();
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

    /** What the log tells of key-encryption keys; nothing if it cannot be read, which the log's check names. */
    private static Optional<KekEpochs> told(Rows rows) {
        try {
            return Optional.of(KekEpochs.of(rows));
        } catch (RowTampered e) {
            return Optional.empty();
        }
    }

    private static NavigableMap<Integer, Instant> keksThere(Rows rows) {
        var there = new TreeMap<Integer, Instant>();
        rows.serviceKeys(KEK).forEach(row -> epochOf(row.name()).ifPresent(epoch -> there.put(epoch, row.from())));
        return there;
    }

    /**
     * Names the rows of lasting keys that are not as {@link #store} kept them, and rows of keys that nobody made.
     *
     * @param others knows further rows that are as they were made
     */
    public void check(Rows rows, Vault vault, Predicate<ServiceKeyRow> others, Faults faults) {
        var made = made(rows);
        var begun = new HashMap<String, Optional<Instant>>();
        begun.put(SERIALS, made);
        begun.put(LOG, epochBegun(rows));
        begun.put(IDENTITY, identities.renewed().or(() -> made));
        var log = told(rows);
        var keksBegun = log.map(KekEpochs::kept).orElseGet(() -> keksThere(rows));
        keksBegun.forEach((epoch, time) -> begun.put(KEK + epoch, Optional.of(time)));
        keksBegun.keySet().stream()
                .filter(epoch ->
                        epoch.equals(keksBegun.lastKey()) || rows.keksInUse().contains(epoch))
                .filter(epoch -> !keks.containsKey(epoch))
                .forEach(epoch -> faults.add("a row is missing: service_key " + KEK + epoch));
        begun.put(rowKeyName(rowKeyEpoch), rowKeyEpoch == 1 ? made : Optional.ofNullable(keksBegun.get(rowKeyEpoch)));
        log.map(KekEpochs::rowKey)
                .filter(epoch -> epoch != rowKeyEpoch)
                .ifPresent(epoch -> faults.add("a row is missing: service_key " + rowKeyName(epoch)));
        for (var row : rows.serviceKeys("")) {
            var sound = isLasting(row.name())
                    ? agrees(row)
                            && begun.containsKey(row.name())
                            && Objects.requireNonNull(begun.get(row.name()))
                                    .map(row.from()::equals)
                                    .orElse(true)
                    : CertificateAuthority.isRow(row.name()) || SealingKeys.isSound(row, vault) || others.test(row);
            if (!sound) {
                faults.add("a row was altered: service_key " + row.name());
            }
        }
    }

    /** Signs an answer, hello, descriptor or sealing key with the identity key of now. */
    public <R> R signed(Function<SigningSeed, R> signing) {
        identityLock.readLock().lock();
        try {
            return signing.apply(identitySeed);
        } finally {
            identityLock.readLock().unlock();
        }
    }

    /** The identity of now. */
    public Identity identity() {
        return identities.current();
    }

    /** The identities that this SGM has and had. */
    public Successions identities() {
        return identities;
    }

    /** The hash by which this SGM is known: its name. */
    public Bytes identityHash() {
        return identity().sgm();
    }

    /**
     * Puts a new identity key in the place of the one that is kept, within the transaction that logs it. Until
     * {@link #take} this object signs with the one before.
     *
     * @return the new key's row is there, the one before is erased
     */
    public JsonObject succeed(Rows rows, Vault vault, Succession succession, SigningSeed next) {
        rows.eraseServiceKey(IDENTITY);
        putIdentity(rows, vault, next, succession.time());
        rows.putSuccession(succession.number(), rows.logSize());
        return signed(before -> succession.sign(before, next));
    }

    /**
     * Signs with this key from now on if the rows have it, and erases the one before; else erases this one.
     *
     * @param index where the log has the succession
     * @return whether the rows have it
     */
    public boolean take(Rows rows, Succession succession, long index, SigningSeed next) {
        var kept = serviceKeyIs(rows, next);
        var now = kept ? identities.followedBy(succession, index) : identities;
        identityLock.writeLock().lock();
        try {
            var over = kept ? identitySeed : next;
            if (kept) {
                identitySeed = next;
                identities = now;
            }
            over.close();
            return kept;
        } finally {
            identityLock.writeLock().unlock();
        }
    }

    private static boolean serviceKeyIs(Rows rows, SigningSeed seed) {
        return row(rows, IDENTITY).publicPart().equals(seed.publicKey().encoded());
    }

    /** Signs checkpoints; stays this object's. */
    public SigningSeed log() {
        return log;
    }

    /** Copies of the key-encryption keys by their epochs; the caller closes them. */
    public NavigableMap<Integer, Secret> copyKeks() {
        var copies = new TreeMap<Integer, Secret>();
        keks.forEach((epoch, kek) -> copies.put(epoch, kek.copy()));
        return copies;
    }

    /** The row key; stays this object's. */
    public Secret rowKey() {
        return rowKey;
    }

    /** What serial numbers of certificates are known by: the first row key, whatever rows are under by now. */
    public Secret serialNumberKey() {
        return serials.orElse(rowKey);
    }

    @Override
    public void close() {
        identitySeed.close();
        log.close();
        keks.values().forEach(Secret::close);
        rowKey.close();
        serials.ifPresent(Secret::close);
    }
}
