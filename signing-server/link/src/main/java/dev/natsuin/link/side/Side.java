package dev.natsuin.link.side;

import java.util.List;

/**
 * One side of the server, as the launcher sees it; found by {@link java.util.ServiceLoader} through a public
 * constructor without parameters.
 *
 * <p>Each method runs in a process of its own, once, and returns the process's exit code ({@link ExitCode}).
 */
public interface Side {
    /** {@code sgm} or {@code sap}. */
    String name();

    /**
     * Makes this side's keys and database in the data directory.
     *
     * <p>The SGM is made before the SAP; each finds the folder {@code link} there and writes its link key and
     * certificate into it. What it prints goes to the person at the terminal.
     */
    int init(SideContext context);

    /**
     * Serves until {@link SideContext#awaitStop} returns, then ends in order.
     *
     * <p>Calls {@link SideContext#ready} once it answers. A side that comes up before its neighbour waits for it or
     * answers without it; it does not fail.
     */
    int serve(SideContext context);

    /**
     * Does one console command, such as {@code verify-log}, possibly while another process serves the same data.
     *
     * @return {@link ExitCode#USAGE} for a command this side does not know
     */
    int run(String command, List<String> arguments, SideContext context);
}
