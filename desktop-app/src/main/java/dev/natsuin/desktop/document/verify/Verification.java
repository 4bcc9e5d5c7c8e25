package dev.natsuin.desktop.document.verify;

import dev.natsuin.protocol.problem.Problem;
import java.util.List;

/** What came of verifying a file. */
public sealed interface Verification {
    /**
     * The file was judged.
     *
     * @param verdict for the whole file: the worst of its signatures
     * @param signatures in the order they were made; none if the verdict is {@code UNSIGNED}
     * @param timestamps in the order of their times
     */
    record Judged(Verdict verdict, List<SignatureReport> signatures, List<TimestampReport> timestamps)
            implements Verification {
        /** Copies the reports. */
        public Judged {
            signatures = List.copyOf(signatures);
            timestamps = List.copyOf(timestamps);
        }
    }

    /** The file could not be read. */
    record Refused(Problem why) implements Verification {}
}
