package dev.natsuin.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import dev.natsuin.link.side.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;

/** The launcher's own part of {@code self-check}: that nobody else can enter the data directory. */
final class DataDirectoryCheck {
    private static final String NAME = "data-directory";

    private final Path data;

    DataDirectoryCheck(Path data) {
        this.data = data;
    }

    /** Prints one line; the exit code. */
    int run(boolean json, PrintStream out) {
        boolean closed = isClosed();
        var state = closed ? "ok" : "fail";
        var message = closed
                ? "only its owner may enter the data directory"
                : "others than its owner may enter the data directory: set its mode to 700";
        out.println(json ? line(state, message) : String.format("%-4s %s: %s", state, NAME, message));
        return closed ? ExitCode.DONE : ExitCode.FAILED;
    }

    private boolean isClosed() {
        try {
            return !data.getFileSystem().supportedFileAttributeViews().contains("posix")
                    || EnumSet.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.OWNER_WRITE,
                                    PosixFilePermission.OWNER_EXECUTE)
                            .containsAll(Files.getPosixFilePermissions(data));
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory's mode cannot be read", e);
        }
    }

    private static String line(String state, String message) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("check", NAME);
            json.writeStringField("state", state);
            json.writeStringField("message", message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
