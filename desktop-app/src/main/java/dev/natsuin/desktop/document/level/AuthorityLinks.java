package dev.natsuin.desktop.document.level;

import eu.europa.esig.dss.model.x509.CertificateToken;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * From a signer to an authority that is believed, over the links that came with the signature: an authority of ours may
 * have got another key under its name, which the one before certified (decision 0080).
 */
final class AuthorityLinks {
    private AuthorityLinks() {}

    /**
     * True if one of these authorities certified the signer, or another key of its name that did. Nobody is believed by
     * that, and times are not looked at: it says whose addresses may be asked.
     */
    static boolean lead(
            X509Certificate signer, Collection<X509Certificate> carried, Collection<X509Certificate> authorities) {
        var links = new LinkedHashSet<X509Certificate>();
        carried.stream()
                .filter(each -> isLink(each) && each.getSubjectX500Principal().equals(signer.getIssuerX500Principal()))
                .forEach(links::add);
        var ends = new ArrayList<X509Certificate>(List.of(signer));
        while (!ends.isEmpty()) {
            var end = ends.remove(ends.size() - 1);
            if (isByOneOf(end, authorities)) {
                return true;
            }
            var before = links.stream().filter(link -> isBy(end, link)).toList();
            before.forEach(links::remove); // each is gone through once
            ends.addAll(before);
        }
        return false;
    }

    /** A certificate for an authority by itself under another key. */
    private static boolean isLink(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && !isBy(certificate, certificate);
    }

    private static boolean isByOneOf(X509Certificate certificate, Collection<X509Certificate> authorities) {
        return authorities.stream().anyMatch(authority -> isBy(certificate, authority));
    }

    private static boolean isBy(X509Certificate certificate, X509Certificate authority) {
        return new CertificateToken(certificate).isSignedBy(new CertificateToken(authority));
    }
}
