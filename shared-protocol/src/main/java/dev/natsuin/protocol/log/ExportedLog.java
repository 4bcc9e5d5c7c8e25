package dev.natsuin.protocol.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole signature log as text, JSON lines: {@code {"natsuinLog":1,"origin"}}, then each entry as
 * {@code {"index","leaf","salt","record"}}, last {@code {"checkpoint","time"}}. Proofs are not needed: all leaves
 * together give the root that the checkpoint signs.
 */
public final class ExportedLog {
    private static final int VERSION = 1;
    /** Longer than any entry: the record of an order of 10,000 hashes has a million octets. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final Bytes BEGINNING = Bytes.utf8("{\"natsuinLog\":");

    /** How many octets tell whether a file is an exported log at all. */
    public static final int BEGINNING_SIZE_BYTES = BEGINNING.size();

    private ExportedLog() {}

    /** Where the text comes from. */
    public interface Characters<X extends Exception> {
        /** The next UTF-16 code unit, or -1 at the end. */
        int next() throws X;
    }

    /** Opens signed notes that it believes. */
    public interface Signed {
        /** The checkpoint in a note, if the log that is known signed it. */
        Optional<Checkpoint> open(String note);
    }

    /** Is shown each entry in order. */
    public interface Reader<Y extends Exception> {
        /**
         * Takes the next one; it is believed once all was read.
         *
         * @param entry without a proof
         * @param leaf its leaf, which names its record
         */
        void take(LogEntry entry, Leaf leaf) throws Y, Malformed;
    }

    /**
     * How it ended.
     *
     * @param checkpoint covers all entries and no others
     * @param note the same, signed
     * @param time when the SGM said so
     */
    public record End(Checkpoint checkpoint, String note, Instant time) {}

    /** It is the log of another SGM, or was signed by a key that is not believed here. */
    public static final class OtherLog extends Exception {
        private static final long serialVersionUID = 1L;

        OtherLog(String why) {
            super(why);
        }
    }

    /** The first line. */
    public static JsonObject head(String origin) {
        return JsonObject.empty()
                .and("natsuinLog", VERSION)
                .and("origin", origin)
                .build();
    }

    /** The line of an entry. */
    public static JsonObject line(LogEntry entry) {
        return JsonObject.empty()
                .and("index", entry.index())
                .and("leaf", entry.leaf())
                .and("salt", entry.salt())
                .and("record", entry.record())
                .build();
    }

    /** The last line. */
    public static JsonObject end(String note, Instant time) {
        return JsonObject.with("checkpoint", note).and("time", time).build();
    }

    /** True for the first octets of a file that is an exported log, of whatever version, or was one. */
    public static boolean begins(Bytes octets) {
        return octets.size() >= BEGINNING.size()
                && octets.slice(0, BEGINNING.size()).equals(BEGINNING);
    }

    /**
     * Reads all of it. Nothing that the reader was shown is true before this returns.
     *
     * @throws Malformed if anything of it was altered, added or left out
     * @throws OtherLog if it is not the log of this name, or not signed by whom {@code signed} believes
     */
    public static <X extends Exception, Y extends Exception> End read(
            Characters<X> in, String origin, Signed signed, Reader<Y> reader) throws X, Y, Malformed, OtherLog {
        var head = line(in);
        head.exactly("natsuinLog", VERSION);
        var named = head.text("origin");
        head.end();
        if (!named.equals(origin)) {
            throw new OtherLog("the log of another server");
        }
        var tree = new GrowingTree();
        for (var next = line(in); ; next = line(in)) {
            if (next.has("checkpoint")) {
                var end = end(next, tree, signed);
                if (in.next() >= 0) {
                    throw new Malformed("a log that goes on behind its end");
                }
                return end;
            }
            var entry = entry(next, tree.size());
            tree.add(Merkle.leafHash(entry.leaf()));
            var leaf = Leaf.read(entry.leaf());
            if (!leaf.recordHash().equals(Leaf.recordHash(entry.salt(), entry.record()))) {
                throw new Malformed("another record than the leaf names");
            }
            reader.take(entry, leaf);
        }
    }

    private static LogEntry entry(JsonObject.Reader line, long place) throws Malformed {
        var entry = new LogEntry(
                line.index("index"),
                line.bytes("leaf"),
                line.bytes("salt", Leaf.SALT_SIZE_BYTES),
                line.bytes("record"),
                List.of());
        line.end();
        if (entry.index() != place) {
            throw new Malformed("an entry out of its place");
        }
        return entry;
    }

    private static End end(JsonObject.Reader last, GrowingTree tree, Signed signed) throws Malformed, OtherLog {
        var note = last.text("checkpoint");
        var time = last.moment("time");
        last.end();
        var checkpoint = signed.open(note).orElseThrow(() -> new OtherLog("a checkpoint of another log or key"));
        if (checkpoint.size() != tree.size() || !checkpoint.root().equals(tree.root())) {
            throw new Malformed("other entries than the checkpoint covers");
        }
        return new End(checkpoint, note, time);
    }

    /** The next line, however long somebody made it. */
    private static <X extends Exception> JsonObject.Reader line(Characters<X> in) throws X, Malformed {
        var line = new StringBuilder();
        for (var c = in.next(); c != '\n'; c = in.next()) {
            if (c < 0 || line.length() == LONGEST_LINE) {
                throw new Malformed("a log that does not end");
            }
            line.append((char) c);
        }
        return JsonObject.strict(Bytes.utf8(line.toString())).reader();
    }
}
