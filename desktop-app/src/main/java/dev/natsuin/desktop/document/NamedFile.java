package dev.natsuin.desktop.document;

import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * A file that somebody named, or a list that somebody sent: the door through which such files are read.
 *
 * <p>Folders, devices, pipes, sockets and links to them are refused before they are opened: opening a pipe waits for
 * whoever writes to it, and a device may have no end. How much is read is counted while it is read, for a file need not
 * be as long as it says. Somebody who exchanges the file between the two can still make the reader wait.
 */
public final class NamedFile {
    private NamedFile() {}

    /** It is a folder, a device, a pipe or a socket. */
    public static final class NotRegular extends IOException {
        private static final long serialVersionUID = 1;

        private NotRegular(Path file) {
            super("no regular file: " + file);
        }
    }

    /** It has more octets than are taken. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        private TooLong(Path file) {
            super("longer than is taken: " + file);
        }
    }

    /**
     * Refuses what is none.
     *
     * @return how it looks
     * @throws NotRegular if it is something else than a file
     */
    public static BasicFileAttributes requireRegular(Path file) throws IOException {
        var looks = Files.readAttributes(file, BasicFileAttributes.class);
        if (!looks.isRegularFile()) {
            throw new NotRegular(file);
        }
        return looks;
    }

    /**
     * Opens it for reading.
     *
     * @throws NotRegular if it is something else than a file
     */
    public static InputStream open(Path file) throws IOException {
        requireRegular(file);
        return Files.newInputStream(file);
    }

    /**
     * All of it.
     *
     * @throws NotRegular if it is something else than a file
     * @throws TooLong if it has more octets than these
     */
    public static byte[] octets(Path file, long mostBytes) throws IOException {
        // More than an array can hold is more than is taken.
        var most = (int) Math.min(mostBytes, Integer.MAX_VALUE - 16);
        long said = requireRegular(file).size();
        if (said > most) {
            throw new TooLong(file);
        }
        try (var in = Files.newInputStream(file)) {
            var octets = new byte[(int) said]; // in one piece: a stream that is asked for "all" gives it in crumbs
            var read = in.readNBytes(octets, 0, octets.length);
            var more = in.readNBytes(most - read); // it grew, or says no size, as files of the kernel do
            if (read + more.length == most && in.read() >= 0) {
                throw new TooLong(file);
            }
            if (read == octets.length && more.length == 0) {
                return octets;
            }
            var whole = Arrays.copyOf(octets, read + more.length);
            System.arraycopy(more, 0, whole, read, more.length);
            return whole;
        }
    }

    /** What a person is told who named it. */
    public static ProblemCode why(IOException unread) {
        if (unread instanceof NoSuchFileException) {
            return ProblemCode.FILE_MISSING;
        }
        return unread instanceof NotRegular ? ProblemCode.FILE_NOT_REGULAR : ProblemCode.FILE_UNREADABLE;
    }
}
