package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signatures of a file are worth.
 *
 * @param file which
 * @param verdict on the whole
 * @param signatures oldest first
 */
public record Verification(Path file, Verdict verdict, List<Signature> signatures) {
    /** The verdict on a whole file, in the words of the command line. */
    public enum Verdict {
        VALID,
        CHANGED,
        INDETERMINATE,
        INVALID,
        UNSIGNED
    }

    /** The indication for one signature (EN 319 102-1 §5.1.3). */
    public enum Indication {
        TOTAL_PASSED,
        INDETERMINATE,
        TOTAL_FAILED
    }

    /**
     * One signature.
     *
     * @param signer the certificate's common name
     * @param issuer the issuer's common name
     * @param level the level found, for example {@code PAdES-BASELINE-B}
     * @param indication what it is worth
     * @param subIndication the reason by its standard name, empty if there is none
     * @param time when it was made, as far as known; null if not said
     * @param timestamped true if a timestamp proves the time; otherwise the signer's computer said so
     * @param coversWholeFile true if nothing was added after it
     * @param changes what was changed after it, one code each; empty if nothing
     */
    public record Signature(
            String signer,
            String issuer,
            String level,
            Indication indication,
            String subIndication,
            @Nullable Instant time,
            boolean timestamped,
            boolean coversWholeFile,
            List<String> changes) {
        /** Copies the list. */
        public Signature {
            changes = List.copyOf(changes);
        }
    }

    /** Copies the list. */
    public Verification {
        signatures = List.copyOf(signatures);
    }
}
