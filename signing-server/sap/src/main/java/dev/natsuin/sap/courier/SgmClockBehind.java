package dev.natsuin.sap.courier;

/** The SGM's clock is behind its own log: it does nothing until somebody sets it right, and spent nothing. */
public final class SgmClockBehind extends SgmAway {
    private static final long serialVersionUID = 1L;

    /** Without more words: both times stand in the SGM's own log. */
    public SgmClockBehind() {
        super("the SGM's clock is behind its log", null);
    }
}
