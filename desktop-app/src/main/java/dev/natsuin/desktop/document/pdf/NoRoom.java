package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Nothing can be written where this program works: the disk is full, say. It is no fault of the document, so nobody may
 * take it for one, nor go on without what could not be written.
 */
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    NoRoom(IOException cause) {
        super("the temporary folder takes nothing", cause);
    }

    /** For where PDFBox would go on: an object that cannot be read is to it one that is not there. */
    UncheckedIOException unchecked() {
        return new UncheckedIOException(this);
    }

    /** True if this is why something failed: as said here, or by the system to a library that wrote. */
    public static boolean isCauseOf(Throwable failure) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (isSaidBy(t)) {
                return true;
            }
        }
        return false;
    }

    /** The same of this alone, whatever its causes are. */
    public static boolean isSaidBy(Throwable failure) {
        return failure instanceof NoRoom || (failure instanceof IOException && isOfWriting(failure));
    }

    /** The system's own words are in the person's language; where they were thrown is not. */
    private static boolean isOfWriting(Throwable thrown) {
        var trace = thrown.getStackTrace();
        return trace.length > 0
                && trace[0].getMethodName().startsWith("write")
                // Sockets are written by the same class as files.
                && Arrays.stream(trace).noneMatch(frame -> frame.getClassName().contains("Socket"))
                && (trace[0].getClassName().equals("java.io.FileOutputStream")
                        || trace[0].getClassName().equals("java.io.RandomAccessFile")
                        || trace[0].getClassName().endsWith("FileDispatcherImpl"));
    }
}
