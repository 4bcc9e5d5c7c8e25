package dev.natsuin.desktop.document.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about one signature.
 *
 * @param signer the common name in the signing certificate; empty if there is no usable certificate
 * @param issuer common name of the certificate\'s issuer, if there is a certificate
 * @param level for example {@code PAdES-BASELINE-B}
 * @param indication of EN 319 102-1, for example {@code TOTAL_PASSED}
 * @param subIndication of EN 319 102-1, if there is one
 * @param time the claimed time, which nobody but the signer vouches for
 * @param coversWholeFile false if something was appended later
 * @param changes what was changed after this signature and is not explained by further signatures; empty if nothing
 * @param field the full name of the signature field
 * @param verdict this signature's part in the verdict; never {@code UNSIGNED}
 */
public record SignatureReport(
        Optional<String> signer,
        Optional<String> issuer,
        String level,
        String indication,
        Optional<String> subIndication,
        Optional<Instant> time,
        boolean coversWholeFile,
        List<DocumentChange> changes,
        String field,
        Verdict verdict) {
    /** Copies the changes. */
    public SignatureReport {
        changes = List.copyOf(changes);
    }
}
