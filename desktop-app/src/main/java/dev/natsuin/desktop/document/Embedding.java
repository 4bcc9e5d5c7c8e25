package dev.natsuin.desktop.document;

import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;

/** What came of putting a signature into a document. */
public sealed interface Embedding {
    /** The signed file stands at {@code output}, was read back from the disk and verified. */
    record Embedded(Path output) implements Embedding {}

    /** Nothing was left behind. */
    record Refused(Problem why) implements Embedding {}
}
