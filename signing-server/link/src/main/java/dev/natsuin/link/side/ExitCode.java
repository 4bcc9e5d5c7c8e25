package dev.natsuin.link.side;

/** The exit codes of the server's commands. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** Something that was checked is not as it should be. */
    public static final int FAILED = 1;
    /** Not allowed, or not possible in the state things are in. */
    public static final int REFUSED = 3;
    /** The command line makes no sense. */
    public static final int USAGE = 64;
    /** A fault. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
