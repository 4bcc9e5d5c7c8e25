package dev.natsuin.desktop.document.verify;

import eu.europa.esig.dss.detailedreport.jaxb.XmlSubXCV;
import eu.europa.esig.dss.diagnostic.AbstractTokenProxy;
import eu.europa.esig.dss.diagnostic.CertificateRevocationWrapper;
import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.enumerations.RevocationReason;
import eu.europa.esig.dss.enumerations.RevocationType;
import eu.europa.esig.dss.validation.reports.Reports;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads out of DSS's reports which certificates a signature rests on, and what is known of them. */
final class CertificatePath {
    private static final Duration A_DAY = Duration.ofDays(1);

    private CertificatePath() {}

    /**
     * From the signer's certificate to the first that is believed, or as far as it goes.
     *
     * @param proven the time at which the token is known to have been there, if there is one
     */
    static List<PathCertificate> of(
            Reports reports, AbstractTokenProxy token, Circumstances circumstances, Optional<Instant> proven) {
        var path = new ArrayList<PathCertificate>();
        for (var each : token.getCertificateChain()) {
            var certificate = DssRun.certificate(each);
            if (certificate.isEmpty()) {
                break;
            }
            var believed = circumstances.anchors().anchor(certificate.get()).isPresent();
            var states = believed ? List.<CertificateRevocationWrapper>of() : states(reports, token, each);
            var current = states.stream()
                    .map(CertificatePath::read)
                    .anyMatch(said -> isCurrent(said, certificate.get(), proven, circumstances.now()));
            path.add(new PathCertificate(
                    certificate.get(),
                    believed,
                    states.stream().findFirst().map(CertificatePath::read),
                    believed || current ? List.of() : places(each)));
            if (believed) {
                break;
            }
        }
        return List.copyOf(path);
    }

    /**
     * True if what was said is still the authority's word, or was after the token was there. Whoever says no end has a
     * newer word at any time: one of days ago is somebody's copy. Nobody need say anything of a certificate that has
     * expired: then what was its word at that time has to do.
     */
    private static boolean isCurrent(
            RevocationState said, X509Certificate certificate, Optional<Instant> proven, Instant now) {
        boolean begun =
                said.thisUpdate().filter(then -> then.isAfter(now.plus(A_DAY))).isEmpty();
        boolean still = begun
                && said.nextUpdate()
                        .map(next -> !next.isBefore(now))
                        .orElseGet(() -> said.asked() && isNotBefore(said.thisUpdate(), now.minus(A_DAY)));
        return still
                || proven.filter(then -> isNotBefore(said.thisUpdate(), then)).isPresent()
                || (certificate.getNotAfter().toInstant().isBefore(now)
                        && proven.filter(then -> isNotBefore(said.nextUpdate(), then))
                                .isPresent());
    }

    private static boolean isNotBefore(Optional<Instant> said, Instant then) {
        return said.filter(at -> !at.isBefore(then)).isPresent();
    }

    /** What DSS accepts, the newest first; where it did not come to judge that, what is soundly signed. */
    private static List<CertificateRevocationWrapper> states(
            Reports reports, AbstractTokenProxy token, CertificateWrapper certificate) {
        var accepted = judged(reports, token)
                .filter(each -> certificate.getId().equals(each.getId()))
                .flatMap(each -> Stream.ofNullable(each.getCRS()))
                .findFirst();
        return certificate.getCertificateRevocationData().stream()
                .filter(each -> each.isSignatureIntact() && each.isSignatureValid())
                .filter(each -> accepted.isEmpty()
                        || accepted.get().getAcceptableRevocationId().contains(each.getId())
                        || each.getId().equals(accepted.get().getLatestAcceptableRevocationId()))
                .sorted(Comparator.comparing(
                        CertificateRevocationWrapper::getThisUpdate,
                        Comparator.nullsLast(Comparator.<Date>reverseOrder())))
                .toList();
    }

    private static Stream<XmlSubXCV> judged(Reports reports, AbstractTokenProxy token) {
        var blocks = reports.getDetailedReport().getBasicBuildingBlockById(token.getId());
        return blocks == null || blocks.getXCV() == null ? Stream.empty() : blocks.getXCV().getSubXCV().stream();
    }

    /** Nowhere for a certificate whose authority says that there will never be word of it. */
    private static List<String> places(CertificateWrapper certificate) {
        if (certificate.isNoRevAvail() || certificate.isValAssuredShortTermCertificate()) {
            return List.of();
        }
        return Stream.concat(certificate.getOCSPAccessUrls().stream(), certificate.getCRLDistributionPoints().stream())
                .filter(url -> url.startsWith("http:") || url.startsWith("https:"))
                .distinct()
                .toList();
    }

    private static RevocationState read(CertificateRevocationWrapper said) {
        var reason = said.getReason();
        var status = !said.isKnown()
                ? RevocationState.Status.UNKNOWN
                : !said.isRevoked()
                        ? RevocationState.Status.GOOD
                        : reason == RevocationReason.CERTIFICATE_HOLD
                                ? RevocationState.Status.SUSPENDED
                                : RevocationState.Status.REVOKED;
        return new RevocationState(
                said.getRevocationType() == RevocationType.CRL ? RevocationState.Kind.CRL : RevocationState.Kind.OCSP,
                status,
                moment(said.getThisUpdate()),
                moment(said.getNextUpdate()),
                moment(said.getRevocationDate()),
                reason == null ? "" : reason.getShortName(),
                !said.isInternalRevocationOrigin());
    }

    private static Optional<Instant> moment(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }
}
