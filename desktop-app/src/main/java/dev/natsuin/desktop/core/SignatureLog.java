package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.remote.News;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

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

    private static String read(Path file) throws Refusal {
        if (!Files.exists(file)) {
            throw new Refusal(ProblemCode.FILE_MISSING);
        }
        try {
            if (Files.size(file) > LONGEST_NOTE_BYTES) {
                throw new Refusal(ProblemCode.CHECKPOINT_NOT_OURS);
            }
            return Bytes.of(Files.readAllBytes(file)).toUtf8();
        } catch (IOException e) {
            throw new Refusal(ProblemCode.FILE_UNREADABLE, e);
        }
    }

    /** Writes a note to a new file; an older one is never overwritten, as it is what the next must be compared with. */
    public static void write(String note, Path file) throws Refusal {
        if (Files.exists(file)) {
            throw new Refusal(ProblemCode.TARGET_EXISTS);
        }
        try {
            Files.writeString(file, note, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }
}
