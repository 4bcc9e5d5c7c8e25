package dev.natsuin.sgm.key;

/** The key store did not do what it must: it failed, or gave a signature that does not verify. Holds no secret. */
public final class KeyStoreFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was attempted. */
    public KeyStoreFault(String attempted) {
        super(attempted);
    }

    /** Says what was attempted and keeps the cause. */
    public KeyStoreFault(String attempted, Throwable cause) {
        super(attempted, cause);
    }
}
