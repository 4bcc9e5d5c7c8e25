package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.RevisionDiff;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies the signatures in a PDF.
 *
 * <p>Three judges, and each can only make the verdict worse: how a signature stands in the file
 * ({@link SignedRevision}), what the document became after it ({@link RevisionDiff}), and EU DSS on the signature, its
 * certificates and its time under our policy.
 */
public final class PdfVerification {
    /** DSS and PDFBox hold byte ranges in 32 bits. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private PdfVerification() {}

    /**
     * Verifies every signature of a file as of a time.
     *
     * <p>Offline: revocation is judged by what the file itself holds; that there is nothing is no fault. DSS alone
     * never makes a file valid: every octet after a signed revision must be explained, each signature must be one that
     * both see, and what follows the CMS in its place must be zeros. Slow at first (DSS loads for about two seconds). A
     * hostile file is judged or refused, never more.
     */
    public static Verification verify(Path file, TrustAnchors anchors, Instant now) {
        var opening = PdfFile.open(file);
        if (opening instanceof PdfFile.Opening.Refused refused) {
            return new Verification.Refused(Problem.of(refused.why()));
        }
        try (var pdf = ((PdfFile.Opening.Opened) opening).pdf()) {
            if (pdf.sizeBytes() > MOST_BYTES) {
                return new Verification.Refused(Problem.of(ProblemCode.DOCUMENT_TOO_LARGE));
            }
            return verify(file, pdf, anchors, now);
        } catch (IOException e) {
            return new Verification.Refused(Problem.of(
                    e.getCause() instanceof OutOfMemoryError
                            ? ProblemCode.DOCUMENT_TOO_LARGE
                            : ProblemCode.DOCUMENT_DAMAGED));
        }
    }

    private static Verification verify(Path file, PdfFile pdf, TrustAnchors anchors, Instant now) throws IOException {
        var signatures = SignedRevision.of(pdf);
        if (signatures.isEmpty()) {
            return new Verification.Judged(Verdict.UNSIGNED, List.of(), List.of());
        }
        return HostileInput.read(() -> {
            var layers = SignedLayers.of(pdf, signatures);
            return judged(pdf, layers, DssValidation.validate(file, pdf, layers, anchors, now));
        });
    }

    private static Verification judged(PdfFile pdf, SignedLayers layers, DssValidation.Result result) {
        var timestamps = result.timestamps();
        var reports = new ArrayList<SignatureReport>();
        var verdicts = new ArrayList<Verdict>();
        for (var layer : layers.layers()) {
            var revision = layer.revision();
            if (!revision.sound()) {
                reports.add(unsound(revision));
            } else if (!revision.timestamp()) {
                reports.add(result.of(revision)
                        .map(signature -> report(pdf, layer, result, signature, timestamps))
                        .orElseGet(() -> unsound(revision.withFlaw("a signature that cannot be read"))));
            } else if (!result.saw(revision)) {
                verdicts.add(Verdict.INVALID);
            }
        }
        // Somebody put a broken timestamp there: it proves nothing, and nobody who means well does so.
        if (timestamps.stream().anyMatch(each -> !each.intact())) {
            verdicts.add(Verdict.INVALID);
        }
        reports.forEach(report -> verdicts.add(report.verdict()));
        var verdict = reports.isEmpty() && verdicts.isEmpty() ? Verdict.UNSIGNED : Verdict.worst(verdicts);
        return new Verification.Judged(verdict, reports, timestamps);
    }

    private static SignatureReport unsound(SignedRevision revision) {
        return new SignatureReport(
                Optional.empty(),
                Optional.empty(),
                "",
                Indication.TOTAL_FAILED.name(),
                Optional.of(SubIndication.FORMAT_FAILURE.name()),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(FoundChange.of(
                        DocumentChange.SIGNATURE_STRUCTURE, revision.flaw().orElse(""))),
                revision.field(),
                Optional.empty(),
                Verdict.INVALID);
    }

    private static SignatureReport report(
            PdfFile pdf,
            SignedLayers.Layer layer,
            DssValidation.Result result,
            SignatureWrapper signature,
            List<TimestampReport> timestamps) {
        var revision = layer.revision();
        var changes = changes(layer);
        var indication = result.indication(signature);
        var subIndication = result.subIndication(signature);
        return new SignatureReport(
                result.certificate(signature).map(SigningCertificate::commonName),
                result.certificate(signature).map(SigningCertificate::issuerName),
                String.valueOf(signature.getSignatureFormat()),
                indication.name(),
                subIndication.map(Enum::name),
                Optional.ofNullable(signature.getClaimedSigningTime()).map(date -> date.toInstant()),
                timestamps.stream()
                        .filter(each -> each.believed() && each.covers().contains(revision.field()))
                        .map(TimestampReport::time)
                        .findFirst(),
                revision.endBytes() == pdf.sizeBytes(),
                changes,
                revision.field(),
                result.anchor(signature),
                verdict(signature, indication, changes));
    }

    private static List<FoundChange> changes(SignedLayers.Layer layer) {
        var changes = new ArrayList<FoundChange>();
        if (!CadesSignature.isPaddedWithZeros(layer.revision().contents())) {
            changes.add(FoundChange.of(DocumentChange.UNEXPLAINED_OCTETS, "Contents"));
        }
        layer.changes()
                .ifPresentOrElse(
                        found -> found.forEach(
                                each -> changes.add(new FoundChange(change(each.kind()), each.pages(), each.object()))),
                        () -> changes.add(FoundChange.of(DocumentChange.UNDETERMINED, "")));
        return changes;
    }

    private static Verdict verdict(SignatureWrapper signature, Indication indication, List<FoundChange> changes) {
        boolean intact = signature.isSignatureIntact()
                && signature.isSignatureValid()
                && signature.getDigestMatchers().stream().allMatch(m -> m.isDataFound() && m.isDataIntact());
        if (!intact || indication == Indication.TOTAL_FAILED) {
            return Verdict.INVALID;
        }
        var kinds = changes.stream().map(FoundChange::what).collect(Collectors.toSet());
        if (kinds.stream().anyMatch(kind -> kind != DocumentChange.UNDETERMINED)) {
            return Verdict.CHANGED;
        }
        return kinds.isEmpty() && indication == Indication.TOTAL_PASSED ? Verdict.VALID : Verdict.INDETERMINATE;
    }

    private static DocumentChange change(RevisionDiff.Kind kind) {
        return switch (kind) {
            case CONTENT -> DocumentChange.CONTENT;
            case FONTS -> DocumentChange.FONTS;
            case ACTIONS -> DocumentChange.ACTIONS;
            case STRUCTURE -> DocumentChange.STRUCTURE;
            case PAGES -> DocumentChange.PAGES;
            case ANNOTATIONS -> DocumentChange.ANNOTATIONS;
            case FORM_FIELDS -> DocumentChange.FORM_FIELDS;
            case SIGNATURE_OVER_CONTENT -> DocumentChange.SIGNATURE_OVER_CONTENT;
            case NOT_ALLOWED -> DocumentChange.NOT_ALLOWED;
            case OCTETS -> DocumentChange.UNEXPLAINED_OCTETS;
        };
    }
}
