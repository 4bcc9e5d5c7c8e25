package dev.natsuin.desktop.document.verify;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import eu.europa.esig.dss.enumerations.Indication;
import java.io.IOException;
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
     * @param etsi the report of ETSI TS 119 102-2, as XML, if it was asked for
     */
    record Judged(
            Verdict verdict, List<SignatureReport> signatures, List<TimestampReport> timestamps, Optional<Bytes> etsi)
            implements Verification {
        /** Copies the reports. */
        public Judged {
            signatures = List.copyOf(signatures);
            timestamps = List.copyOf(timestamps);
        }

        static Judged unsigned(boolean etsi) throws IOException {
            return new Judged(
                    Verdict.UNSIGNED,
                    List.of(),
                    List.of(),
                    etsi ? Optional.of(EtsiReport.of(Indication.NO_SIGNATURE_FOUND)) : Optional.empty());
        }

        /** Without a report for machines. */
        public Judged(Verdict verdict, List<SignatureReport> signatures, List<TimestampReport> timestamps) {
            this(verdict, signatures, timestamps, Optional.empty());
        }
    }

    /** The file could not be read. */
    record Refused(Problem why) implements Verification {}
}
