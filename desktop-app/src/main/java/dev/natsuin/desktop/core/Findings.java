package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.document.verify.PathCertificate;
import dev.natsuin.desktop.document.verify.RevocationState;
import dev.natsuin.desktop.document.verify.SignatureReport;
import dev.natsuin.desktop.document.verify.TimestampReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification.Judged;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.List;

/** What the document packages found, in the words of the desk. */
final class Findings {
    private Findings() {}

    static Verification of(Path file, Judged judged, boolean asked) {
        return new Verification(
                file,
                verdict(judged.verdict()),
                judged.signatures().stream().map(Findings::signature).toList(),
                judged.timestamps().stream().map(Findings::timestamp).toList(),
                asked);
    }

    private static Verification.Verdict verdict(Verdict verdict) {
        return switch (verdict) {
            case VALID -> Verification.Verdict.VALID;
            case CHANGED -> Verification.Verdict.CHANGED;
            case INDETERMINATE -> Verification.Verdict.INDETERMINATE;
            case INVALID -> Verification.Verdict.INVALID;
            case UNSIGNED -> Verification.Verdict.UNSIGNED;
        };
    }

    private static Verification.Signature signature(SignatureReport report) {
        return new Verification.Signature(
                report.signer().orElse(""),
                report.issuer().orElse(""),
                report.level(),
                indication(report),
                report.subIndication().orElse(""),
                report.provenTime().or(report::time).orElse(null),
                report.provenTime().isPresent(),
                report.coversWholeFile(),
                report.changes().stream()
                        .map(each -> new Verification.Change(each.what().code(), each.pages(), each.object()))
                        .toList(),
                report.anchor().map(anchor -> anchor.origin().code()).orElse(""),
                new Verification.Evidence(
                        report.field(),
                        report.algorithm(),
                        report.time().orElse(null),
                        report.anchor().map(TrustAnchors.Anchor::source).orElse(""),
                        report.revisionBytes(),
                        path(report.path())));
    }

    private static Verification.Timestamp timestamp(TimestampReport report) {
        return new Verification.Timestamp(
                report.kind().code(),
                report.authority().orElse(""),
                report.time(),
                report.believed(),
                report.subIndication().orElse(""),
                report.covers(),
                path(report.path()));
    }

    private static List<Verification.Certificate> path(List<PathCertificate> path) {
        return path.stream().map(Findings::certificate).toList();
    }

    private static Verification.Certificate certificate(PathCertificate each) {
        var certificate = each.certificate();
        return new Verification.Certificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                sha256(each),
                each.believed(),
                each.state().map(Findings::state).orElse(null),
                each.unanswered());
    }

    private static String sha256(PathCertificate each) {
        try {
            return Bytes.of(each.certificate().getEncoded()).sha256().toHex();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read from its octets", e);
        }
    }

    private static Verification.State state(RevocationState state) {
        return new Verification.State(
                state.kind().code(),
                state.status().code(),
                state.thisUpdate().orElse(null),
                state.nextUpdate().orElse(null),
                state.revokedAt().orElse(null),
                state.reason(),
                state.asked());
    }

    /** Octets that do not hold are no open question, whatever else is missing. */
    private static Verification.Indication indication(SignatureReport report) {
        if (report.verdict() == Verdict.INVALID) {
            return Verification.Indication.TOTAL_FAILED;
        }
        return switch (report.indication()) {
            case "TOTAL_PASSED", "PASSED" -> Verification.Indication.TOTAL_PASSED;
            case "TOTAL_FAILED", "FAILED" -> Verification.Indication.TOTAL_FAILED;
            default -> Verification.Indication.INDETERMINATE;
        };
    }
}
