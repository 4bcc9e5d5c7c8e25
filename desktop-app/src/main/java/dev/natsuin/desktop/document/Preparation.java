package dev.natsuin.desktop.document;

import dev.natsuin.protocol.problem.Problem;
import java.util.Set;

/** What came of preparing a document. */
public sealed interface Preparation {
    /**
     * Ready to be signed.
     *
     * @param document to be closed by the caller
     * @param coversSigned whether its visible signature would lie over what an earlier signer saw, so that their
     *     signature is told as changed
     * @param withoutRoom what its visible signature does not show, or not all of, as its place is too small
     */
    record Prepared(PreparedDocument document, boolean coversSigned, Set<VisibleSignature.Part> withoutRoom)
            implements Preparation {
        /** Copies the set. */
        public Prepared {
            withoutRoom = Set.copyOf(withoutRoom);
        }

        /** One whose picture covers nothing of anybody's. */
        public Prepared(PreparedDocument document) {
            this(document, false, Set.of());
        }
    }

    /** This document will not be signed. */
    record Refused(Problem why) implements Preparation {}
}
