package dev.natsuin.sap.courier;

/** The SGM had no room to begin; a statement's id is unspent, and the same octets may be sent again. */
public final class SgmBusy extends SgmAway {
    private static final long serialVersionUID = 1L;

    /** Without more words: there is nothing to tell. */
    public SgmBusy() {
        super("the SGM has no room for this now", null);
    }
}
