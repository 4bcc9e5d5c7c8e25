package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** Says what the signatures of a file are worth. */
public interface Verifying {
    /** Verifies all signatures of a file; a refusal means that the file could not be read at all. */
    Answer<Verification> verify(Path file);

    /**
     * The same for an encrypted document.
     *
     * @param password stays the caller's
     */
    default Answer<Verification> verify(Path file, Optional<Secret> password) {
        return verify(file);
    }
}
