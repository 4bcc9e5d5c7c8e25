package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import eu.europa.esig.dss.diagnostic.CertificateRevocationWrapper;
import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.RevocationOrigin;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.enumerations.TimestampType;
import eu.europa.esig.dss.enumerations.TokenExtractionStrategy;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of EU DSS under our policy, over signatures that we found.
 *
 * <p>What DSS throws on a hostile file is the caller's to catch.
 */
final class DssValidation {
    private static final String POLICY = "policy.xml";

    private final Settings settings;

    DssValidation(Settings settings) {
        this.settings = settings;
    }

    Result validate(Path file, PdfFile pdf, SignedLayers layers, Instant now) throws IOException {
        var validator = new PDFDocumentValidator(new FileDocument(file.toFile()));
        validator.setPdfObjFactory(new LayeredPdf(pdf, layers));
        validator.setCertificateVerifier(verifier());
        validator.setValidationTime(Date.from(now));
        validator.setTokenExtractionStrategy(TokenExtractionStrategy.EXTRACT_CERTIFICATES_ONLY);
        validator.setEnableEtsiValidationReport(settings.etsi());
        validator.setLocale(Locale.ENGLISH);
        try (var policy = DssValidation.class.getResourceAsStream(POLICY)) {
            if (policy == null) {
                throw new IllegalStateException(POLICY + " is part of this program");
            }
            return new Result(validator.validateDocument(policy), settings, layers);
        }
    }

    private CommonCertificateVerifier verifier() {
        var trusted = new CommonTrustedCertificateSource();
        settings.anchors().certificates().forEach(each -> trusted.addCertificate(new CertificateToken(each)));
        // True: without a source for issuers' certificates, which would go to the network.
        var verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(trusted);
        settings.online().ifPresent(online -> {
            verifier.setOcspSource(online.answers());
            verifier.setCrlSource(online.lists());
        });
        return verifier;
    }

    /** Where the byte range of a signature ends; 0 if it has none that makes sense. */
    static long end(@Nullable PDFRevisionWrapper revision) {
        var range = revision == null ? List.<BigInteger>of() : revision.getSignatureByteRange();
        return range.size() == 4 ? range.get(2).add(range.get(3)).longValue() : 0;
    }

    /** What DSS said. */
    static final class Result {
        private final Reports reports;
        private final Settings settings;
        private final SignedLayers layers;

        Result(Reports reports, Settings settings, SignedLayers layers) {
            this.reports = reports;
            this.settings = settings;
            this.layers = layers;
        }

        List<SignatureWrapper> signatures() {
            return reports.getDiagnosticData().getSignatures();
        }

        Optional<String> etsi() {
            return settings.etsi() ? Optional.ofNullable(reports.getXmlValidationReport()) : Optional.empty();
        }

        /** What DSS says of a signature that we found. */
        Optional<SignatureWrapper> of(SignedRevision revision) {
            return signatures().stream()
                    .filter(each -> isAt(each.getPDFRevision(), revision))
                    .findFirst();
        }

        /** True if DSS looked at this signature or document time-stamp. */
        boolean saw(SignedRevision revision) {
            return Stream.concat(
                            signatures().stream().map(SignatureWrapper::getPDFRevision),
                            reports.getDiagnosticData().getTimestampList().stream()
                                    .map(TimestampWrapper::getPDFRevision))
                    .filter(Objects::nonNull)
                    .anyMatch(each -> isAt(each, revision));
        }

        private static boolean isAt(@Nullable PDFRevisionWrapper found, SignedRevision revision) {
            // No two sound signatures end at the same place.
            return found != null && end(found) == revision.endBytes();
        }

        List<TimestampReport> timestamps() {
            return reports.getDiagnosticData().getTimestampList().stream()
                    .filter(each -> each.getProductionTime() != null)
                    .map(this::report)
                    .sorted(Comparator.comparing(TimestampReport::time))
                    .toList();
        }

        private TimestampReport report(TimestampWrapper timestamp) {
            var intact = timestamp.isSignatureIntact()
                    && timestamp.isSignatureValid()
                    && timestamp.isMessageImprintDataFound()
                    && timestamp.isMessageImprintDataIntact();
            var indication = reports.getDetailedReport().getBasicTimestampValidationIndication(timestamp.getId());
            var why = reports.getDetailedReport().getBasicTimestampValidationSubIndication(timestamp.getId());
            return new TimestampReport(
                    timestamp.getType() == TimestampType.DOCUMENT_TIMESTAMP
                            ? TimestampReport.Kind.DOCUMENT
                            : TimestampReport.Kind.SIGNATURE,
                    certificate(timestamp.getSigningCertificate()).map(SigningCertificate::commonName),
                    timestamp.getProductionTime().toInstant(),
                    timestamp.getTimestampedSignatures().stream()
                            .map(SignatureWrapper::getPDFRevision)
                            .filter(Objects::nonNull)
                            .flatMap(each -> layers.layers().stream()
                                    .map(SignedLayers.Layer::revision)
                                    .filter(revision -> revision.sound() && isAt(each, revision))
                                    .map(SignedRevision::field))
                            .distinct()
                            .toList(),
                    intact,
                    intact && indication == Indication.PASSED,
                    indication == Indication.PASSED
                            ? Optional.empty()
                            : Optional.ofNullable(why).map(Enum::name));
        }

        Indication indication(SignatureWrapper signature) {
            return reports.getSimpleReport().getIndication(signature.getId());
        }

        Optional<SubIndication> subIndication(SignatureWrapper signature) {
            return Optional.ofNullable(reports.getSimpleReport().getSubIndication(signature.getId()));
        }

        Optional<X509Certificate> certificate(SignatureWrapper signature) {
            return certificate(signature.getSigningCertificate());
        }

        /** The believed certificate that the signer's chain ends in. */
        Optional<TrustAnchors.Anchor> anchor(SignatureWrapper signature) {
            return signature.getCertificateChain().stream()
                    .flatMap(each -> certificate(each).stream())
                    .flatMap(each -> settings.anchors().anchor(each).stream())
                    .findFirst();
        }

        /** What is known of the state of the signer's certificate, newest first. */
        List<RevocationReport> revocation(SignatureWrapper signature) {
            var signer = signature.getSigningCertificate();
            return signer == null
                    ? List.of()
                    : signer.getCertificateRevocationData().stream()
                            .filter(each -> each.getProductionDate() != null)
                            .map(Result::report)
                            .sorted(Comparator.comparing(RevocationReport::producedAt)
                                    .reversed())
                            .toList();
        }

        private static RevocationReport report(CertificateRevocationWrapper answer) {
            return new RevocationReport(
                    String.valueOf(answer.getRevocationType()),
                    answer.getOrigin() == RevocationOrigin.EXTERNAL || answer.getOrigin() == RevocationOrigin.CACHED
                            ? "online"
                            : "document",
                    answer.getProductionDate().toInstant(),
                    answer.isRevoked() && answer.getRevocationDate() != null
                            ? Optional.of(answer.getRevocationDate().toInstant())
                            : Optional.empty());
        }

        private static Optional<X509Certificate> certificate(@Nullable CertificateWrapper token) {
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
}
