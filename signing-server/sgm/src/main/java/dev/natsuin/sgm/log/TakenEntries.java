package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.ExportedLog;
import dev.natsuin.protocol.log.GrowingTree;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.SpentRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the entries of an exported log that a restored one has not behind its end: leaves, records, hashes, chains and
 * spent ids. Not thread-safe.
 */
public final class TakenEntries implements ExportedLog.Reader<RuntimeException> {
    /** Stands for the hash of sealed octets that nobody kept: a statement with this id is refused whatever it is. */
    private static final Bytes UNKNOWN = Bytes.of(new byte[32]);

    private final Rows rows;
    private final long from;
    private final List<Checkpoint> known;
    private final LogVerification.Follower follower;
    private final GrowingTree tree = new GrowingTree();
    private final Set<Checkpoint> passed = new HashSet<>();

    /**
     * Behind an own log.
     *
     * @param from how many entries the own log has
     * @param known checkpoints that the exported log must agree with, as far as it reaches
     * @param follower is shown each entry once it is there
     */
    public TakenEntries(Rows rows, long from, List<Checkpoint> known, LogVerification.Follower follower) {
        this.rows = rows;
        this.from = from;
        this.known = List.copyOf(known);
        this.follower = follower;
    }

    @Override
    public void take(LogEntry entry, Leaf leaf) throws Malformed {
        var isNew = entry.index() >= from;
        tree.add(Merkle.leafHash(entry.leaf()), (level, place, hash) -> {
            if (isNew) {
                rows.putNode(level, place, hash);
            }
        });
        known.stream()
                .filter(checkpoint ->
                        checkpoint.size() == tree.size() && checkpoint.root().equals(tree.root()))
                .forEach(passed::add);
        if (isNew) {
            append(entry, leaf);
        }
    }

    private void append(LogEntry entry, Leaf leaf) throws Malformed {
        var record = JsonObject.strict(entry.record()).reader();
        var user = record.hexText("user", Ids.PERSON_SIZE_BYTES);
        var row = new LogRow(entry.index(), user, entry.leaf(), entry.salt(), entry.record());
        rows.append(row);
        rows.put(new ChainRow(leaf.chain(), user, leaf.number(), entry.index()));
        if (!leaf.device().equals(Leaf.CONSOLE)) {
            var id = StatementText.read(record.bytes("statement")).head().id();
            rows.spend(new SpentRow(id, user, UNKNOWN));
        }
        follower.entry(row, leaf);
    }

    /** True if all known checkpoints up to the end of what was taken are this log's. */
    public boolean agrees() {
        return known.stream()
                .filter(checkpoint -> checkpoint.size() <= tree.size() && checkpoint.size() > 0)
                .allMatch(passed::contains);
    }
}
