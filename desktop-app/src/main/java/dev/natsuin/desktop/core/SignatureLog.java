package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.NewFile;
import dev.natsuin.desktop.remote.News;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.GrowingTree;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signature log as a whole, for whoever watches it: its newest word, and that it has only grown. */
public final class SignatureLog {
    /** More than any note may have. */
    private static final long LONGEST_NOTE_BYTES = 64 * 1024;

    private final Seat seat;

    SignatureLog(Seat seat) {
        this.seat = seat;
    }

    /**
     * A checkpoint that was verified, and what it was proven to continue.
     *
     * @param news the newest checkpoint
     * @param continues the older checkpoint; nothing if none was known
     */
    public record Watched(News news, Optional<Checkpoint> continues) {}

    /**
     * Asks for the newest checkpoint. It must be signed by the log that this desk knows and continue what was kept.
     *
     * @param since a file with an older note, which it must continue too
     */
    public Watched newest(Optional<Path> since) throws Refusal {
        var server = seat.server(seat.owner());
        var older = since.isPresent() ? Optional.of(read(since.get())) : Optional.<String>empty();
        var news = server.news();
        return older.isEmpty()
                ? new Watched(news, news.before())
                : new Watched(news, Optional.of(server.grownFrom(older.get(), news.checkpoint())));
    }

    /**
     * Reads the log from its beginning; for auditors. Everybody's entries must come without a gap and give the root
     * that the SGM signed; whether the entries of one person are all of theirs, nothing but the SGM's word says.
     *
     * @param person whose entries alone are wanted
     * @throws Refusal with {@code answer-not-believable} if something is missing or out of place
     */
    public LogReading.Done read(Optional<String> person, LogReading.Reader reader) throws Refusal {
        return seat.asking(present -> read(present, person, reader));
    }

    private LogReading.Done read(Seat.Present present, Optional<String> person, LogReading.Reader reader)
            throws Refusal {
        var tree = new GrowingTree();
        var next = 0L;
        while (true) {
            var from = next;
            var told = present.conversation().ask(head -> new Statement.AuditLog(head, from, person));
            try {
                var page = Results.LogPage.read(told.content());
                var checkpoint = seat.server(present.owner()).checkpoint(page.checkpoint(), told.time());
                for (var entry : page.entries()) {
                    if (entry.index() < next || (person.isEmpty() && entry.index() != next)) {
                        throw new Malformed("an entry out of its place");
                    }
                    tree.add(Merkle.leafHash(entry.leaf()));
                    reader.take(LogReading.Entry.under(checkpoint, entry));
                    next = entry.index() + 1;
                }
                if (!page.more()) {
                    return done(checkpoint, page.checkpoint(), told.time(), person.isPresent() ? null : tree);
                }
                if (page.entries().isEmpty()) {
                    throw new Malformed("more entries, and none of them");
                }
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
        }
    }

    private static LogReading.Done done(
            Checkpoint checkpoint, String note, Instant time, @Nullable GrowingTree everything) throws Malformed {
        if (everything != null
                && (everything.size() != checkpoint.size() || !everything.root().equals(checkpoint.root()))) {
            throw new Malformed("other entries than the checkpoint covers");
        }
        return new LogReading.Done(checkpoint, note, time, everything != null);
    }

    /**
     * Writes the whole log to a new file, which is gone again if anything of it is not believable; for auditors. The
     * file holds whose keys signed what, and only its owner can read it.
     */
    public LogReading.Done export(Path file) throws Refusal {
        var owner = seat.owner();
        seat.server(owner).news();
        try (var export = LogExport.begun(file, memory())) {
            var done = read(Optional.empty(), entry -> {
                if (!entry.proven()) {
                    throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
                }
                export.add(entry.entry());
            });
            export.end(done);
            return done;
        }
    }

    /**
     * Reads a file that {@link #export} wrote; the server is not asked. Nothing of it is shown before all of it was
     * found to be what the log that this desk knows has signed.
     */
    public LogReading.Done readExport(Path file, LogReading.Reader reader) throws Refusal {
        return LogExport.read(file, memory(), reader);
    }

    private LogMemory memory() throws Refusal {
        var sgm = seat.owner().sgm();
        return seat.profile()
                .log()
                .filter(log -> log.sgm().equals(sgm))
                .orElseThrow(() -> new Refusal(ProblemCode.CHECKPOINT_NOT_OURS));
    }

    private static String read(Path file) throws Refusal {
        try {
            return Bytes.of(NamedFile.octets(file, LONGEST_NOTE_BYTES)).toUtf8();
        } catch (NamedFile.TooLong e) {
            throw new Refusal(ProblemCode.CHECKPOINT_NOT_OURS, e);
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    /** Writes a note to a new file; an older one is never overwritten, as it is what the next must be compared with. */
    public static void write(String note, Path file) throws Refusal {
        var why = NewFile.write(file, Bytes.utf8(note), file);
        if (why.isPresent()) {
            throw new Refusal(why.get());
        }
    }
}
