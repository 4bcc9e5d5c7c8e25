package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.pdf.SignatureOutline;
import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
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
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of EU DSS: offline, under our policy, with the user's documents in a private folder that goes away.
 *
 * <p>What DSS throws on a hostile file is the caller's to catch.
 */
final class DssValidation implements AutoCloseable {
    private static final String POLICY = "policy.xml";

    private final TrustAnchors anchors;
    private final DssWorkspace workspace;

    DssValidation(TrustAnchors anchors) throws IOException {
        this.anchors = anchors;
        this.workspace = new DssWorkspace();
    }

    Result validate(Path file, Instant now) throws IOException {
        var validator = new PDFDocumentValidator(new FileDocument(file.toFile()));
        validator.setPdfObjFactory(workspace.pdfObjects());
        validator.setCertificateVerifier(offline());
        validator.setValidationTime(Date.from(now));
        validator.setTokenExtractionStrategy(TokenExtractionStrategy.EXTRACT_CERTIFICATES_ONLY);
        validator.setEnableEtsiValidationReport(false);
        validator.setLocale(Locale.ENGLISH);
        try (var policy = DssValidation.class.getResourceAsStream(POLICY)) {
            if (policy == null) {
                throw new IllegalStateException(POLICY + " is part of this program");
            }
            return new Result(validator.validateDocument(policy));
        }
    }

    private CommonCertificateVerifier offline() {
        var trusted = new CommonTrustedCertificateSource();
        anchors.certificates().forEach(each -> trusted.addCertificate(new CertificateToken(each)));
        // True: without a source for issuers' certificates, which would go to the network.
        var verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(trusted);
        return verifier;
    }

    @Override
    public void close() {
        workspace.close();
    }

    /** Where the byte range of a signature ends; 0 if it has none that makes sense. */
    static long end(@Nullable PDFRevisionWrapper revision) {
        var range = revision == null ? List.<BigInteger>of() : revision.getSignatureByteRange();
        return range.size() == 4 ? range.get(2).add(range.get(3)).longValue() : 0;
    }

    /** What DSS said. */
    static final class Result {
        private final Reports reports;

        Result(Reports reports) {
            this.reports = reports;
        }

        List<SignatureWrapper> signatures() {
            return reports.getDiagnosticData().getSignatures();
        }

        /** True if there are document time-stamps. */
        boolean hasTimestamps() {
            return timestamps().findAny().isPresent();
        }

        private Stream<PDFRevisionWrapper> timestamps() {
            return reports.getDiagnosticData().getTimestampList().stream()
                    .map(TimestampWrapper::getPDFRevision)
                    .filter(Objects::nonNull);
        }

        /** What all signatures and document time-stamps sign. */
        private Stream<PDFRevisionWrapper> revisions() {
            return Stream.concat(
                    signatures().stream().map(SignatureWrapper::getPDFRevision).filter(Objects::nonNull), timestamps());
        }

        /** The fields of all signatures and document time-stamps. */
        Set<String> fields() {
            return revisions()
                    .flatMap(each -> each.getSignatureFieldNames().stream())
                    .collect(Collectors.toSet());
        }

        /** True if DSS looked at this signature. */
        boolean saw(SignatureOutline outline) {
            return revisions()
                    .anyMatch(each ->
                            each.getSignatureFieldNames().contains(outline.field()) && end(each) == outline.endBytes());
        }

        Indication indication(SignatureWrapper signature) {
            return reports.getSimpleReport().getIndication(signature.getId());
        }

        Optional<SubIndication> subIndication(SignatureWrapper signature) {
            return Optional.ofNullable(reports.getSimpleReport().getSubIndication(signature.getId()));
        }

        Optional<X509Certificate> certificate(SignatureWrapper signature) {
            var token = signature.getSigningCertificate();
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
