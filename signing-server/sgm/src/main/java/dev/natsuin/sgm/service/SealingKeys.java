package dev.natsuin.sgm.service;

import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys statements are sealed to: each lives a day, the next is made before the last ends, an ended one is erased.
 *
 * <p>So a recorded statement cannot be opened by who steals the SGM a day later. Thread-safe.
 */
public final class SealingKeys implements AutoCloseable {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration RENEWED_BEFORE_END = Duration.ofHours(1);
    private static final String PREFIX = "sealing-";
    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    private final Records records;
    private final Vault vault;
    private final ServiceKeys keys;
    private final SecureRandom random;
    private final List<Live> live = new ArrayList<>();

    /**
     * One that lives.
     *
     * @param token signed by the identity key of when it was made or loaded
     * @param madeUnder the identity key of when it was made; nothing for one that this object loaded and that is older
     *     than the present one
     */
    private record Live(SealingKey key, String token, Optional<VerifyingKey> madeUnder, Sealing.OpeningKey opening) {}

    /** Loads what is kept; vault and keys stay the caller's. */
    public SealingKeys(Records records, Vault vault, ServiceKeys keys, SecureRandom random) {
        this.records = records;
        this.vault = vault;
        this.keys = keys;
        this.random = random;
        for (var row : records.read(rows -> rows.serviceKeys(PREFIX))) {
            if (isSound(row, vault)) {
                live.add(open(row));
            } else {
                LOG.error("alarm: a row was altered: service_key {}", row.name());
                erase(row.name());
            }
        }
    }

    /** True if name, times and public key of a row are those it was made with: nobody made the key live longer. */
    static boolean isSound(ServiceKeyRow row, Vault vault) {
        if (!row.name().matches(PREFIX + "[0-9a-f]{16}")) {
            return false;
        }
        try (var opening = Sealing.OpeningKey.taking(vault.unwrap(row.bound(), row.wrapped()))) {
            return opening.publicKey().equals(row.publicPart());
        } catch (SgmFault e) {
            return false;
        }
    }

    private Live open(ServiceKeyRow row) {
        var name = row.bound();
        var opening = Sealing.OpeningKey.taking(vault.unwrap(name, row.wrapped()));
        var loaded = liveKey(Bytes.hex(row.name().substring(PREFIX.length())), opening, row.from(), row.until());
        // Times are whole seconds: of one that was made in the second of the renewal nobody knows which came first.
        var isOlder = keys.identities()
                .renewed()
                .filter(renewed -> !row.from().isAfter(renewed))
                .isPresent();
        return isOlder ? new Live(loaded.key, loaded.token, Optional.empty(), opening) : loaded;
    }

    private void erase(String name) {
        records.write(rows -> {
            rows.eraseServiceKey(name);
            return name;
        });
    }

    private Live liveKey(Bytes id, Sealing.OpeningKey opening, Instant from, Instant until) {
        var key = new SealingKey(keys.identityHash(), id, opening.publicKey(), from, until);
        return keys.signed(identity -> new Live(key, key.sign(identity), Optional.of(identity.publicKey()), opening));
    }

    /**
     * The key to seal to now, as a token. Makes a new one when the newest is about to end, does not hold yet because it
     * was made while the clock was ahead, or was made under an earlier identity key: who stole that one may have had
     * the sealing key, too. Erases those that ended; until then what was sealed to an earlier one is opened.
     */
    public synchronized String current(Instant now) {
        eraseEnded(now);
        var identity = Optional.of(keys.identity().key());
        var newest = live.stream()
                .filter(l -> l.madeUnder.equals(identity))
                .filter(l -> l.key.holdsAt(now) && l.key.holdsAt(now.plus(RENEWED_BEFORE_END)))
                .max(Comparator.comparing(l -> l.key.until()));
        if (newest.isPresent()) {
            return newest.get().token;
        }
        var made = make(now);
        live.add(made);
        return made.token;
    }

    private Live make(Instant now) {
        var id = new byte[SealedStatement.KEY_ID_SIZE_BYTES];
        random.nextBytes(id);
        var made = liveKey(Bytes.of(id), Sealing.OpeningKey.random(random), now, now.plus(LIFE));
        var name = PREFIX + made.key.id().toHex();
        try (var scalar = made.opening.copyScalar()) {
            var row = new ServiceKeyRow(
                    name,
                    vault.wrap(ServiceKeyRow.bound(name, made.key.from(), made.key.until()), scalar),
                    made.key.publicKey(),
                    made.key.from(),
                    made.key.until());
            records.write(rows -> {
                rows.put(row);
                return row;
            });
        }
        return made;
    }

    /** Erases those that ended, whether or not anybody asks for one. */
    public synchronized void erasePassed(Instant now) {
        eraseEnded(now);
    }

    private void eraseEnded(Instant now) {
        for (var ended : live.stream().filter(l -> !now.isBefore(l.key.until())).toList()) {
            erase(PREFIX + ended.key.id().toHex());
            ended.opening.close();
            live.remove(ended);
        }
    }

    /** The plaintext, if it was sealed to one of our living keys; else nothing. The caller closes it. */
    public Optional<Secret> open(SealedStatement sealed, Instant now) {
        return opening(sealed.sealingKeyId(), now).flatMap(key -> {
            try (key) {
                return key.open(sealed.encapsulated(), sealed.ciphertext(), keys.identityHash());
            }
        });
    }

    /** A copy, so that opening runs outside the lock and an erased key is not pulled away from under it. */
    private synchronized Optional<Sealing.OpeningKey> opening(Bytes id, Instant now) {
        return live.stream()
                .filter(l -> l.key.id().equals(id) && l.key.holdsAt(now))
                .findFirst()
                .map(l -> l.opening.copy());
    }

    @Override
    public synchronized void close() {
        live.forEach(l -> l.opening.close());
        live.clear();
    }
}
