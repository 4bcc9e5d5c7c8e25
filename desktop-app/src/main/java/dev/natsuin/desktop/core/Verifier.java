package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.SignatureReport;
import dev.natsuin.desktop.document.verify.TimestampReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies files against the authorities of the owner's server, those the owner prefers, and those named for the
 * occasion. Needs neither server nor enrolment.
 */
public final class Verifier implements Verifying {
    private final Profile profile;
    private final InstantSource clock;

    Verifier(Profile profile, InstantSource clock) {
        this.profile = profile;
        this.clock = clock;
    }

    @Override
    public Answer<Verification> verify(Path file) {
        return verify(file, List.of(), Optional.empty());
    }

    /**
     * As {@link #verify(Path)}, trusting these certificates too.
     *
     * @param detached the signed content of a signature that is beside its file
     */
    public Answer<Verification> verify(Path file, List<X509Certificate> further, Optional<Path> detached) {
        return Refusal.answer(() -> {
            var anchors = new ArrayList<>(TrustAnchors.of(further).anchors());
            anchors.addAll(Anchors.origins(profile));
            var verified = FileVerification.verify(file, detached, new TrustAnchors(anchors), clock.instant());
            if (verified instanceof dev.natsuin.desktop.document.verify.Verification.Refused refused) {
                throw new Refusal(refused.why());
            }
            var judged = (dev.natsuin.desktop.document.verify.Verification.Judged) verified;
            return new Verification(
                    file,
                    verdict(judged.verdict()),
                    judged.signatures().stream().map(Verifier::signature).toList(),
                    judged.timestamps().stream().map(Verifier::timestamp).toList());
        });
    }

    /** The certificates in a PEM or DER file. */
    public static List<X509Certificate> readPem(Path file) throws Refusal {
        try {
            var octets = Files.readAllBytes(file);
            var all = new ArrayList<X509Certificate>();
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(octets))) {
                all.add((X509Certificate) each);
            }
            if (all.isEmpty()) {
                throw new Refusal(ProblemCode.FILE_UNREADABLE);
            }
            return all;
        } catch (IOException | CertificateException e) {
            throw new Refusal(ProblemCode.FILE_UNREADABLE, e);
        }
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
                indication(report.indication()),
                report.subIndication().orElse(""),
                report.provenTime().or(report::time).orElse(null),
                report.provenTime().isPresent(),
                report.coversWholeFile(),
                report.changes().stream()
                        .map(each -> new Verification.Change(each.what().code(), each.pages(), each.object()))
                        .toList(),
                report.anchor().map(anchor -> anchor.origin().code()).orElse(""));
    }

    private static Verification.Timestamp timestamp(TimestampReport report) {
        return new Verification.Timestamp(
                report.kind().code(),
                report.authority().orElse(""),
                report.time(),
                report.believed(),
                report.subIndication().orElse(""),
                report.covers());
    }

    private static Verification.Indication indication(String name) {
        return switch (name) {
            case "TOTAL_PASSED", "PASSED" -> Verification.Indication.TOTAL_PASSED;
            case "TOTAL_FAILED", "FAILED" -> Verification.Indication.TOTAL_FAILED;
            default -> Verification.Indication.INDETERMINATE;
        };
    }
}
