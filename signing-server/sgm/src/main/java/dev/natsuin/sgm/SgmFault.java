package dev.natsuin.sgm;

/** The SGM cannot go on with what it was doing: its surroundings are broken, not the request. Never holds a secret. */
public sealed class SgmFault extends RuntimeException permits ClockBehind {
    private static final long serialVersionUID = 1L;

    /** Says what was attempted. */
    public SgmFault(String attempted) {
        super(attempted);
    }

    /** Says what was attempted and keeps the cause. */
    public SgmFault(String attempted, Throwable cause) {
        super(attempted, cause);
    }
}
