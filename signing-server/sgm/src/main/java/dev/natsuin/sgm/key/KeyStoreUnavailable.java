package dev.natsuin.sgm.key;

/**
 * The key store cannot be used now: all of it is in use, or its token is gone. Nothing was changed by asking; the same
 * order may be given again. Holds no secret.
 */
public final class KeyStoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is in the way. */
    public KeyStoreUnavailable(String reason) {
        super(reason);
    }

    /** Says what is in the way and keeps the cause. */
    public KeyStoreUnavailable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
