package dev.natsuin.sap.csc;

/** A CSC request is not as the specification says; the refusal says what is wrong with it. */
public final class NotAsSpecified extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CscRefusal refusal;

    /** With the refusal to be sent. */
    public NotAsSpecified(CscRefusal refusal) {
        super(refusal.description());
        this.refusal = refusal;
    }

    /** The refusal to be sent. */
    public CscRefusal refusal() {
        return refusal;
    }
}
