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
     * @param notDrawn what its visible signature does not show as it should
     */
    record Prepared(PreparedDocument document, boolean coversSigned, NotDrawn notDrawn) implements Preparation {

        /** One whose picture covers nothing of anybody's. */
        public Prepared(PreparedDocument document) {
            this(document, false, NotDrawn.NOTHING);
        }
    }

    /**
     * What a visible signature does not show as it should.
     *
     * @param withoutRoom what it does not show, or not all of, as its place is too small
     * @param characters those that no font here has; something else is drawn for each
     */
    record NotDrawn(Set<VisibleSignature.Part> withoutRoom, Set<String> characters) {
        /** All of it is shown. */
        static final NotDrawn NOTHING = new NotDrawn(Set.of(), Set.of());

        /** Copies the sets. */
        public NotDrawn {
            withoutRoom = Set.copyOf(withoutRoom);
            characters = Set.copyOf(characters);
        }
    }

    /** This document will not be signed. */
    record Refused(Problem why) implements Preparation {}
}
