package dev.natsuin.desktop.document.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about one signature.
 *
 * @param signer the common name in the signing certificate; empty if there is no usable certificate
 * @param issuer common name of the certificate's issuer, if there is a certificate
 * @param level the form that the signature has, for example {@code PAdES-BASELINE-B}; what a timestamp in it is worth
 *     stands in {@link Verification.Judged#timestamps}
 * @param indication of EN 319 102-1, for example {@code TOTAL_PASSED}
 * @param subIndication of EN 319 102-1, if there is one; {@code ALGORITHM_NOT_JUDGED} and {@code ALGORITHM_NOT_KNOWN},
 *     which are ours, if EU DSS does not know such keys
 * @param time the claimed time, which nobody but the signer vouches for
 * @param provenTime the earliest time at which a believed timestamp shows that it was there
 * @param coversWholeFile false if something was appended later
 * @param changes what was changed after this signature and is not explained by further signatures; empty if nothing
 * @param field the full name of the signature field; empty if the format has none
 * @param anchor the believed certificate that its chain ends in and where that belief comes from, if there is one
 * @param path the certificates from the signer's to the believed one, or as far as it goes
 * @param algorithm what it was made with, for example {@code RSA-SHA256}; empty if not known
 * @param revisionBytes how much of the file was there when it was signed: its first octets; 0 if the format has no
 *     revisions, or the signature is not sound
 * @param verdict this signature's part in the verdict; never {@code UNSIGNED}
 */
public record SignatureReport(
        Optional<String> signer,
        Optional<String> issuer,
        String level,
        String indication,
        Optional<String> subIndication,
        Optional<Instant> time,
        Optional<Instant> provenTime,
        boolean coversWholeFile,
        List<FoundChange> changes,
        String field,
        Optional<TrustAnchors.Anchor> anchor,
        List<PathCertificate> path,
        String algorithm,
        long revisionBytes,
        Verdict verdict) {
    /** Copies the lists. */
    public SignatureReport {
        changes = List.copyOf(changes);
        path = List.copyOf(path);
    }

    /** The kinds of its changes, each once. */
    public List<DocumentChange> kinds() {
        return changes.stream().map(FoundChange::what).distinct().sorted().toList();
    }
}
