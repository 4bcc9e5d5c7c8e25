package dev.natsuin.desktop.fake;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A signature log in memory. */
public final class FakeLog {
    private record Row(String user, Bytes leaf, Bytes salt, Bytes record) {}

    /** The newest entry of a chain. */
    public record Head(long number, long index) {}

    private final String origin;
    private final SigningSeed key;
    private final SecureRandom random;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Head> heads = new HashMap<>();

    FakeLog(Bytes identityHash, SecureRandom random) {
        this.origin = Checkpoint.originOf(identityHash);
        this.random = random;
        this.key = SigningSeed.random(random);
    }

    public VerifyingKey key() {
        return key.publicKey();
    }

    public long size() {
        return rows.size();
    }

    public Map<String, Head> heads() {
        return heads;
    }

    /** Appends an entry; gives its index. */
    public long append(Leaf.Type type, Instant time, String chain, String device, String user, JsonObject record) {
        var head = heads.getOrDefault(chain, new Head(0, -1));
        var octets = new byte[Leaf.SALT_SIZE_BYTES];
        random.nextBytes(octets);
        var salt = Bytes.of(octets);
        var leaf = new Leaf(
                type,
                time,
                chain,
                head.number() + 1,
                head.index(),
                device,
                1,
                "device",
                1,
                Leaf.recordHash(salt, record.toBytes()));
        rows.add(new Row(user, leaf.toBytes(), salt, record.toBytes()));
        heads.put(chain, new Head(head.number() + 1, rows.size() - 1L));
        return rows.size() - 1L;
    }

    /** Tells of the same order a second time, as if it had been carried out again. */
    public void carryOutAgain(long index) {
        var row = rows.get((int) index);
        try {
            var leaf = Leaf.read(row.leaf());
            append(leaf.type(), leaf.time(), leaf.chain(), leaf.device(), row.user(), JsonObject.strict(row.record()));
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** Throws away the newest entries: what a log never does. */
    public void rollBackTo(long size) {
        rows.subList((int) size, rows.size()).clear();
    }

    /** Changes the past: what a log never does. */
    public void rewrite(long index) {
        var row = rows.get((int) index);
        rows.set((int) index, new Row(row.user(), Bytes.concat(row.leaf(), Bytes.utf8(" ")), row.salt(), row.record()));
    }

    private Bytes node(int level, long place) {
        return level == 0
                ? Merkle.leafHash(rows.get((int) place).leaf())
                : Merkle.nodeHash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1));
    }

    public String checkpoint() {
        return checkpoint(rows.size());
    }

    public String checkpoint(long size) {
        return new Checkpoint(origin, size, Merkle.root(size, this::node)).sign(key);
    }

    public List<Bytes> growth(long first, long second) {
        return Merkle.consistencyProof(first, second, this::node);
    }

    public LogEntry entry(long index) {
        var row = rows.get((int) index);
        return new LogEntry(
                index, row.leaf(), row.salt(), row.record(), Merkle.inclusionProof(index, rows.size(), this::node));
    }

    /** At most so many entries from this index on, everybody's. */
    public List<LogEntry> entries(long from, int most) {
        return LongStream.range(from, Math.min(rows.size(), from + most))
                .mapToObj(this::entry)
                .toList();
    }

    /** The entries that concern this person. */
    public List<LogEntry> entriesOf(String user, long from) {
        var all = new ArrayList<LogEntry>();
        for (var i = from; i < rows.size(); i++) {
            if (rows.get((int) i).user().equals(user)) {
                all.add(entry(i));
            }
        }
        return all;
    }
}
