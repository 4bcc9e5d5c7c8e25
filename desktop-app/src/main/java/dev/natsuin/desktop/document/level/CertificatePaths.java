package dev.natsuin.desktop.document.level;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Paths over certificates that came with something, each judged by the JDK as RFC 5280 says. They are looked for here:
 * the JDK's own search finds none where an authority had several keys under one name (decision 0080), because it takes
 * the first that has the name and does not come back from it.
 */
final class CertificatePaths {
    /** Of more signatures than these nobody is believed: whoever sends a tangle is not worked for. */
    private static final int MOST_CHECKS = 400;

    private final List<X509Certificate> carried;
    private final Collection<X509Certificate> anchors;
    private final Date at;
    private int checks;

    private CertificatePaths(Collection<X509Certificate> carried, Collection<X509Certificate> anchors, Date at) {
        this.carried = List.copyOf(new LinkedHashSet<>(carried));
        this.anchors = anchors;
        this.at = at;
    }

    /** True if one leads from this certificate to an anchor, and holds at that time; nobody is asked for states. */
    static boolean lead(
            X509Certificate target, Collection<X509Certificate> carried, Collection<X509Certificate> anchors, Date at) {
        return new CertificatePaths(carried, anchors, at).leads(List.of(target));
    }

    private boolean leads(List<X509Certificate> path) {
        var end = path.get(path.size() - 1);
        for (var anchor : anchors) {
            if (isBy(end, anchor) && holds(path, anchor)) {
                return true;
            }
        }
        for (var next : carried) {
            if (!path.contains(next) && isBy(end, next)) {
                var longer = new ArrayList<>(path);
                longer.add(next);
                if (leads(longer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()) || ++checks > MOST_CHECKS) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean holds(List<X509Certificate> path, X509Certificate anchor) {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(at);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
