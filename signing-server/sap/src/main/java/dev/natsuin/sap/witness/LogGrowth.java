package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the log that the SGM shows now goes on behind the newest one that was seen here.
 *
 * <p>A log under another key does where its entries prove that a backup was restored. Thread-safe.
 */
public final class LogGrowth {
    private static final Logger LOG = LoggerFactory.getLogger(LogGrowth.class);

    private final LogQueries log;
    private final SeenLog seen;
    private final String origin;

    /**
     * Of the log of the SGM with this name.
     *
     * @param sgm as pinned when the server was made, 32 octets
     */
    public LogGrowth(LogQueries log, SeenLog seen, Bytes sgm) {
        this.log = log;
        this.seen = seen;
        this.origin = Checkpoint.originOf(sgm);
    }

    Checkpoint told(Hello hello) {
        return Checkpoint.open(hello.checkpoint(), origin, hello.logKey())
                .orElseThrow(() -> new SgmNotBelieved("a checkpoint that its log's key did not sign", null));
    }

    List<Restore> restores(Checkpoint told) throws Malformed {
        var restores = new ArrayList<Restore>();
        for (var entry : log.epochs(told.size())) {
            var restore = Restore.of(entry, told, origin);
            requireGrowth(restore.backup(), told);
            restores.add(restore);
        }
        return restores;
    }

    static void requireChain(List<Restore> restores, VerifyingKey newKey) {
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

    /**
     * Judged against the newest that was seen, and again if a newer one was kept meanwhile: two checkpoints that part
     * are never both taken for the first of their kind. Nobody waits for a lock while the SGM is asked.
     */
    void requireSame(Checkpoint told, Hello hello) throws Malformed {
        while (true) {
            var last = seen.newest();
            var growth = judged(last, told, hello);
            if (!growth.isNewer() || kept(last, hello)) {
                if (growth.lost() > 0) {
                    LOG.error("alarm: the log was restored entries={} lost={}", growth.remaining(), growth.lost());
                }
                return;
            }
        }
    }

    private synchronized boolean kept(Optional<SeenLog.Seen> behind, Hello hello) {
        if (!seen.newest().equals(behind)) {
            return false;
        }
        seen.keep(new SeenLog.Seen(hello.logKey(), hello.checkpoint()));
        return true;
    }

    /**
     * How a log goes on behind the newest one that was seen.
     *
     * @param isNewer whether there is more in it, or it is in another epoch
     * @param remaining how many of the entries that were seen are in it
     * @param lost how many are not, because a backup was restored
     */
    record Growth(boolean isNewer, long remaining, long lost) {}

    /**
     * Keeps nothing.
     *
     * @throws SgmNotBelieved if it does not go on behind it
     */
    Growth judged(Checkpoint told, Hello hello) throws Malformed {
        return judged(seen.newest(), told, hello);
    }

    private Growth judged(Optional<SeenLog.Seen> last, Checkpoint told, Hello hello) throws Malformed {
        if (last.isEmpty()) {
            return new Growth(true, 0, 0);
        }
        var before = Checkpoint.open(last.get().note(), origin, last.get().logKey())
                .orElseThrow(() -> new Malformed("what was kept is no checkpoint"));
        if (!last.get().logKey().equals(hello.logKey())) {
            var remaining = requireRestored(before, last.get().logKey(), told, hello.logKey());
            return new Growth(true, remaining, before.size() - remaining);
        }
        if (told.size() < before.size()) {
            requireGrowth(told, before); // asked before another, answered after it
            return new Growth(false, before.size(), 0);
        }
        requireGrowth(before, told);
        return new Growth(told.size() > before.size(), before.size(), 0);
    }

    private void requireGrowth(Checkpoint first, Checkpoint second) throws Malformed {
        var needsProof = first.size() > 0 && first.size() < second.size();
        var proof = needsProof ? log.consistency(first.size(), second.size()) : List.<Bytes>of();
        if (!Merkle.consistent(first.size(), first.root(), second.size(), second.root(), proof)) {
            throw new SgmNotBelieved("alarm: a log that is not the one it was", null);
        }
    }

    /**
     * Each entry names the key before it, directly behind a checkpoint of that key which the log of now continues.
     *
     * @return how many of the entries that were seen are still there
     */
    private long requireRestored(Checkpoint before, VerifyingKey oldKey, Checkpoint told, VerifyingKey newKey)
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
        }
        return remaining;
    }

    /** What begins a later epoch of the log. */
    record Restore(VerifyingKey before, VerifyingKey key, Checkpoint backup) {
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
}
