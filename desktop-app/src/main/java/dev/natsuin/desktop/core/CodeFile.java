package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A new file for an enrolment code that only its owner can read: reserved before anybody is admitted, gone again if
 * nobody was.
 */
final class CodeFile implements AutoCloseable {
    private final Path file;
    private boolean written;

    private CodeFile(Path file) {
        this.file = file;
    }

    /** Makes the file, empty; an existing one is refused. */
    static CodeFile reserve(Path file) throws Refusal {
        var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        var attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (var made =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            made.force(true);
            return new CodeFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(ProblemCode.TARGET_EXISTS, e);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    void write(Secret text) throws Refusal {
        try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var failed = text.use(octets -> failure(out, octets));
            if (failed) {
                throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE);
            }
            out.force(true);
            written = true;
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }

    private static boolean failure(FileChannel out, byte[] octets) {
        try {
            var buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Has what was written deleted as well when it is closed. */
    void discard() {
        written = false;
    }

    @Override
    public void close() throws Refusal {
        if (written) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
        }
    }
}
