package dev.natsuin.sgm.backup;

/** Shares do not give the key they were made of; says which, and why, and nothing of their content. */
public final class ShareFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** Not the text of a share, or of another version. */
        NO_SHARE,
        /** A character was mistyped, or the print is damaged. */
        DAMAGED,
        /** Of another server than the others, or than the one asked for. */
        OTHER_SERVER,
        /** Of another splitting than the others. */
        OTHER_SPLITTING,
        /** The same share a second time. */
        TWICE,
        /** Fewer than the splitting asks for. */
        TOO_FEW,
        /** All as they must be on paper, and yet what they give is not the key. */
        WRONG_KEY
    }

    private final Kind kind;

    ShareFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
