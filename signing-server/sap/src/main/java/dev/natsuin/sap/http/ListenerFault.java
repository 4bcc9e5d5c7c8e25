package dev.natsuin.sap.http;

import org.jspecify.annotations.Nullable;

/** A listener could not be started; the message is one plain sentence. */
public final class ListenerFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenerFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
