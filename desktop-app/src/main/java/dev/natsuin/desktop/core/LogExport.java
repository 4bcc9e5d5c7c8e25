package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.GrowingTree;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole signature log in a file, JSON lines in UTF-8: {@code {"natsuinLog":1,"origin"}}, then each entry as
 * {@code {"index","leaf","salt","record"}}, last {@code {"checkpoint","time"}}. Proofs are not needed: all leaves
 * together give the root that the checkpoint signs.
 */
final class LogExport implements AutoCloseable {
    private static final int VERSION = 1;
    /** Longer than any entry: the record of an order of 10,000 hashes has a million octets. */
    private static final int LONGEST_LINE = 16 << 20;

    private final Path file;
    private final BufferedWriter out;
    private boolean whole;

    private LogExport(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** Begins a new file that only its owner can read; an existing one is refused. Closed unfinished, it is gone. */
    static LogExport begun(Path file, LogMemory log) throws Refusal {
        var reserved = CodeFile.reserve(file);
        try {
            var begun = new LogExport(
                    file, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.WRITE));
            begun.line(JsonObject.empty().and("natsuinLog", VERSION).and("origin", Checkpoint.originOf(log.sgm())));
            return begun;
        } catch (IOException e) {
            reserved.close();
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    private void line(JsonObject.Builder json) throws Refusal {
        try {
            out.write(json.build().toBytes().toUtf8());
            out.write('\n');
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    void add(LogEntry entry) throws Refusal {
        line(JsonObject.empty()
                .and("index", entry.index())
                .and("leaf", entry.leaf())
                .and("salt", entry.salt())
                .and("record", entry.record()));
    }

    /** Ends it; from now on it stays. */
    void end(LogReading.Done done) throws Refusal {
        line(JsonObject.with("checkpoint", done.note()).and("time", done.time()));
        try {
            out.close();
            whole = true;
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    @Override
    public void close() throws Refusal {
        if (whole) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            // What could not be written is thrown away anyway.
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    /**
     * Shows what is in a file, after all of it was found to be what this log's key signed.
     *
     * @throws Refusal with {@code log-export-altered} if anything of it was altered, added or left out
     */
    static LogReading.Done read(Path file, LogMemory log, LogReading.Reader reader) throws Refusal {
        var done = pass(file, log, entry -> {});
        return pass(file, log, reader).equals(done) ? done : altered();
    }

    private static LogReading.Done altered() throws Refusal {
        throw new Refusal(ProblemCode.LOG_EXPORT_ALTERED);
    }

    private static LogReading.Done pass(Path file, LogMemory log, LogReading.Reader reader) throws Refusal {
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var head = line(in);
            head.exactly("natsuinLog", VERSION);
            var origin = head.text("origin");
            head.end();
            if (!origin.equals(Checkpoint.originOf(log.sgm()))) {
                throw new Refusal(ProblemCode.CHECKPOINT_NOT_OURS);
            }
            var tree = new GrowingTree();
            for (var next = line(in); ; next = line(in)) {
                if (next.has("checkpoint")) {
                    var done = done(next, tree, log);
                    return in.read() < 0 ? done : altered();
                }
                var entry = new LogEntry(
                        next.index("index"),
                        next.bytes("leaf"),
                        next.bytes("salt", Leaf.SALT_SIZE_BYTES),
                        next.bytes("record"),
                        List.of());
                next.end();
                if (entry.index() != tree.size()) {
                    return altered();
                }
                tree.add(Merkle.leafHash(entry.leaf()));
                reader.take(LogReading.Entry.whole(entry));
            }
        } catch (Malformed | CharacterCodingException e) {
            throw new Refusal(ProblemCode.LOG_EXPORT_ALTERED, e);
        } catch (NoSuchFileException e) {
            throw new Refusal(ProblemCode.FILE_MISSING, e);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.FILE_UNREADABLE, e);
        }
    }

    private static LogReading.Done done(JsonObject.Reader last, GrowingTree tree, LogMemory log)
            throws Malformed, Refusal {
        var note = last.text("checkpoint");
        Instant time = last.moment("time");
        last.end();
        Optional<Checkpoint> signed = log.own(note);
        if (signed.isEmpty()) {
            throw new Refusal(ProblemCode.CHECKPOINT_NOT_OURS);
        }
        var holds = signed.get().size() == tree.size() && signed.get().root().equals(tree.root());
        return holds ? new LogReading.Done(signed.get(), note, time, true) : altered();
    }

    /** The next line, however long somebody made it. */
    private static JsonObject.Reader line(BufferedReader in) throws IOException, Malformed {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == LONGEST_LINE) {
                throw new Malformed("a log that does not end");
            }
            line.append((char) c);
        }
        return JsonObject.strict(Bytes.utf8(line.toString())).reader();
    }
}
