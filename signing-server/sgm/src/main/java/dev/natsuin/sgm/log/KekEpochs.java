package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The key-encryption keys that a log tells of: one from its beginning, and one more for each renewal at the console
 * (decision 0070).
 *
 * <p>One that was made in entries that a newer log gave when a backup was restored was in the lost server only: it
 * counts for nothing but the number of the next.
 */
public final class KekEpochs {
    /** Member of the entry's record: true if the row key was made anew as well. */
    public static final String ROW_KEY = "rowKey";

    private final NavigableMap<Integer, Instant> kept;
    private final int last;
    private final int rowKey;

    private KekEpochs(NavigableMap<Integer, Instant> kept, int last, int rowKey) {
        this.kept = kept;
        this.last = last;
        this.rowKey = rowKey;
    }

    /**
     * Those that the log has.
     *
     * @throws RowTampered if the entries that make them are not there or not as they must be
     */
    public static KekEpochs of(Rows rows) {
        var epochs = Epochs.of(rows);
        var kept = new TreeMap<Integer, Instant>();
        var last = 1;
        var rowKey = 1;
        for (var entry : ConsoleEntries.of(rows)) {
            var leaf = entry.leaf();
            if (leaf.type() == Leaf.Type.INIT) {
                kept.put(1, leaf.time());
            }
            if (leaf.type() == Leaf.Type.RENEW_KEK) {
                last = Math.max(last, leaf.kekEpoch());
                if (!epochs.taken(entry.row().index())) {
                    if (kept.put(leaf.kekEpoch(), leaf.time()) != null) {
                        throw entry.altered();
                    }
                    if (hasRowKey(entry)) {
                        rowKey = Math.max(rowKey, leaf.kekEpoch());
                    }
                }
            }
        }
        return new KekEpochs(kept, last, rowKey);
    }

    private static boolean hasRowKey(ConsoleEntries.Entry entry) {
        try {
            return entry.record().optionalTruth(ROW_KEY).orElse(false);
        } catch (Malformed e) {
            throw entry.altered();
        }
    }

    /** When each was made, by its number; an earlier one may be erased by now. */
    public NavigableMap<Integer, Instant> kept() {
        return kept;
    }

    /** The number of the one in use: signing keys are wrapped under it. */
    public int current() {
        return kept.lastKey();
    }

    /** True if a later one was made, and was in the lost server only: the keys of before are those of now again. */
    public boolean areOfBeforeRenewal() {
        return last > current();
    }

    /** The number of the one that the row key was made with: an entry of before 2026-11-27 made no row key. */
    public int rowKey() {
        return rowKey;
    }

    /** The number that the next one gets: no number is given twice in one log. */
    public int next() {
        return last + 1;
    }
}
