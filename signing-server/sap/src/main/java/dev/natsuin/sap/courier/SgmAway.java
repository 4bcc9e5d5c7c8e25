package dev.natsuin.sap.courier;

import org.jspecify.annotations.Nullable;

/** The SGM did not answer; whether it acted is unknown, and the same octets may be sent again. */
public sealed class SgmAway extends RuntimeException permits SgmBusy, SgmClockBehind {
    private static final long serialVersionUID = 1L;

    /** With a message that names no value from outside. */
    public SgmAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
