package dev.natsuin.desktop.document.verify;

import eu.europa.esig.dss.diagnostic.jaxb.XmlBasicConstraints;
import eu.europa.esig.dss.diagnostic.jaxb.XmlCertificate;
import eu.europa.esig.dss.diagnostic.jaxb.XmlChainItem;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDiagnosticData;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDistinguishedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many authorities may stand below one, as RFC 5280 counts them: a certificate by which an authority certifies a
 * next key of its own, of one name as subject and issuer, does not count (§6.1.4). EU DSS 6.4 counts it, so that
 * whoever believes the former key would believe nothing that the next one certified (decision 0080).
 */
final class PathLengths {
    private PathLengths() {}

    /** Takes out what DSS would miscount, unless some path is longer than one of its authorities allows. */
    static void countAsTheStandardDoes(XmlDiagnosticData found) {
        var paths = found.getUsedCertificates().stream().map(PathLengths::path).toList();
        if (paths.stream().allMatch(PathLengths::isShortEnough)) {
            paths.stream()
                    .filter(path -> path.stream().anyMatch(PathLengths::isLink))
                    .flatMap(List::stream)
                    .flatMap(each -> constraints(each).stream())
                    .forEach(each -> each.setPathLenConstraint(null));
        }
    }

    private static List<XmlCertificate> path(XmlCertificate certificate) {
        var path = new ArrayList<>(List.of(certificate));
        certificate.getCertificateChain().stream()
                .map(XmlChainItem::getCertificate)
                .forEach(path::add);
        return path;
    }

    private static boolean isShortEnough(List<XmlCertificate> path) {
        var below = 0;
        for (var each : path) {
            var constraints = constraints(each);
            var most = constraints.map(XmlBasicConstraints::getPathLenConstraint);
            if (most.isPresent() && most.get() >= 0 && below > most.get()) {
                return false;
            }
            if (constraints.filter(XmlBasicConstraints::isCA).isPresent() && !isSelfIssued(each)) {
                below++;
            }
        }
        return true;
    }

    private static boolean isLink(XmlCertificate certificate) {
        return isSelfIssued(certificate) && !certificate.isSelfSigned();
    }

    private static boolean isSelfIssued(XmlCertificate certificate) {
        var subject = name(certificate.getSubjectDistinguishedName());
        return subject.isPresent() && subject.equals(name(certificate.getIssuerDistinguishedName()));
    }

    /** As canonical as DSS has it. */
    private static Optional<String> name(List<XmlDistinguishedName> forms) {
        return forms.stream()
                .filter(each -> "CANONICAL".equals(each.getFormat()))
                .map(XmlDistinguishedName::getValue)
                .findFirst();
    }

    private static Optional<XmlBasicConstraints> constraints(XmlCertificate certificate) {
        return certificate.getCertificateExtensions().stream()
                .filter(XmlBasicConstraints.class::isInstance)
                .map(XmlBasicConstraints.class::cast)
                .findFirst();
    }
}
