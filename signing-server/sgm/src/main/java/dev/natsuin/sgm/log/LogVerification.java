package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.GrowingTree;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.CheckpointRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Re-computes the whole log from its entries and compares it with what is kept and signed.
 *
 * <p>Finds an altered, missing or moved entry, record, node or checkpoint, a gap in a chain and a time that goes back.
 * Time and reads grow with the log; memory with its logarithm and the number of chains.
 */
public final class LogVerification {
    private static final int CHECKPOINTS_AT_ONCE = 500;

    private final String origin;
    private final Epochs epochs;

    /** For the log of that name, whose checkpoints the keys of these epochs sign. */
    public LogVerification(String origin, Epochs epochs) {
        this.origin = origin;
        this.epochs = epochs;
    }

    /**
     * What was found.
     *
     * @param entries how many were checked
     * @param faults one sentence each; none if the log is whole
     */
    public record Report(long entries, List<String> faults) {}

    /** Is shown each entry that is whole, in order. */
    public interface Follower {
        /**
         * The next entry; its record is the one its leaf names.
         *
         * @throws Malformed if it tells what cannot have happened; the message goes behind its index
         */
        void entry(LogRow row, Leaf leaf) throws Malformed;
    }

    /** Checks everything; each whole entry is shown to the follower. */
    public void verify(Rows rows, Follower follower, Faults faults) {
        var size = rows.logSize();
        if (rows.logCount() != size) {
            faults.add("there are " + rows.logCount() + " entries, and the last is entry " + (size - 1));
            size = rows.firstMissingLogRow();
            faults.add("entry " + size + " is not there");
        }
        var heads = new HashMap<String, ChainRow>();
        var tree = new GrowingTree();
        var checkpoints = new Checkpoints(rows);
        var before = Instant.EPOCH;
        for (var index = 0L; index < size && !faults.full(); index++) {
            try {
                var row = rows.logRow(index);
                var at = index;
                tree.add(
                        Merkle.leafHash(row.leaf()),
                        (level, place, hash) -> compare(rows, level, place, hash, at, faults));
                checkpoints.at(index + 1, tree, faults);
                var leaf = check(row, heads);
                if (leaf.time().isBefore(before)) {
                    faults.add("entry " + index + " is older than the one before it");
                }
                before = leaf.time();
                follower.entry(row, leaf);
            } catch (Malformed | RowTampered e) {
                faults.add("entry " + index + ": " + e.getMessage());
            }
        }
        checkpoints.end(size, faults);
        checkNodeCount(rows, size, faults);
        checkHeads(rows, heads, faults);
    }

    private static Leaf check(LogRow row, Map<String, ChainRow> heads) throws Malformed {
        var leaf = Leaf.read(row.leaf());
        var head = heads.get(leaf.chain());
        var number = head == null ? 1 : head.number() + 1;
        var previous = head == null ? -1 : head.lastIndex();
        heads.put(leaf.chain(), new ChainRow(leaf.chain(), row.user(), leaf.number(), row.index()));
        if (leaf.number() != number || leaf.previous() != previous) {
            throw new Malformed("its chain has a gap before it");
        }
        if (head != null && !head.user().equals(row.user())) {
            throw new Malformed("its user is another than that of the chain's entry before");
        }
        if (!leaf.recordHash().equals(Leaf.recordHash(row.salt(), row.record()))) {
            throw new Malformed("its record or salt is another than the leaf names");
        }
        return leaf;
    }

    private static void compare(Rows rows, int level, long place, Bytes hash, long index, Faults faults) {
        try {
            if (!rows.node(level, place).equals(hash)) {
                faults.add("entry " + index + ": the kept hash of level " + level + " at " + place + " is another");
            }
        } catch (RowTampered e) {
            faults.add("entry " + index + ": " + e.getMessage());
        }
    }

    /** A tree has as many complete subtrees as its entries twice, less the ones in its size's binary form. */
    private static void checkNodeCount(Rows rows, long size, Faults faults) {
        if (rows.nodeCount() != 2 * size - Long.bitCount(size)) {
            faults.add("there are " + rows.nodeCount() + " kept hashes, not those of " + size + " entries");
        }
    }

    private static void checkHeads(Rows rows, Map<String, ChainRow> heads, Faults faults) {
        for (var head : heads.values()) {
            try {
                if (!rows.chain(head.chain()).equals(java.util.Optional.of(head))) {
                    faults.add("chain " + head.chain() + " is kept at another number than its entries reach");
                }
            } catch (RowTampered e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The kept checkpoints in order of their size, a few in memory at a time. */
    private final class Checkpoints {
        private final Rows rows;
        private final Deque<CheckpointRow> ahead = new ArrayDeque<>();
        private long newest;

        Checkpoints(Rows rows) {
            this.rows = rows;
        }

        private void fill() {
            if (ahead.isEmpty()) {
                ahead.addAll(rows.checkpointsAfter(newest, CHECKPOINTS_AT_ONCE));
            }
        }

        void at(long size, GrowingTree tree, Faults faults) {
            fill();
            var next = ahead.peek();
            if (next == null || next.size() > size) {
                if (epochs.taken(size - 1) && epochs.taken(size)) {
                    return; // of entries that a newer log gave, the last one's is kept
                }
                faults.add("the checkpoint of " + size + " entries is not there");
                return;
            }
            ahead.remove();
            newest = next.size();
            var told = Checkpoint.open(next.note(), origin, epochs.keyOf(size));
            if (told.isEmpty()) {
                faults.add("the checkpoint of " + size + " entries is not signed by the log's key");
            } else if (!told.get().equals(new Checkpoint(origin, size, tree.root()))) {
                faults.add("the checkpoint of " + size + " entries tells another size or root");
            }
        }

        void end(long size, Faults faults) {
            for (var beyond : rows.checkpointsAfter(size, CHECKPOINTS_AT_ONCE)) {
                faults.add("there is a checkpoint of " + beyond.size() + " entries, and " + size + " entries");
            }
        }
    }
}
