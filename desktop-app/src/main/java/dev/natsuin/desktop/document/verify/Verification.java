package dev.natsuin.desktop.document.verify;

import dev.natsuin.protocol.problem.Problem;
import java.util.List;
import java.util.Optional;

/** What came of verifying a file. */
public sealed interface Verification {
    /**
     * The file was judged.
     *
     * @param verdict for the whole file: the worst of its signatures
     * @param signatures in the order they were made; none if the verdict is {@code UNSIGNED}
     * @param timestamps in the order of their times
     * @param etsi the validation report of ETSI TS 119 102-2 in XML, as DSS made it, if it was asked for and there is
     *     one
     */
    record Judged(
            Verdict verdict, List<SignatureReport> signatures, List<TimestampReport> timestamps, Optional<String> etsi)
            implements Verification {
        /** A judgement without the report for machines. */
        public Judged(Verdict verdict, List<SignatureReport> signatures, List<TimestampReport> timestamps) {
            this(verdict, signatures, timestamps, Optional.empty());
        }

        /** Copies the reports. */
        public Judged {
            signatures = List.copyOf(signatures);
            timestamps = List.copyOf(timestamps);
        }
    }

    /** The file could not be read. */
    record Refused(Problem why) implements Verification {}
}
