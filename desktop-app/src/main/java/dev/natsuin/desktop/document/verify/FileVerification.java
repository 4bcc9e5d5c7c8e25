package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDigestMatcher;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies signatures around, beside and inside files of any kind; PDFs by {@link PdfVerification}. */
public final class FileVerification {
    /** What has to be read as one piece. */
    static final long MOST_BYTES = 128L << 20;

    private FileVerification() {}

    /**
     * Verifies every signature of a file as of a time.
     *
     * <p>As with PDFs, DSS alone never makes a file valid: our own reading must find each part of it signed or part of
     * a signature, and DSS must see as many signatures as we do. A hostile file is judged or refused, never more.
     *
     * @param detached the signed content of a signature beside its file; without it such a signature is indeterminate
     */
    public static Verification verify(Path file, Optional<Path> detached, TrustAnchors anchors, Instant now) {
        return verify(file, Circumstances.offline(anchors, now).with(detached));
    }

    /** As {@link #verify(Path, Optional, TrustAnchors, Instant)} under circumstances. */
    public static Verification verify(Path file, Circumstances circumstances) {
        var detached = circumstances.detached();
        try {
            var kind = FileKind.of(file);
            if (kind.isEmpty()) {
                return refused(ProblemCode.FORMAT_UNKNOWN);
            }
            if (detached.isPresent()) {
                NamedFile.open(detached.get()).close();
            }
            if (kind.get() == FileKind.PDF) {
                return detached.isPresent()
                        ? refused(ProblemCode.DETACHED_NOT_USED)
                        : PdfVerification.verify(file, circumstances);
            }
            if (kind.get() != FileKind.ZIP && Files.size(file) > MOST_BYTES) {
                return refused(ProblemCode.SIGNATURE_FILE_DAMAGED);
            }
            return verify(kind.get(), file, circumstances);
        } catch (IOException e) {
            return refused(NamedFile.why(e));
        }
    }

    private static Verification verify(FileKind kind, Path file, Circumstances circumstances) {
        try {
            return HostileInput.read(() -> {
                var outline = outline(kind, file);
                if (outline.signatures() == 0) {
                    return Verification.Judged.unsigned(circumstances.etsi());
                }
                if (circumstances.detached().isPresent() && outline.content() == FileOutline.Content.HERE) {
                    return refused(ProblemCode.DETACHED_NOT_USED);
                }
                return judged(outline, FileValidation.validate(kind, file, circumstances), circumstances);
            });
        } catch (UnknownAlgorithm e) {
            return refused(ProblemCode.SIGNATURE_ALGORITHM_UNKNOWN);
        } catch (IOException e) {
            return refused(ProblemCode.SIGNATURE_FILE_DAMAGED);
        }
    }

    /**
     * Whose certificates the signatures of a file name, and what stands beside them; nobody's is believed by that.
     *
     * @param signers of each signature
     * @param carried all others
     */
    public record Named(List<X509Certificate> signers, List<X509Certificate> carried) {
        /** Copies the lists. */
        public Named {
            signers = List.copyOf(signers);
            carried = List.copyOf(carried);
        }
    }

    /** The certificates in a signature file, as DSS finds them. */
    public static Named named(Path file, TrustAnchors anchors, Instant now) throws IOException {
        var kind = FileKind.of(file).orElseThrow(() -> new IOException("no signature file"));
        return HostileInput.read(() -> {
            var found = FileValidation.validate(kind, file, Circumstances.offline(anchors, now))
                    .getDiagnosticData();
            return new Named(
                    found.getSignatures().stream()
                            .flatMap(signature -> certificate(signature).stream())
                            .toList(),
                    found.getUsedCertificates().stream()
                            .flatMap(each -> DssRun.certificate(each).stream())
                            .toList());
        });
    }

    private static FileOutline outline(FileKind kind, Path file) throws IOException {
        return switch (kind) {
            case CMS -> CmsOutline.of(file);
            case ZIP -> ContainerOutline.of(file).outline();
            case XML -> XmlOutline.of(file).outline();
            case JSON -> JwsOutline.of(file);
            case PDF -> throw new IllegalArgumentException("PDFs are read elsewhere");
        };
    }

    /**
     * True if a file just written is this signer's baseline signature of this form over this original, and nothing
     * else. Believes nobody but the signer.
     */
    public static boolean isSignatureOf(
            Path written, Path original, SignatureForm form, X509Certificate signer, Instant time) {
        var beside = form.isBeside() ? Optional.of(original) : Optional.<Path>empty();
        var verified = verify(written, beside, TrustAnchors.of(signer), time);
        return verified instanceof Verification.Judged judged
                && judged.verdict() == Verdict.VALID
                && judged.signatures().size() == 1
                && judged.signatures().get(0).coversWholeFile()
                && judged.signatures().get(0).level().endsWith("-BASELINE-B");
    }

    private static Verification judged(FileOutline outline, Reports reports, Circumstances circumstances)
            throws IOException {
        var signatures = reports.getDiagnosticData().getSignatures();
        // Where there are no fields, signatures are called by their number.
        var stamps = TimestampReading.all(
                reports,
                circumstances,
                each -> Optional.of(signatures.indexOf(each))
                        .filter(at -> at >= 0)
                        .map(at -> String.valueOf(at + 1)));
        var found = new ArrayList<SignatureReport>();
        var known = new HashMap<String, Integer>();
        for (var signature : signatures) {
            var number = String.valueOf(found.size() + 1);
            var own = stamps.stream()
                    .filter(each -> each.covers().contains(number))
                    .toList();
            var report = report(outline, signature, Finding.of(reports, signature, own, circumstances));
            found.add(report);
            known.put(signature.getId(), found.size() - 1);
        }
        var verdicts =
                new ArrayList<>(found.stream().map(SignatureReport::verdict).toList());
        if (found.size() != outline.signatures()) {
            verdicts.add(found.isEmpty() ? Verdict.INVALID : Verdict.INDETERMINATE);
        }
        if (stamps.stream().anyMatch(each -> !each.intact())) {
            verdicts.add(missesContent(found) ? Verdict.INDETERMINATE : Verdict.INVALID);
        }
        var verdict = Verdict.worst(verdicts);
        return new Verification.Judged(
                verdict,
                found,
                stamps,
                circumstances.etsi() ? Optional.of(EtsiReport.of(reports, known, found, verdict)) : Optional.empty());
    }

    /** A timestamp over content that lies elsewhere cannot be compared with anything. */
    private static boolean missesContent(List<SignatureReport> found) {
        return found.stream()
                .anyMatch(each -> each.subIndication()
                        .filter(SubIndication.SIGNED_DATA_NOT_FOUND.name()::equals)
                        .isPresent());
    }

    private static SignatureReport report(FileOutline outline, SignatureWrapper signature, Finding finding) {
        var whole = outline.explained() && names(signature).containsAll(outline.files());
        var certificate = certificate(signature);
        return new SignatureReport(
                certificate.map(SigningCertificate::commonName),
                certificate.map(SigningCertificate::issuerName),
                String.valueOf(signature.getSignatureFormat()),
                finding.indication().name(),
                finding.why().map(Enum::name),
                finding.claimed(),
                finding.proven(),
                whole,
                whole ? List.of() : List.of(FoundChange.of(DocumentChange.UNEXPLAINED_OCTETS, "")),
                "",
                finding.anchor(),
                finding.path(),
                Finding.algorithm(signature),
                0,
                verdict(finding, whole));
    }

    /** The files in a container that a signature was found to hold for. */
    private static Set<String> names(SignatureWrapper signature) {
        var names = new HashSet<String>();
        signature.getDigestMatchers().stream()
                .filter(XmlDigestMatcher::isDataIntact)
                .forEach(matcher -> names.add(String.valueOf(matcher.getDocumentName())));
        signature.getSignatureScopes().forEach(scope -> names.add(scope.getName()));
        return names;
    }

    private static Verdict verdict(Finding finding, boolean whole) {
        if (finding.why().filter(SubIndication.SIGNED_DATA_NOT_FOUND::equals).isPresent()) {
            return Verdict.INDETERMINATE;
        }
        if (!finding.intact() || finding.indication() == Indication.TOTAL_FAILED) {
            return Verdict.INVALID;
        }
        if (!whole) {
            return Verdict.CHANGED;
        }
        return finding.indication() == Indication.TOTAL_PASSED ? Verdict.VALID : Verdict.INDETERMINATE;
    }

    private static Optional<X509Certificate> certificate(SignatureWrapper signature) {
        return DssRun.certificate(signature.getSigningCertificate());
    }

    private static Verification refused(ProblemCode why) {
        return new Verification.Refused(Problem.of(why));
    }
}
