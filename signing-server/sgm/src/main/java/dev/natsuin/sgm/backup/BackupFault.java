package dev.natsuin.sgm.backup;

/** A backup could not be made, or does not restore; the message says why in one sentence for the operator. */
public final class BackupFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For what is wrong with what was given. */
    public BackupFault(String message) {
        super(message);
    }

    /** For what the file system did. */
    public BackupFault(String message, Throwable cause) {
        super(message, cause);
    }
}
