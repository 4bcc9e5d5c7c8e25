package dev.natsuin.link;

import org.jspecify.annotations.Nullable;

/**
 * The link did not do what was asked: its files are unusable, or the other side answered with a fault or not by the
 * rules.
 */
public sealed class LinkFault extends RuntimeException permits LinkUnavailable, LinkRefused {
    private static final long serialVersionUID = 1L;

    LinkFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    LinkFault(String message) {
        this(message, null);
    }
}
