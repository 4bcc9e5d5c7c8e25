package dev.natsuin.sap.courier;

import dev.natsuin.protocol.Malformed;
import org.jspecify.annotations.Nullable;

/** What came over the link is not what the pinned identity would have signed. Nothing of it is kept or handed on. */
public final class SgmNotBelieved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that names no value from outside. */
    public SgmNotBelieved(String message, @Nullable Malformed cause) {
        super(message, cause);
    }
}
