package dev.natsuin.bench;

import org.jspecify.annotations.Nullable;

/** The measurement cannot go on; its numbers would say nothing. */
final class BenchFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    BenchFault(String message) {
        this(message, null);
    }
}
