package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
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

    /**
     * Opens a document to be looked at as it was signed and as it is.
     *
     * @param shown what is known of the file; refused if the file is another by now
     * @param signature which of its signatures, from 0
     * @param password stays the caller's
     */
    Answer<Comparison> compare(Verification shown, int signature, Optional<Secret> password);

    /**
     * A report for people or programs.
     *
     * @param verdict what it says; not what was shown before if file or answers of authorities changed meanwhile
     */
    record Reported(Path file, Verification.Verdict verdict) {}

    /**
     * Verifies a file anew and writes a report of that; what is there already stays.
     *
     * @param password stays the caller's
     * @param target its extension says what is written: {@code html}, {@code pdf}, {@code xml} or {@code json}
     */
    Answer<Reported> report(Path file, Optional<Secret> password, Path target, Locale language, ZoneId zone);
}
