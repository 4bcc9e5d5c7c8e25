package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.NoRoom;
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
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies the signatures in a PDF.
 *
 * <p>Three judges, and each can only make the verdict worse: how a signature stands in the file
 * ({@link SignedRevision}), what the document became after it ({@link RevisionDiff}), and EU DSS on the signature, its
 * certificates and its time under our policy. What DSS has no name for it does not judge, and nobody calls it valid
 * ({@link OwnJudgement}).
 */
public final class PdfVerification {
    /** DSS and PDFBox hold byte ranges in 32 bits. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private PdfVerification() {}

    /**
     * Verifies every signature of a file as of a time.
     *
     * <p>Offline, where nobody is to be asked: revocation is then judged by what the file itself holds; that there is
     * nothing is no fault. Else an authority that names a place for its word and does not give it there leaves the
     * verdict open. DSS alone never makes a file valid: every octet after a signed revision must be explained, each
     * signature must be one that both see, and what follows the CMS in its place must be zeros. Slow at first (DSS
     * loads for about two seconds). A hostile file is judged or refused, never more.
     */
    public static Verification verify(Path file, TrustAnchors anchors, Instant now) {
        return verify(file, Circumstances.offline(anchors, now));
    }

    /** As {@link #verify(Path, TrustAnchors, Instant)} under circumstances. */
    public static Verification verify(Path file, Circumstances circumstances) {
        var opening = PdfFile.open(file, circumstances.password());
        if (opening instanceof PdfFile.Opening.Refused refused) {
            return new Verification.Refused(Problem.of(refused.why()));
        }
        try (var pdf = ((PdfFile.Opening.Opened) opening).pdf()) {
            if (pdf.sizeBytes() > MOST_BYTES) {
                return new Verification.Refused(Problem.of(ProblemCode.DOCUMENT_TOO_LARGE));
            }
            return verify(file, pdf, circumstances);
        } catch (UnknownAlgorithm e) {
            return new Verification.Refused(Problem.of(ProblemCode.SIGNATURE_ALGORITHM_UNKNOWN));
        } catch (IOException e) {
            return new Verification.Refused(Problem.of(
                    e.getCause() instanceof OutOfMemoryError
                            ? ProblemCode.DOCUMENT_TOO_LARGE
                            : NoRoom.isCauseOf(e) ? ProblemCode.NO_ROOM_TO_WORK : ProblemCode.DOCUMENT_DAMAGED));
        }
    }

    private static Verification verify(Path file, PdfFile pdf, Circumstances circumstances) throws IOException {
        var signatures = SignedRevision.of(pdf);
        if (signatures.isEmpty()) {
            return Verification.Judged.unsigned(circumstances.etsi());
        }
        return HostileInput.read(() -> {
            var layers = SignedLayers.of(pdf, signatures);
            var result = DssValidation.validate(file, pdf, layers.forDss(), circumstances);
            return judged(file, pdf, layers, result, circumstances);
        });
    }

    private static Verification judged(
            Path file, PdfFile pdf, SignedLayers layers, DssValidation.Result result, Circumstances circumstances)
            throws IOException {
        var timestamps = result.timestamps();
        var reports = new ArrayList<SignatureReport>();
        var verdicts = new ArrayList<Verdict>();
        var known = new HashMap<String, Integer>();
        for (var layer : layers.layers()) {
            var revision = layer.revision();
            if (!revision.sound()) {
                reports.add(unsound(revision));
            } else if (layer.own().isPresent()) {
                reports.add(layer.own().get().report(file, revision, pdf.sizeBytes(), changes(layer)));
            } else if (!revision.timestamp()) {
                var seen = result.of(revision);
                reports.add(seen.map(signature -> report(pdf, layer, result, signature, timestamps))
                        .orElseGet(() -> unsound(revision.withFlaw("a signature that cannot be read"))));
                seen.ifPresent(signature -> known.put(signature.getId(), reports.size() - 1));
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
        return new Verification.Judged(
                verdict,
                reports,
                timestamps,
                circumstances.etsi()
                        ? Optional.of(EtsiReport.of(result.reports(), known, reports, verdict))
                        : Optional.empty());
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
                List.of(),
                "",
                0,
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
        var stamps = timestamps.stream()
                .filter(each -> each.covers().contains(revision.field()))
                .toList();
        var finding = result.finding(signature, stamps);
        return new SignatureReport(
                result.certificate(signature).map(SigningCertificate::commonName),
                result.certificate(signature).map(SigningCertificate::issuerName),
                String.valueOf(signature.getSignatureFormat()),
                finding.indication().name(),
                finding.why().map(Enum::name),
                finding.claimed(),
                finding.proven(),
                revision.endBytes() == pdf.sizeBytes(),
                changes,
                revision.field(),
                finding.anchor(),
                finding.path(),
                Finding.algorithm(signature),
                revision.endBytes(),
                verdict(finding, changes));
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

    private static Verdict verdict(Finding finding, List<FoundChange> changes) {
        if (!finding.intact() || finding.indication() == Indication.TOTAL_FAILED) {
            return Verdict.INVALID;
        }
        var kinds = changes.stream().map(FoundChange::what).collect(Collectors.toSet());
        if (kinds.stream().anyMatch(kind -> kind != DocumentChange.UNDETERMINED)) {
            return Verdict.CHANGED;
        }
        return kinds.isEmpty() && finding.indication() == Indication.TOTAL_PASSED
                ? Verdict.VALID
                : Verdict.INDETERMINATE;
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
