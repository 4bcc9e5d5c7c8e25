package dev.natsuin.desktop.document.verify;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * One certificate on the way from a signer to whom is believed.
 *
 * @param certificate the certificate
 * @param believed true for the last, which is believed without proof
 * @param state what its authority said of it, if that is known
 * @param unanswered where its state is to be had, if it is not known or out of date; empty also if its authority names
 *     no place
 */
public record PathCertificate(
        X509Certificate certificate, boolean believed, Optional<RevocationState> state, List<String> unanswered) {
    /** Copies the addresses. */
    public PathCertificate {
        unanswered = List.copyOf(unanswered);
    }
}
