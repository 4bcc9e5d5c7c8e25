package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.RevisionDiff;
import dev.natsuin.desktop.document.pdf.SignatureOutline;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Verifies the signatures in a PDF, offline. */
public final class PdfVerification {
    /** DSS and PDFBox hold byte ranges in 32 bits. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private PdfVerification() {}

    /**
     * Verifies every signature of a file as of a time.
     *
     * <p>Revocation is judged by what the file itself holds; that there is nothing is no fault. DSS alone never makes a
     * file valid: each later revision must be explained by further signatures or validation data, each signature DSS
     * sees must be one we see, and what follows the CMS in its place must be zeros. Slow at first (DSS loads for about
     * two seconds). A hostile file is judged or refused, never more.
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
        var outlines = SignatureOutline.of(pdf);
        if (outlines.isEmpty()) {
            return new Verification.Judged(Verdict.UNSIGNED, List.of());
        }
        return HostileInput.read(() -> {
            try (var dss = new DssValidation(anchors)) {
                return judged(pdf, outlines, dss.validate(file, now));
            }
        });
    }

    private static Verification judged(PdfFile pdf, List<SignatureOutline> outlines, DssValidation.Result result) {
        var reports = new ArrayList<SignatureReport>();
        result.signatures().stream()
                .sorted(Comparator.comparingLong(each -> DssValidation.end(each.getPDFRevision())))
                .forEach(each -> reports.add(report(pdf, outlines, result, each)));
        if (reports.isEmpty() && !result.hasTimestamps()) {
            // A field that says it is signed, and nothing DSS could make sense of.
            return new Verification.Judged(Verdict.INVALID, List.of());
        }
        if (reports.isEmpty()) {
            return new Verification.Judged(Verdict.UNSIGNED, List.of());
        }
        boolean complete = outlines.stream().allMatch(result::saw);
        var verdicts = reports.stream().map(SignatureReport::verdict).collect(Collectors.toCollection(ArrayList::new));
        if (!complete) {
            verdicts.add(Verdict.INDETERMINATE);
        }
        return new Verification.Judged(worst(verdicts), reports);
    }

    private static Verdict worst(List<Verdict> verdicts) {
        for (var verdict : List.of(Verdict.INVALID, Verdict.CHANGED, Verdict.INDETERMINATE)) {
            if (verdicts.contains(verdict)) {
                return verdict;
            }
        }
        return Verdict.VALID;
    }

    private static SignatureReport report(
            PdfFile pdf, List<SignatureOutline> outlines, DssValidation.Result result, SignatureWrapper signature) {
        var revision = signature.getPDFRevision();
        var field = revision == null ? "" : String.valueOf(revision.getFirstFieldName());
        long end = DssValidation.end(revision);
        // By name and place: an attacker may give a second field the name of the first.
        var same = outlines.stream()
                .filter(o -> o.field().equals(field) && o.endBytes() == end)
                .toList();
        boolean whole = end == pdf.sizeBytes();
        var changes = EnumSet.noneOf(DocumentChange.class);
        if (same.size() == 1) {
            addOwn(changes, pdf, same.get(0), outlines, result.fields());
        } else {
            changes.add(DocumentChange.UNDETERMINED);
        }
        if (revision != null) {
            addDss(changes, revision);
        }
        var indication = result.indication(signature);
        var subIndication = result.subIndication(signature);
        return new SignatureReport(
                result.certificate(signature).map(SigningCertificate::commonName),
                result.certificate(signature).map(SigningCertificate::issuerName),
                String.valueOf(signature.getSignatureFormat()),
                indication.name(),
                subIndication.map(Enum::name),
                Optional.ofNullable(signature.getClaimedSigningTime()).map(date -> date.toInstant()),
                whole,
                List.copyOf(changes),
                field,
                verdict(signature, indication, subIndication, !changes.isEmpty()));
    }

    private static Verdict verdict(
            SignatureWrapper signature, Indication indication, Optional<SubIndication> why, boolean changed) {
        boolean intact = signature.isSignatureIntact()
                && signature.isSignatureValid()
                && signature.getDigestMatchers().stream().allMatch(m -> m.isDataFound() && m.isDataIntact());
        // DSS files a forbidden change of an intact document under the format.
        boolean onlyChanged = intact
                && changed
                && why.map(SubIndication.FORMAT_FAILURE::equals).orElse(false);
        if (!intact || (indication == Indication.TOTAL_FAILED && !onlyChanged)) {
            return Verdict.INVALID;
        }
        if (changed) {
            return Verdict.CHANGED;
        }
        return indication == Indication.TOTAL_PASSED ? Verdict.VALID : Verdict.INDETERMINATE;
    }

    private static void addOwn(
            Set<DocumentChange> changes,
            PdfFile pdf,
            SignatureOutline signature,
            List<SignatureOutline> all,
            Set<String> verified) {
        if (!CadesSignature.isPaddedWithZeros(signature.contents())) {
            changes.add(DocumentChange.UNEXPLAINED_OCTETS);
        }
        if (signature.endBytes() == pdf.sizeBytes()) {
            return;
        }
        if (signature.endBytes() <= 0 || signature.endBytes() > pdf.sizeBytes()) {
            changes.add(DocumentChange.UNDETERMINED);
            return;
        }
        try {
            var found = RevisionDiff.between(pdf, signature.endBytes(), verified);
            found.kinds().forEach(kind -> changes.add(change(kind)));
            long covered =
                    all.stream().mapToLong(SignatureOutline::endBytes).max().orElse(0);
            boolean explained = covered == pdf.sizeBytes()
                    || (covered == signature.endBytes() ? found : RevisionDiff.between(pdf, covered, verified))
                            .validationData();
            if (!explained) {
                changes.add(DocumentChange.UNEXPLAINED_OCTETS);
            }
        } catch (IOException e) {
            changes.add(DocumentChange.UNDETERMINED);
        }
    }

    private static DocumentChange change(RevisionDiff.Kind kind) {
        return switch (kind) {
            case CONTENT -> DocumentChange.CONTENT;
            case PAGES -> DocumentChange.PAGES;
            case ANNOTATIONS -> DocumentChange.ANNOTATIONS;
            case FORM_FIELDS -> DocumentChange.FORM_FIELDS;
        };
    }

    private static void addDss(Set<DocumentChange> changes, PDFRevisionWrapper revision) {
        if (!revision.getPdfPageDifferenceConcernedPages().isEmpty()) {
            changes.add(DocumentChange.PAGES);
        }
        if (!revision.getPdfVisualDifferenceConcernedPages().isEmpty()) {
            changes.add(DocumentChange.APPEARANCE);
        }
        if (!revision.getPdfUndefinedChanges().isEmpty()) {
            changes.add(DocumentChange.CONTENT);
        }
        if (!revision.getPdfAnnotationChanges().isEmpty()) {
            changes.add(DocumentChange.ANNOTATIONS);
        }
    }
}
