package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.revocation.ScopedLists;
import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.TokenExtractionStrategy;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How EU DSS is run, whatever the format: under our policy, as of a time.
 *
 * <p>What DSS throws on a hostile file is the caller's to catch.
 */
public final class DssRun {
    private static final String POLICY = "policy.xml";

    private DssRun() {}

    static Reports of(SignedDocumentValidator validator, Circumstances circumstances) throws IOException {
        var verifier = verifier(circumstances.anchors());
        circumstances.states().ifPresent(states -> {
            verifier.setOcspSource(states.states());
            verifier.setCrlSource(states.lists());
        });
        validator.setCertificateVerifier(verifier);
        validator.setValidationTime(Date.from(circumstances.now()));
        validator.setTokenExtractionStrategy(TokenExtractionStrategy.EXTRACT_CERTIFICATES_AND_REVOCATION_DATA);
        validator.setProcessExecutor(new CompetentStates());
        validator.setEnableEtsiValidationReport(circumstances.etsi());
        validator.setLocale(Locale.ENGLISH);
        try (var policy = DssRun.class.getResourceAsStream(POLICY)) {
            if (policy == null) {
                throw new IllegalStateException(POLICY + " is part of this program");
            }
            return validator.validateDocument(policy);
        } catch (IllegalArgumentException e) {
            if (isAboutKeys(e)) {
                throw new UnknownAlgorithm(e);
            }
            throw e;
        }
    }

    /** True if it was thrown where DSS looks up what a kind of key is called. */
    private static boolean isAboutKeys(IllegalArgumentException e) {
        return Arrays.stream(e.getStackTrace())
                .limit(2)
                .anyMatch(frame -> frame.getClassName().equals(EncryptionAlgorithm.class.getName()));
    }

    /** Believes these, and has no source for anything else. */
    public static CommonCertificateVerifier verifier(TrustAnchors anchors) {
        PssForXml.makeKnown();
        ScopedLists.makeKnown();
        var trusted = new CommonTrustedCertificateSource();
        anchors.certificates().forEach(each -> trusted.addCertificate(new CertificateToken(each)));
        // True: without a source for issuers' certificates, which would go to the network.
        var verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(trusted);
        return verifier;
    }

    /** The certificate that DSS found; nothing if it found none, or none that can be read. */
    static Optional<X509Certificate> certificate(@Nullable CertificateWrapper token) {
        if (token == null || token.getBinaries() == null) {
            return Optional.empty();
        }
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(token.getBinaries()));
            return read instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
