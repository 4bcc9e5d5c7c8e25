package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.ExportedLog;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The whole signature log in a file, UTF-8, as {@link ExportedLog} has it. */
final class LogExport implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Writer out;
    private boolean whole;

    private LogExport(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    /** Begins a new file that only its owner can read; an existing one is refused. Closed unfinished, it is gone. */
    static LogExport begun(Path file, LogMemory log) throws Refusal {
        var reserved = CodeFile.reserve(file);
        try {
            return over(file, FileChannel.open(file, StandardOpenOption.WRITE), log);
        } catch (IOException e) {
            reserved.close();
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    /** In a file that is open and empty. */
    static LogExport over(Path file, FileChannel channel, LogMemory log) throws Refusal {
        var begun = new LogExport(file, channel);
        begun.line(ExportedLog.head(Checkpoint.originOf(log.sgm())));
        return begun;
    }

    private void line(JsonObject json) throws Refusal {
        try {
            out.write(json.toBytes().toUtf8());
            out.write('\n');
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    void add(LogEntry entry) throws Refusal {
        line(ExportedLog.line(entry));
    }

    /** Ends it; it is on the disk when this returns, and stays. */
    void end(LogReading.Done done) throws Refusal {
        line(ExportedLog.end(done.note(), done.time()));
        try {
            out.flush();
            channel.force(true);
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
     * @throws Refusal with {@code log-export-altered} if anything of it was altered, added or left out, with
     *     {@code log-export-none} if it is something else
     */
    static LogReading.Done read(Path file, LogMemory log, LogReading.Reader reader) throws Refusal {
        var done = pass(file, log, entry -> {});
        if (!pass(file, log, reader).equals(done)) {
            throw new Refusal(ProblemCode.LOG_EXPORT_ALTERED);
        }
        return done;
    }

    private static LogReading.Done pass(Path file, LogMemory log, LogReading.Reader reader) throws Refusal {
        try (var octets = NamedFile.open(file);
                var in = new BufferedReader(new InputStreamReader(octets, StandardCharsets.UTF_8.newDecoder()))) {
            var end = ExportedLog.<IOException, Refusal>read(
                    in::read,
                    Checkpoint.originOf(log.sgm()),
                    log::own,
                    (entry, leaf) -> reader.take(LogReading.Entry.whole(entry, leaf)));
            return new LogReading.Done(end.checkpoint(), end.note(), end.time(), true);
        } catch (Malformed | CharacterCodingException e) {
            throw new Refusal(begins(file) ? ProblemCode.LOG_EXPORT_ALTERED : ProblemCode.LOG_EXPORT_NONE, e);
        } catch (ExportedLog.OtherLog e) {
            throw new Refusal(ProblemCode.CHECKPOINT_NOT_OURS, e);
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    private static boolean begins(Path file) throws Refusal {
        try (var octets = NamedFile.open(file)) {
            return ExportedLog.begins(Bytes.of(octets.readNBytes(ExportedLog.BEGINNING_SIZE_BYTES)));
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }
}
