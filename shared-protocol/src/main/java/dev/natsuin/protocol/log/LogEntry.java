package dev.natsuin.protocol.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;

/**
 * A leaf as it is shown to whom it concerns: with its place, its record and the proof that it is in the log.
 *
 * @param index place in the log, from 0
 * @param leaf the octets in the log, see {@link Leaf}
 * @param salt salt of the record, 32 octets
 * @param record what happened in detail, a JSON object
 * @param proof inclusion proof under the checkpoint that comes with it
 */
public record LogEntry(long index, Bytes leaf, Bytes salt, Bytes record, List<Bytes> proof) {
    /** Copies the proof. */
    public LogEntry {
        proof = List.copyOf(proof);
    }

    /** As JSON. */
    public JsonObject toJson() {
        return JsonObject.empty()
                .and("index", index)
                .and("leaf", leaf)
                .and("salt", salt)
                .and("record", record)
                .andBytes("proof", proof)
                .build();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static LogEntry read(JsonObject object) throws Malformed {
        var json = object.reader();
        var entry = new LogEntry(
                json.index("index"),
                json.bytes("leaf"),
                json.bytes("salt", Leaf.SALT_SIZE_BYTES),
                json.bytes("record"),
                json.bytesList("proof"));
        json.end();
        return entry;
    }

    /**
     * The leaf, if the record is the one it names and the proof holds under the checkpoint.
     *
     * @throws Malformed if anything of that fails
     */
    public Leaf proven(Checkpoint checkpoint) throws Malformed {
        var read = Leaf.read(leaf);
        if (!read.recordHash().equals(Leaf.recordHash(salt, record))) {
            throw new Malformed("another record than the leaf names");
        }
        if (read.previous() >= index) {
            throw new Malformed("a predecessor that is not before");
        }
        if (!Merkle.includes(checkpoint.root(), checkpoint.size(), index, Merkle.leafHash(leaf), proof)) {
            throw new Malformed("the proof of inclusion does not hold");
        }
        return read;
    }
}
