package dev.natsuin.desktop.document;

import dev.natsuin.protocol.problem.Problem;

/** What came of preparing a document. */
public sealed interface Preparation {
    /** Ready to be signed; close it. */
    record Prepared(PreparedDocument document) implements Preparation {}

    /** This document will not be signed. */
    record Refused(Problem why) implements Preparation {}
}
