package dev.natsuin.desktop.document.verify;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificates believed without proof; usually of certification authorities.
 *
 * @param certificates may be empty: then every signature is indeterminate at best
 */
public record TrustAnchors(List<X509Certificate> certificates) {
    /** Copies the list. */
    public TrustAnchors {
        certificates = List.copyOf(certificates);
    }
}
