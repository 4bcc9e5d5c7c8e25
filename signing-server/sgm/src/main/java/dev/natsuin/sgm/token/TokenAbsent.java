package dev.natsuin.sgm.token;

/**
 * The token cannot be reached now; it may come back by itself or by the operator's hand. Nothing was made or changed.
 */
public final class TokenAbsent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenAbsent(String message) {
        super(message);
    }

    TokenAbsent(String message, Throwable cause) {
        super(message, cause);
    }
}
