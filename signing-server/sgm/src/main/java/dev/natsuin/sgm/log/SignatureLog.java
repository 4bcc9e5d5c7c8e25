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
import java.util.List;

/**
 * Writes the signature log within the transaction that releases what it tells of, and proves what stands in it.
 *
 * <p>Thread-safe; appends happen one at a time because a writing transaction is alone.
 */
public final class SignatureLog {
    private final String origin;
    private final SigningSeed logKey;
    private final SecureRandom random;

    /** Signs checkpoints with {@code logKey}, which stays the caller's. */
    public SignatureLog(Bytes identityHash, SigningSeed logKey, SecureRandom random) {
        this.origin = Checkpoint.originOf(identityHash);
        this.logKey = logKey;
        this.random = random;
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
            JsonObject record) {}

    /**
     * Appends an entry; it counts once the transaction is committed.
     *
     * @throws SgmFault if the clock is behind the newest entry
     */
    public Receipt append(Rows rows, Entry entry) {
        var index = rows.logSize();
        requireClock(rows, entry.time(), "logging");
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
        rows.put(new ChainRow(entry.chain(), entry.user(), number, index));
        putNodes(rows, index, Merkle.leafHash(leaf));
        var size = index + 1;
        var note = new Checkpoint(origin, size, Merkle.root(size, rows)).sign(logKey);
        rows.putCheckpoint(size, note);
        return new Receipt(new LogEntry(index, leaf, salt, record, Merkle.inclusionProof(index, size, rows)), note);
    }

    private Bytes salt() {
        var salt = new byte[Leaf.SALT_SIZE_BYTES];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    /**
     * Makes sure that at this time something could be logged.
     *
     * @param attempted what is to be done, for the fault
     * @throws SgmFault if the clock is behind the newest entry
     */
    public static void requireClock(Rows rows, Instant time, String attempted) {
        var size = rows.logSize();
        if (size > 0 && time.isBefore(leafOf(rows.logRow(size - 1)).time())) {
            throw new SgmFault(attempted + " with a clock that is behind the newest log entry; set the clock right");
        }
    }

    /** Keeps the leaf's hash and that of every subtree it completes: two rows on average. */
    private static void putNodes(Rows rows, long index, Bytes leafHash) {
        var hash = leafHash;
        var place = index;
        var level = 0;
        rows.putNode(level, place, hash);
        while ((place & 1) == 1) {
            hash = Merkle.nodeHash(rows.node(level, place - 1), hash);
            place >>= 1;
            level++;
            rows.putNode(level, place, hash);
        }
    }

    /** The leaf of a kept entry. */
    public static Leaf leafOf(LogRow row) {
        try {
            return Leaf.read(row.leaf());
        } catch (Malformed e) {
            throw new RowTampered("log entry");
        }
    }

    /** The newest signed checkpoint. */
    public String checkpoint(Rows rows) {
        return rows.newestCheckpoint().orElseThrow(() -> new SgmFault("reading the log: it has no checkpoint"));
    }

    /** A kept entry with its proof under the tree of that size. */
    public LogEntry proven(Rows rows, LogRow row, long size) {
        return new LogEntry(
                row.index(), row.leaf(), row.salt(), row.record(), Merkle.inclusionProof(row.index(), size, rows));
    }

    /** The proof that the log of {@code first} entries became that of {@code second}; both sizes are ones it had. */
    public List<Bytes> consistency(Rows rows, long first, long second) {
        return Merkle.consistencyProof(first, second, rows);
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
