package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.revocation.Competence;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.diagnostic.jaxb.XmlCertificate;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDiagnosticData;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDigestAlgoAndValue;
import eu.europa.esig.dss.diagnostic.jaxb.XmlRevocation;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.RevocationType;
import eu.europa.esig.dss.validation.executor.signature.DefaultSignatureProcessExecutor;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * DSS's judgement without the states of certificates that nobody may give: they are taken out of what was found,
 * whether the file holds them or somebody was asked, before anything is concluded from it. And with paths counted as
 * {@link PathLengths} does.
 */
final class CompetentStates extends DefaultSignatureProcessExecutor {
    @Override
    public void setDiagnosticData(XmlDiagnosticData found) {
        for (var certificate : found.getUsedCertificates()) {
            certificate.getRevocations().removeIf(each -> !isCompetent(each.getRevocation(), certificate));
        }
        PathLengths.countAsTheStandardDoes(found);
        found.getUsedRevocations().forEach(CompetentStates::shorten);
        super.setDiagnosticData(found);
    }

    /** Reports name it by its digest, as they do everything but certificates: lists are long. */
    private static void shorten(XmlRevocation said) {
        if (said.getBase64Encoded() != null) {
            var digest = new XmlDigestAlgoAndValue();
            digest.setDigestMethod(DigestAlgorithm.SHA256);
            digest.setDigestValue(Bytes.of(said.getBase64Encoded()).sha256().toArray());
            said.setDigestAlgoAndValue(digest);
            said.setBase64Encoded(null);
        }
    }

    private static boolean isCompetent(XmlRevocation said, XmlCertificate of) {
        var issuer = of.getSigningCertificate();
        if (said.getBase64Encoded() == null || issuer == null || issuer.getCertificate() == null) {
            return false;
        }
        var octets = Bytes.of(said.getBase64Encoded());
        return said.getType() == RevocationType.CRL
                ? holder(of).filter(own -> Competence.covers(octets, own)).isPresent()
                : holder(issuer.getCertificate())
                        .filter(by -> Competence.mayAnswer(octets, by))
                        .isPresent();
    }

    private static Optional<X509CertificateHolder> holder(XmlCertificate certificate) {
        try {
            return certificate.getBase64Encoded() == null
                    ? Optional.empty()
                    : Optional.of(new X509CertificateHolder(certificate.getBase64Encoded()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
