package dev.natsuin.launcher;

import dev.natsuin.link.side.ExitCode;
import java.io.PrintStream;

/**
 * How a side's process tells the launcher that it refused. Java that runs out of memory ends with the number of a
 * refusal, after which nothing would start the server again; so between the two a refusal has another.
 */
final class SideEnd {
    private static final int OUT_OF_MEMORY = 3;
    private static final int REFUSED = 33;

    private SideEnd() {}

    /** What the process ends with. */
    static int told(int code) {
        return code == ExitCode.REFUSED ? REFUSED : code;
    }

    /**
     * The exit code behind what a process ended with; out of memory is a fault, and told.
     *
     * @param err where people read
     */
    static int understood(int told, String side, PrintStream err) {
        if (told == OUT_OF_MEMORY) {
            err.println("The " + side + " ran out of memory" + remedy(side));
            return ExitCode.INTERNAL;
        }
        return told == REFUSED ? ExitCode.REFUSED : told;
    }

    private static String remedy(String side) {
        return side.equals(SideLauncher.BENCH) ? "." : ": raise " + side + "MemoryMb in config.json.";
    }
}
