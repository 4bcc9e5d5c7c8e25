package dev.natsuin.desktop.desk;

import java.nio.file.Path;

/** Says what the signatures of a file are worth. */
public interface Verifying {
    /** Verifies all signatures of a file; a refusal means that the file could not be read at all. */
    Answer<Verification> verify(Path file);
}
