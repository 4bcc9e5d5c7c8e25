package dev.natsuin.link.side;

import org.jspecify.annotations.Nullable;

/** The configuration cannot be used; the message names the member and says what it must be. */
public final class ConfigFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    ConfigFault(String message) {
        this(message, null);
    }
}
