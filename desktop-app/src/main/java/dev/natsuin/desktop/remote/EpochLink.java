package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogEpoch;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The proof that a log under a new key is the log this desk knew, restored from a backup: an entry of the server's
 * console under the new key's checkpoint that names both keys, directly behind a checkpoint that the old key signed and
 * that the log of now continues.
 *
 * <p>It proves who restored what, and not that nothing is lost: entries that this desk had seen beyond the backup are
 * counted and told.
 */
final class EpochLink {
    /** Whether one checkpoint continues another; asks the server for a proof. */
    interface Growth {
        void require(Checkpoint first, Checkpoint second) throws Refusal;
    }

    private final String origin;
    private final Checkpoint told;
    private final Growth growth;

    /** Under the newest checkpoint, which the new key signed. */
    EpochLink(String origin, Checkpoint told, Growth growth) {
        this.origin = origin;
        this.told = told;
        this.growth = growth;
    }

    /**
     * The restores between the log that this desk knew and the one of now. It may go on from an epoch before the one
     * that this desk knew last: of a second restore from a backup that was older than the first.
     *
     * @param earlier the restores before, oldest first
     * @param entries those that begin the log's later epochs, in order
     * @throws Refusal if the log of now is not proven to be the same
     */
    List<LogEpoch> between(
            Checkpoint known,
            VerifyingKey knownKey,
            List<LogEpoch> earlier,
            VerifyingKey newKey,
            List<LogEntry> entries)
            throws Refusal {
        var begun = new ArrayList<Begun>();
        for (var entry : entries) {
            begun.add(read(entry));
        }
        var start = start(begun, knownKey, earlier);
        var key = start.key();
        var seen = known.size();
        var common = Math.min(seen, start.common());
        var epochs = new ArrayList<LogEpoch>();
        for (var epoch : begun) {
            if (epoch.before().equals(key)) {
                common = Math.min(common, epoch.epoch().size());
                var lost = seen - common;
                seen = common;
                epochs.add(new LogEpoch(
                        epoch.epoch().number(),
                        epoch.epoch().begun(),
                        epoch.epoch().size(),
                        lost,
                        key));
                key = epoch.key();
            } else if (!epochs.isEmpty()) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
        }
        if (epochs.isEmpty() || !key.equals(newKey)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        if (seen == known.size()) {
            growth.require(known, told);
        }
        return List.copyOf(epochs);
    }

    /**
     * Where the log of now leaves the one that this desk knew.
     *
     * @param key the newest known key behind which it goes on
     * @param common how many entries at most the two have in common
     */
    private record Start(VerifyingKey key, long common) {}

    private static Start start(List<Begun> begun, VerifyingKey knownKey, List<LogEpoch> earlier) {
        var common = Long.MAX_VALUE;
        var key = knownKey;
        for (var i = earlier.size(); !goesOnBehind(begun, key) && i > 0; i--) {
            var epoch = earlier.get(i - 1);
            common = Math.min(common, epoch.size());
            key = epoch.before();
        }
        return new Start(key, common);
    }

    private static boolean goesOnBehind(List<Begun> begun, VerifyingKey key) {
        return begun.stream().anyMatch(epoch -> epoch.before().equals(key));
    }

    private record Begun(LogEpoch epoch, VerifyingKey before, VerifyingKey key) {}

    private Begun read(LogEntry entry) throws Refusal {
        try {
            var leaf = entry.proven(told);
            if (leaf.type() != Leaf.Type.RESTORE
                    || !leaf.chain().equals(Leaf.CONSOLE)
                    || !leaf.device().equals(Leaf.CONSOLE)) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            var record = JsonObject.strict(entry.record()).reader();
            record.exactly("type", Leaf.Type.RESTORE.wireName());
            var before = VerifyingKey.of(record.bytes("previousLogKey", VerifyingKey.SIZE_BYTES));
            var key = VerifyingKey.of(record.bytes("logKey", VerifyingKey.SIZE_BYTES));
            var backup = Checkpoint.open(record.text("backup"), origin, before)
                    .filter(checkpoint -> checkpoint.size() == entry.index())
                    .orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
            growth.require(backup, told);
            var epoch = new LogEpoch(record.count("epoch"), leaf.time(), backup.size(), 0, before);
            return new Begun(epoch, before, key);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
