package dev.natsuin.sgm.token;

/** The token does not take the PIN. It must not be tried again by itself: too many wrong ones lock a token. */
final class PinRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PinRefused(String message, Throwable cause) {
        super(message, cause);
    }

    PinRefused(String message) {
        super(message);
    }
}
