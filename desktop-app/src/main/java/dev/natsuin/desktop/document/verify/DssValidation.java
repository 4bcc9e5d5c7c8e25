package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
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
    private DssValidation() {}

    static Result validate(Path file, PdfFile pdf, SignedLayers layers, Circumstances circumstances)
            throws IOException {
        var validator = new PDFDocumentValidator(new FileDocument(file.toFile()));
        validator.setPdfObjFactory(new LayeredPdf(pdf, layers));
        return new Result(DssRun.of(validator, circumstances), circumstances, layers);
    }

    /** Where the byte range of a signature ends; 0 if it has none that makes sense. */
    static long end(@Nullable PDFRevisionWrapper revision) {
        var range = revision == null ? List.<BigInteger>of() : revision.getSignatureByteRange();
        return range.size() == 4 ? range.get(2).add(range.get(3)).longValue() : 0;
    }

    /** What DSS said. */
    static final class Result {
        private final Reports reports;
        private final Circumstances circumstances;
        private final SignedLayers layers;

        Result(Reports reports, Circumstances circumstances, SignedLayers layers) {
            this.reports = reports;
            this.circumstances = circumstances;
            this.layers = layers;
        }

        List<SignatureWrapper> signatures() {
            return reports.getDiagnosticData().getSignatures();
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
            return TimestampReading.all(reports, circumstances, this::field);
        }

        private Optional<String> field(SignatureWrapper signature) {
            return layers.layers().stream()
                    .map(SignedLayers.Layer::revision)
                    .filter(revision -> revision.sound() && isAt(signature.getPDFRevision(), revision))
                    .map(SignedRevision::field)
                    .findFirst();
        }

        Finding finding(SignatureWrapper signature, List<TimestampReport> stamps) {
            return Finding.of(reports, signature, stamps, circumstances);
        }

        Optional<X509Certificate> certificate(SignatureWrapper signature) {
            return DssRun.certificate(signature.getSigningCertificate());
        }

        Reports reports() {
            return reports;
        }
    }
}
