package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * Turns everything that reading a hostile file can make a parser throw into an {@link IOException}.
 *
 * <p>The one wide catch of the desktop: PDFBox and DSS read attacker-made object graphs and answer some of them with
 * unchecked exceptions of any type, endless recursion or exhausted memory. A file must never end the program.
 */
public final class HostileInput {
    private HostileInput() {}

    /** Work that reads a file which nobody vouches for. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads. */
        T read() throws IOException;
    }

    /**
     * Does the work.
     *
     * @throws IOException the work's own, or one with the unchecked failure as its cause
     */
    @SuppressWarnings("IllegalCatch") // see the class comment: parsers fed by an attacker throw what they like
    public static <T> T read(Reading<T> work) throws IOException {
        try {
            return work.read();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new IOException("the reader failed on this file", e);
        }
    }

    /**
     * A clock of this thread's work, in nanoseconds, so that a computer that is busy otherwise does as much as one that
     * is not; of time, where work cannot be told.
     */
    public static long work() {
        var threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? threads.getCurrentThreadCpuTime()
                : System.nanoTime();
    }
}
