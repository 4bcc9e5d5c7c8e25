package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.Cosigner;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cosigns the checkpoint of each hello, once it is shown that the log has only grown since the last one.
 *
 * <p>What it cosigned is kept before anybody gets it. A log under another key is cosigned only where its entries prove
 * that a backup was restored; what was lost by that is an alarm here and told by every desk. Anything else is an SGM
 * that shows two logs, and nothing of it is handed on. Thread-safe.
 */
public final class Witness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
    private static final int SEED_SIZE_BYTES = 32;

    private final Descriptors descriptors;
    private final LogQueries log;
    private final SeenLog seen;
    private final Bytes identityHash;
    private final String origin;
    private final InstantSource clock;
    private final Cosigner cosigner;

    /**
     * For the log of the SGM with this identity.
     *
     * @param identityHash as pinned when the server was made, 32 octets
     */
    public Witness(
            Descriptors descriptors,
            LogQueries log,
            SeenLog seen,
            Bytes identityHash,
            InstantSource clock,
            SecureRandom random) {
        this.descriptors = descriptors;
        this.log = log;
        this.seen = seen;
        this.identityHash = identityHash;
        this.origin = Checkpoint.originOf(identityHash);
        this.clock = clock;
        this.cosigner = new Cosigner(Cosignature.nameOf(identityHash), seen.seed(() -> {
            var octets = new byte[SEED_SIZE_BYTES];
            random.nextBytes(octets);
            return Secret.taking(octets);
        }));
    }

    /** The key by which desks know it. */
    public VerifyingKey key() {
        return cosigner.key();
    }

    /**
     * The hello's checkpoint with the cosignature.
     *
     * @throws SgmNotBelieved if the hello is not the SGM's, or its log is not the one that was seen before
     * @throws dev.natsuin.sap.courier.SgmAway if the SGM does not answer
     */
    public String cosigned(String token, Bytes nonce) {
        try {
            var hello = Hello.open(token, descriptors.identityKey(), nonce);
            requireSame(told(hello), hello);
            return cosigner.cosigned(hello.checkpoint(), clock.instant());
        } catch (Malformed e) {
            throw notTheSgms(e);
        }
    }

    private static SgmNotBelieved notTheSgms(Malformed e) {
        return new SgmNotBelieved("a hello that is not the SGM's, or a proof that is none", e);
    }

    private Checkpoint told(Hello hello) {
        return Checkpoint.open(hello.checkpoint(), origin, hello.logKey())
                .orElseThrow(() -> new SgmNotBelieved("a checkpoint that its log's key did not sign", null));
    }

    /** What came of {@link #takeUp}. */
    public enum TakenUp {
        /** It is cosigned from now on. */
        DONE,
        /** It is the log that was seen before; nothing was changed. */
        KNOWN,
        /** Its key has another fingerprint; nothing was changed. */
        OTHER_FINGERPRINT
    }

    /**
     * Takes up a restored log that does not go on behind the epoch that was seen last, because the administrator has
     * its key's fingerprint from the SGM's operator. It must still have been restored: whatever shows two logs under
     * one key is taken up by nobody.
     *
     * @param fingerprint as {@link Fingerprint#read} gives it
     * @throws SgmNotBelieved if the hello is not the SGM's, or its log was not restored
     */
    public synchronized TakenUp takeUp(String token, Bytes nonce, String fingerprint) {
        try {
            var hello = Hello.open(token, descriptors.identityKey(), nonce);
            var told = told(hello);
            if (!Fingerprint.ofLog(identityHash, hello.logKey()).equals(fingerprint)) {
                return TakenUp.OTHER_FINGERPRINT;
            }
            if (isSame(told, hello)) {
                return TakenUp.KNOWN;
            }
            var epochs = restores(told);
            requireChain(epochs, hello.logKey());
            var before = seen.newest();
            seen.keep(new SeenLog.Seen(hello.logKey(), hello.checkpoint()));
            LOG.error(
                    "alarm: an administrator took up another log entries={} restoredAt={} key={} instead={}",
                    told.size(),
                    epochs.get(epochs.size() - 1).backup().size(),
                    fingerprint,
                    before.map(last -> Fingerprint.ofLog(identityHash, last.logKey()))
                            .orElse("none"));
            return TakenUp.DONE;
        } catch (Malformed e) {
            throw notTheSgms(e);
        }
    }

    private boolean isSame(Checkpoint told, Hello hello) throws Malformed {
        try {
            requireSame(told, hello);
            return true;
        } catch (SgmNotBelieved e) {
            if (seen.newest()
                    .filter(last -> last.logKey().equals(hello.logKey()))
                    .isPresent()) {
                throw e;
            }
            return false;
        }
    }

    private List<Restore> restores(Checkpoint told) throws Malformed {
        var restores = new ArrayList<Restore>();
        for (var entry : log.epochs(told.size())) {
            var restore = Restore.of(entry, told, origin);
            requireGrowth(restore.backup(), told);
            restores.add(restore);
        }
        return restores;
    }

    private static void requireChain(List<Restore> restores, VerifyingKey newKey) {
        var current = Optional.<VerifyingKey>empty();
        for (var restore : restores) {
            if (current.filter(key -> !key.equals(restore.before())).isPresent()) {
                throw new SgmNotBelieved("alarm: a log under keys that do not follow each other", null);
            }
            current = Optional.of(restore.key());
        }
        if (!current.equals(Optional.of(newKey))) {
            throw new SgmNotBelieved("alarm: a log under another key without a restore", null);
        }
    }

    /** One at a time: two checkpoints that part are never both taken for the first of their kind. */
    private synchronized void requireSame(Checkpoint told, Hello hello) throws Malformed {
        var last = seen.newest();
        var kept = new SeenLog.Seen(hello.logKey(), hello.checkpoint());
        if (last.isEmpty()) {
            seen.keep(kept);
            return;
        }
        var before = Checkpoint.open(last.get().note(), origin, last.get().logKey())
                .orElseThrow(() -> new Malformed("what was kept is no checkpoint"));
        if (!last.get().logKey().equals(hello.logKey())) {
            requireRestored(before, last.get().logKey(), told, hello.logKey());
            seen.keep(kept);
            return;
        }
        if (told.size() < before.size()) {
            requireGrowth(told, before); // asked before another, answered after it
            return;
        }
        requireGrowth(before, told);
        if (told.size() > before.size()) {
            seen.keep(kept);
        }
    }

    private void requireGrowth(Checkpoint first, Checkpoint second) throws Malformed {
        var needsProof = first.size() > 0 && first.size() < second.size();
        var proof = needsProof ? log.consistency(first.size(), second.size()) : List.<Bytes>of();
        if (!Merkle.consistent(first.size(), first.root(), second.size(), second.root(), proof)) {
            throw new SgmNotBelieved("alarm: a log that is not the one it was", null);
        }
    }

    /** Each entry names the key before it, directly behind a checkpoint of that key which the log of now continues. */
    private void requireRestored(Checkpoint before, VerifyingKey oldKey, Checkpoint told, VerifyingKey newKey)
            throws Malformed {
        var current = oldKey;
        var remaining = before.size();
        for (var entry : log.epochs(told.size())) {
            var restore = Restore.of(entry, told, origin);
            if (restore.before().equals(current)) {
                requireGrowth(restore.backup(), told);
                remaining = Math.min(remaining, restore.backup().size());
                current = restore.key();
            } else if (!current.equals(oldKey)) {
                throw new SgmNotBelieved("alarm: a log under keys that do not follow each other", null);
            }
        }
        if (!current.equals(newKey) || current.equals(oldKey)) {
            throw new SgmNotBelieved("alarm: a log under another key without a restore", null);
        }
        if (remaining == before.size()) {
            requireGrowth(before, told);
        } else {
            LOG.error("alarm: the log was restored entries={} lost={}", remaining, before.size() - remaining);
        }
    }

    /** What begins a later epoch of the log. */
    private record Restore(VerifyingKey before, VerifyingKey key, Checkpoint backup) {
        static Restore of(LogEntry entry, Checkpoint told, String origin) throws Malformed {
            var leaf = entry.proven(told);
            var record = JsonObject.strict(entry.record()).reader();
            record.exactly("type", Leaf.Type.RESTORE.wireName());
            var before = VerifyingKey.of(record.bytes("previousLogKey", VerifyingKey.SIZE_BYTES));
            var backup = Checkpoint.open(record.text("backup"), origin, before)
                    .filter(checkpoint -> checkpoint.size() == entry.index())
                    .orElseThrow(() -> new Malformed("a restore behind no checkpoint"));
            if (leaf.type() != Leaf.Type.RESTORE
                    || !leaf.chain().equals(Leaf.CONSOLE)
                    || !leaf.device().equals(Leaf.CONSOLE)) {
                throw new Malformed("no restore");
            }
            return new Restore(before, VerifyingKey.of(record.bytes("logKey", VerifyingKey.SIZE_BYTES)), backup);
        }
    }

    @Override
    public void close() {
        cosigner.close();
    }
}
