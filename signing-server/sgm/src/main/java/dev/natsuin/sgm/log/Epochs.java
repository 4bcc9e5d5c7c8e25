package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The epochs of the log, each with a key of its own: one from the log's beginning, and one more for each restored
 * backup. They stand in the console's chain.
 */
public final class Epochs {
    private final List<Epoch> epochs;

    /**
     * One epoch.
     *
     * @param first log index of the entry that begins it
     * @param key the key that signs its checkpoints
     * @param begun when
     * @param taken log index of the first entry before it that the backup did not have and a newer log gave; if there
     *     is none, {@code first}
     */
    public record Epoch(long first, VerifyingKey key, Instant begun, long taken) {}

    private Epochs(List<Epoch> epochs) {
        this.epochs = epochs;
    }

    /** A log that is not looked into: one epoch, of this key. */
    public static Epochs one(VerifyingKey key) {
        return new Epochs(List.of(new Epoch(0, key, Instant.EPOCH, 0)));
    }

    /**
     * The epochs that a log tells of, in order.
     *
     * @throws RowTampered if the entries that begin them are not there or not as they must be
     */
    public static Epochs of(Rows rows) {
        var found = ConsoleEntries.of(rows).stream()
                .filter(entry ->
                        entry.leaf().type() == Leaf.Type.INIT || entry.leaf().type() == Leaf.Type.RESTORE)
                .map(Epochs::epoch)
                .toList();
        if (found.isEmpty() || found.get(0).first() != 0) {
            throw new RowTampered("log entry", "0");
        }
        return new Epochs(found);
    }

    private static Epoch epoch(ConsoleEntries.Entry entry) {
        var index = entry.row().index();
        try {
            var record = JsonObject.strict(entry.row().record()).reader();
            var key = VerifyingKey.of(record.bytes("logKey", VerifyingKey.SIZE_BYTES));
            var taken = record.optionalNumber("taken").orElse(index);
            if (taken < 0 || taken > index) {
                throw entry.altered();
            }
            return new Epoch(index, key, entry.leaf().time(), taken);
        } catch (Malformed e) {
            throw entry.altered();
        }
    }

    /**
     * True for an entry that no backup had and a newer log gave when its server was restored: neither an answer to it
     * nor a checkpoint that ends with it is kept here.
     */
    public boolean taken(long index) {
        return epochs.stream().anyMatch(epoch -> epoch.taken() <= index && index < epoch.first());
    }

    /** The key that signs the checkpoint of so many entries, one or more. */
    public VerifyingKey keyOf(long size) {
        var key = epochs.get(0).key();
        for (var epoch : epochs) {
            if (epoch.first() < size) {
                key = epoch.key();
            }
        }
        return key;
    }

    /** The epoch of now. */
    public Epoch current() {
        return epochs.get(epochs.size() - 1);
    }

    /** When the log was last restored; if it never was, the beginning of time. */
    public Instant restored() {
        return epochs.size() == 1 ? Instant.EPOCH : current().begun();
    }

    /** The number of the epoch of now, from 1. */
    public int number() {
        return epochs.size();
    }

    /** The index of the entry that begins each epoch but the first. */
    public List<Long> restores() {
        var indexes = new ArrayList<Long>();
        epochs.subList(1, epochs.size()).forEach(e -> indexes.add(e.first()));
        return List.copyOf(indexes);
    }
}
