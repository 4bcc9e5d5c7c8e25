package dev.natsuin.link;

import org.jspecify.annotations.Nullable;

/**
 * The other side could not be reached, is not the pinned one, or did not answer in time.
 *
 * <p>Whether it read the request is unknown. Requests are made so that the same bytes may be sent again.
 */
public final class LinkUnavailable extends LinkFault {
    private static final long serialVersionUID = 1L;

    LinkUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    LinkUnavailable(String message) {
        super(message);
    }
}
