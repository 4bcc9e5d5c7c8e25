package dev.natsuin.sgm.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the signature log within the transaction that releases what it tells of, and proves what stands in it.
 *
 * <p>Thread-safe; appends happen one at a time because one writer works at a time.
 */
public final class SignatureLog {
    private final String origin;
    private final SigningSeed logKey;
    private final SecureRandom random;
    private final Optional<VerifyingKey> keyBefore;
    private volatile @Nullable Verified verified;

    /**
     * A checkpoint whose signature was found to hold, or was made here; whether it is kept is another question.
     *
     * @param written what is known besides if the log grew to this size here
     */
    private record Verified(String note, Checkpoint checkpoint, Optional<Written> written) {}

    /**
     * The end of a log that grew here.
     *
     * @param newest the time of the last entry
     * @param edge the hashes of the whole subtrees that make up the tree
     */
    private record Written(Instant newest, Map<Place, Bytes> edge) {}

    private record Place(int level, long place) {}

    /** Signs checkpoints with {@code logKey}, which stays the caller's. */
    public SignatureLog(Bytes identityHash, SigningSeed logKey, SecureRandom random) {
        this(identityHash, logKey, random, Optional.empty());
    }

    private SignatureLog(
            Bytes identityHash, SigningSeed logKey, SecureRandom random, Optional<VerifyingKey> keyBefore) {
        this.origin = Checkpoint.originOf(identityHash);
        this.logKey = logKey;
        this.random = random;
        this.keyBefore = keyBefore;
    }

    /**
     * For the first entry of a new epoch: the newest checkpoint is still one of the epoch before.
     *
     * @param keyBefore the key that signed that
     */
    public static SignatureLog beginning(
            Bytes identityHash, SigningSeed logKey, SecureRandom random, VerifyingKey keyBefore) {
        return new SignatureLog(identityHash, logKey, random, Optional.of(keyBefore));
    }

    /**
     * What is to be logged.
     *
     * @param type what happened
     * @param time by the SGM's clock, whole seconds
     * @param chain id of the key, or of the device for what concerns no key
     * @param user whose chain it is; not part of the leaf
     * @param device id of the device that ordered it, or {@link Leaf#CONSOLE}
     * @param level the level of the act
     * @param method how it was activated
     * @param kekEpoch which key-encryption key was in use
     * @param record what happened in detail; only its salted hash is in the leaf
     * @param about whom it is about: the person whose chain it is, or whom staff's act concerns; not part of the leaf
     */
    public record Entry(
            Leaf.Type type,
            Instant time,
            String chain,
            String user,
            String device,
            int level,
            String method,
            int kekEpoch,
            JsonObject record,
            String about) {
        /** About the person whose chain it is. */
        public Entry(
                Leaf.Type type,
                Instant time,
                String chain,
                String user,
                String device,
                int level,
                String method,
                int kekEpoch,
                JsonObject record) {
            this(type, time, chain, user, device, level, method, kekEpoch, record, user);
        }

        /** The same, about this person. */
        public Entry about(String person) {
            return new Entry(type, time, chain, user, device, level, method, kekEpoch, record, person);
        }

        /** The same, of this level or the lower one that it has. */
        public Entry atMost(int highest) {
            var lower = Math.min(level, highest);
            return new Entry(type, time, chain, user, device, lower, method, kekEpoch, record, about);
        }

        /** True for what is told to staff of a person: all but signatures, wrong PINs and the log's beginning. */
        private boolean toldToStaff() {
            return switch (type) {
                case SIGN, PIN_FAILURE, INIT -> false;
                default -> true;
            };
        }
    }

    /**
     * Appends an entry; it counts once the transaction is committed.
     *
     * @throws SgmFault if the clock is behind the newest entry
     */
    public Receipt append(Rows rows, Entry entry) {
        var end = end(rows, entry.time());
        var index = end.size();
        var nodes = end.nodes();
        var chain = rows.chain(entry.chain());
        var number = chain.map(ChainRow::number).orElse(0L) + 1;
        var salt = salt();
        var record = entry.record().toBytes();
        var leaf = new Leaf(
                        entry.type(),
                        entry.time(),
                        entry.chain(),
                        number,
                        chain.map(ChainRow::lastIndex).orElse(-1L),
                        entry.device(),
                        entry.level(),
                        entry.method(),
                        entry.kekEpoch(),
                        Leaf.recordHash(salt, record))
                .toBytes();
        rows.append(new LogRow(index, entry.user(), leaf, salt, record));
        if (entry.toldToStaff()) {
            rows.noteAbout(entry.about(), index);
        }
        rows.put(new ChainRow(entry.chain(), entry.user(), number, index));
        putNodes(rows, nodes, index, Merkle.leafHash(leaf));
        var size = index + 1;
        var checkpoint = new Checkpoint(origin, size, Merkle.root(size, nodes));
        var note = checkpoint.sign(logKey);
        rows.putCheckpoint(size, note);
        verified = new Verified(note, checkpoint, Optional.of(new Written(entry.time(), nodes.edge(size))));
        var proof = Merkle.inclusionProof(index, size, nodes);
        return new Receipt(new LogEntry(index, leaf, salt, record, proof), note);
    }

    /** Where the next entry goes, and the hashes it needs. */
    private record End(long size, ReadOnce nodes) {}

    /**
     * Where the log ends. Signs nothing on top of hashes that are not those of the last checkpoint: an altered one
     * would part this log from the one that everybody has seen. Those of entries written here are remembered and not
     * read again, so that nobody alters them in between; whether the rows still agree the log's check tells.
     */
    private End end(Rows rows, Instant time) {
        var note = rows.newestCheckpoint();
        if (note.isEmpty() && rows.logSize() == 0) {
            return new End(0, new ReadOnce(rows, Map.of()));
        }
        var last = signed(note.orElseThrow(SignatureLog::noCheckpoint));
        if (last.written().isPresent()) {
            var written = last.written().get();
            requireNotBehind(written.newest(), time, "logging");
            return new End(last.checkpoint().size(), new ReadOnce(rows, written.edge()));
        }
        var size = rows.logSize();
        var nodes = new ReadOnce(rows, Map.of());
        requireNotBehind(timeOf(rows, size - 1), time, "logging");
        if (!last.checkpoint().equals(new Checkpoint(origin, size, Merkle.root(size, nodes)))) {
            throw new RowTampered("log node");
        }
        return new End(size, nodes);
    }

    private static SgmFault noCheckpoint() {
        return new SgmFault("reading the log: it has no checkpoint");
    }

    /**
     * The checkpoint in a note, believed by its signature. The last one is remembered, but what is known of a log that
     * grew here gives way to nothing that somebody read: an older state, or one that another writer took back.
     */
    private Verified signed(String note) {
        var last = verified;
        if (last != null && last.note().equals(note)) {
            return last;
        }
        var read = new Verified(
                note,
                Checkpoint.open(note, origin, logKey.publicKey())
                        .or(() -> keyBefore.flatMap(key -> Checkpoint.open(note, origin, key)))
                        .orElseThrow(() -> new RowTampered("checkpoint")),
                Optional.empty());
        if (last == null || last.written().isEmpty()) {
            verified = read;
        }
        return read;
    }

    private Bytes salt() {
        var salt = new byte[Leaf.SALT_SIZE_BYTES];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    private static Instant timeOf(Rows rows, long index) {
        return leafOf(rows.logRow(index)).time();
    }

    /**
     * Makes sure, without reading a row, that at this time something could be logged.
     *
     * @param attempted what is to be done, for the fault
     * @return false if only the rows can tell
     * @throws SgmFault if the clock is behind the newest entry
     */
    public boolean requireClock(Instant time, String attempted) {
        var last = verified;
        if (last == null || last.written().isEmpty()) {
            return false;
        }
        requireNotBehind(last.written().get().newest(), time, attempted);
        return true;
    }

    /**
     * Makes sure that at this time something could be logged.
     *
     * @param attempted what is to be done, for the fault
     * @throws SgmFault if the clock is behind the newest entry
     */
    public static void requireClock(Rows rows, Instant time, String attempted) {
        var size = rows.logSize();
        if (size > 0) {
            requireNotBehind(timeOf(rows, size - 1), time, attempted);
        }
    }

    /** When the newest entry was made; nothing was before an empty log's first. */
    public static Instant newest(Rows rows) {
        var size = rows.logSize();
        return size > 0 ? timeOf(rows, size - 1) : Instant.EPOCH;
    }

    private static void requireNotBehind(Instant newest, Instant time, String attempted) {
        if (time.isBefore(newest)) {
            throw SgmFault.clockBehind(attempted);
        }
    }

    /** Keeps the leaf's hash and that of every subtree it completes: two rows on average. */
    private static void putNodes(Rows rows, ReadOnce nodes, long index, Bytes leafHash) {
        var hash = leafHash;
        var place = index;
        var level = 0;
        put(rows, nodes, level, place, hash);
        while ((place & 1) == 1) {
            hash = Merkle.nodeHash(nodes.node(level, place - 1), hash);
            place >>= 1;
            level++;
            put(rows, nodes, level, place, hash);
        }
    }

    private static void put(Rows rows, ReadOnce nodes, int level, long place, Bytes hash) {
        rows.putNode(level, place, hash);
        nodes.learn(level, place, hash);
    }

    /** The hashes that one append needs, three times over: each is read from the rows once, or known before. */
    private static final class ReadOnce implements Merkle.Nodes {
        private final Merkle.Nodes kept;
        private final Map<Place, Bytes> known;

        ReadOnce(Merkle.Nodes kept, Map<Place, Bytes> known) {
            this.kept = kept;
            this.known = new HashMap<>(known);
        }

        @Override
        public Bytes node(int level, long place) {
            return known.computeIfAbsent(new Place(level, place), p -> kept.node(level, place));
        }

        void learn(int level, long place, Bytes hash) {
            known.put(new Place(level, place), hash);
        }

        /** The hashes of the whole subtrees that a tree of this size is made of: one for each bit of the size. */
        Map<Place, Bytes> edge(long size) {
            var edge = new HashMap<Place, Bytes>();
            for (var level = 0; size >> level > 0; level++) {
                if ((size >> level & 1) == 1) {
                    var place = (size >> level) - 1;
                    edge.put(new Place(level, place), node(level, place));
                }
            }
            return Map.copyOf(edge);
        }
    }

    /** The leaf of a kept entry. */
    public static Leaf leafOf(LogRow row) {
        try {
            return Leaf.read(row.leaf());
        } catch (Malformed e) {
            throw new RowTampered("log entry", Long.toString(row.index()));
        }
    }

    /** The newest signed checkpoint. */
    public String checkpoint(Rows rows) {
        return rows.newestCheckpoint().orElseThrow(SignatureLog::noCheckpoint);
    }

    /**
     * Kept entries with their proofs under the newest checkpoint.
     *
     * @throws RowTampered if one has no proof there
     */
    public List<LogEntry> proven(Rows rows, List<LogRow> entries) {
        var checkpoint = signed(checkpoint(rows)).checkpoint();
        return entries.stream().map(row -> proven(rows, row, checkpoint)).toList();
    }

    private static LogEntry proven(Merkle.Nodes rows, LogRow row, Checkpoint checkpoint) {
        if (row.index() >= checkpoint.size()) {
            throw new RowTampered("checkpoint");
        }
        var proof = Merkle.inclusionProof(row.index(), checkpoint.size(), rows);
        var leaf = leafOf(row);
        var holds =
                Merkle.includes(checkpoint.root(), checkpoint.size(), row.index(), Merkle.leafHash(row.leaf()), proof)
                        && leaf.recordHash().equals(Leaf.recordHash(row.salt(), row.record()));
        if (!holds) {
            throw new RowTampered("log entry", Long.toString(row.index()));
        }
        return new LogEntry(row.index(), row.leaf(), row.salt(), row.record(), proof);
    }

    /** The proof that the log of {@code first} entries became that of {@code second}; both sizes are ones it had. */
    public List<Bytes> consistency(Rows rows, long first, long second) {
        return Merkle.consistencyProof(first, second, rows);
    }

    /** The entries that begin the epochs after the first, those within a size the log had, each proven in it. */
    public List<LogEntry> epochs(Rows rows, long size) {
        return within(rows, Epochs.of(rows).restores(), size);
    }

    /** The entries of new identity keys, those within a size the log had, each proven in it. */
    public List<LogEntry> successions(Rows rows, long size) {
        return within(rows, rows.successions(), size);
    }

    private static List<LogEntry> within(Rows rows, List<Long> indexes, long size) {
        return indexes.stream()
                .filter(index -> index < size)
                .map(rows::logRow)
                .map(row -> new LogEntry(
                        row.index(),
                        row.leaf(),
                        row.salt(),
                        row.record(),
                        Merkle.inclusionProof(row.index(), size, rows)))
                .toList();
    }

    /** The key that verifies checkpoints. */
    public VerifyingKey key() {
        return logKey.publicKey();
    }

    /** The name checkpoints carry. */
    public String origin() {
        return origin;
    }
}
