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
 * @param timestamps oldest first
 */
public record Verification(Path file, Verdict verdict, List<Signature> signatures, List<Timestamp> timestamps) {
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
     * @param changes what was changed after it; empty if nothing
     * @param trust why the authority at the end of its chain is believed: {@code server}, {@code file}, {@code system}
     *     or {@code trusted-list}; empty if none is
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
            List<Change> changes,
            String trust) {
        /** Copies the list. */
        public Signature {
            changes = List.copyOf(changes);
        }

        /** The codes of its changes, each once. */
        public List<String> changeCodes() {
            return changes.stream().map(Change::code).distinct().toList();
        }
    }

    /**
     * One change after a signature that nothing explains.
     *
     * @param code for example {@code annotations}
     * @param pages where, from 1; none if on no page or not known
     * @param object which, in the file's own terms; may be empty
     */
    public record Change(String code, List<Integer> pages, String object) {
        /** Copies the pages. */
        public Change {
            pages = List.copyOf(pages);
        }
    }

    /**
     * One timestamp.
     *
     * @param kind {@code signature} or {@code document}
     * @param authority the common name of who made it
     * @param time what it says
     * @param believed true if it holds and its authority is believed; only then it proves anything
     * @param subIndication why it is not believed, by its standard name; may be empty
     * @param covers the fields of the signatures that were there at its time
     */
    public record Timestamp(
            String kind, String authority, Instant time, boolean believed, String subIndication, List<String> covers) {
        /** Copies the list. */
        public Timestamp {
            covers = List.copyOf(covers);
        }
    }

    /** Copies the lists. */
    public Verification {
        signatures = List.copyOf(signatures);
        timestamps = List.copyOf(timestamps);
    }

    /** Without timestamps. */
    public Verification(Path file, Verdict verdict, List<Signature> signatures) {
        this(file, verdict, signatures, List.of());
    }
}
