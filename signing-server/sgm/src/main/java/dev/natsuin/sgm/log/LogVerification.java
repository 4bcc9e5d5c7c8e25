package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Re-computes the whole log from its entries and compares it with what is kept and signed.
 *
 * <p>Finds an altered, missing or moved entry, record or node, a gap in a chain, a time that goes back, and a
 * checkpoint that does not fit. Time and reads grow with the log; memory with its logarithm and the number of chains.
 */
public final class LogVerification {
    private final String origin;
    private final VerifyingKey logKey;

    /** For the log of that name and key. */
    public LogVerification(String origin, VerifyingKey logKey) {
        this.origin = origin;
        this.logKey = logKey;
    }

    /**
     * What was found.
     *
     * @param entries how many were checked
     * @param faults one sentence each; none if the log is whole
     */
    public record Report(long entries, List<String> faults) {}

    /** Checks everything. */
    public Report verify(Rows rows) {
        var faults = new ArrayList<String>();
        var size = rows.logSize();
        var heads = new HashMap<String, ChainRow>();
        var subtrees = new ArrayList<Bytes>();
        var before = java.time.Instant.EPOCH;
        for (var index = 0L; index < size; index++) {
            try {
                var row = rows.logRow(index);
                push(rows, subtrees, index, Merkle.leafHash(row.leaf()), faults);
                var leaf = check(rows, row, heads);
                if (leaf.time().isBefore(before)) {
                    faults.add("entry " + index + " is older than the one before it");
                }
                before = leaf.time();
            } catch (Malformed | RowTampered e) {
                faults.add("entry " + index + ": " + e.getMessage());
            }
            if (faults.size() > 100) {
                faults.add("more was not looked at");
                return new Report(index, List.copyOf(faults));
            }
        }
        if (faults.isEmpty()) {
            checkHeads(rows, heads, faults);
            checkCheckpoint(rows, size, root(subtrees, size), faults);
        }
        return new Report(size, List.copyOf(faults));
    }

    private static Leaf check(Rows rows, LogRow row, Map<String, ChainRow> heads) throws Malformed {
        var leaf = Leaf.read(row.leaf());
        if (!leaf.recordHash().equals(Leaf.recordHash(row.salt(), row.record()))) {
            throw new Malformed("its record is another than the leaf names");
        }
        var head = heads.get(leaf.chain());
        var number = head == null ? 1 : head.number() + 1;
        var previous = head == null ? -1 : head.lastIndex();
        if (leaf.number() != number || leaf.previous() != previous) {
            throw new Malformed("its chain has a gap before it");
        }
        var user = rows.chain(leaf.chain()).map(ChainRow::user).orElse("");
        heads.put(leaf.chain(), new ChainRow(leaf.chain(), user, number, row.index()));
        return leaf;
    }

    /** Folds a leaf into the list of complete subtrees and compares every node on the way with the kept one. */
    private static void push(Rows rows, List<Bytes> subtrees, long index, Bytes leafHash, List<String> faults) {
        var hash = leafHash;
        var place = index;
        var level = 0;
        compare(rows, level, place, hash, index, faults);
        while ((place & 1) == 1) {
            hash = Merkle.nodeHash(subtrees.remove(subtrees.size() - 1), hash);
            place >>= 1;
            level++;
            compare(rows, level, place, hash, index, faults);
        }
        subtrees.add(hash);
    }

    private static void compare(Rows rows, int level, long place, Bytes hash, long index, List<String> faults) {
        if (!rows.node(level, place).equals(hash)) {
            faults.add("entry " + index + ": the kept hash of level " + level + " at " + place + " is another");
        }
    }

    private static Bytes root(List<Bytes> subtrees, long size) {
        if (size == 0) {
            return Merkle.EMPTY_ROOT;
        }
        var root = subtrees.get(subtrees.size() - 1);
        for (var i = subtrees.size() - 2; i >= 0; i--) {
            root = Merkle.nodeHash(subtrees.get(i), root);
        }
        return root;
    }

    private static void checkHeads(Rows rows, Map<String, ChainRow> heads, List<String> faults) {
        for (var head : heads.values()) {
            if (!rows.chain(head.chain()).equals(java.util.Optional.of(head))) {
                faults.add("chain " + head.chain() + " is kept at another number than its entries reach");
            }
        }
    }

    private void checkCheckpoint(Rows rows, long size, Bytes root, List<String> faults) {
        var checkpoint = rows.newestCheckpoint().flatMap(note -> Checkpoint.open(note, origin, logKey));
        if (checkpoint.isEmpty()) {
            faults.add("the newest checkpoint is not signed by the log's key");
        } else if (checkpoint.get().size() != size || !checkpoint.get().root().equals(root)) {
            faults.add("the newest checkpoint is of " + checkpoint.get().size() + " entries with another root");
        }
    }
}
