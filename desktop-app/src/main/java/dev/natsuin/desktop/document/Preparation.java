package dev.natsuin.desktop.document;

import dev.natsuin.protocol.problem.Problem;

/** What came of preparing a document. */
public sealed interface Preparation {
    /**
     * Ready to be signed.
     *
     * @param document to be closed by the caller
     * @param coversSigned whether its visible signature would lie over what an earlier signer saw, so that their
     *     signature is told as changed
     */
    record Prepared(PreparedDocument document, boolean coversSigned) implements Preparation {
        /** One whose picture covers nothing of anybody's. */
        public Prepared(PreparedDocument document) {
            this(document, false);
        }
    }

    /** This document will not be signed. */
    record Refused(Problem why) implements Preparation {}
}
