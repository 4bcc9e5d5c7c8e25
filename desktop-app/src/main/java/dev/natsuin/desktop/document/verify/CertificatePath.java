package dev.natsuin.desktop.document.verify;

import eu.europa.esig.dss.detailedreport.jaxb.XmlSubXCV;
import eu.europa.esig.dss.diagnostic.AbstractTokenProxy;
import eu.europa.esig.dss.diagnostic.CertificateRevocationWrapper;
import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.enumerations.RevocationReason;
import eu.europa.esig.dss.enumerations.RevocationType;
import eu.europa.esig.dss.validation.reports.Reports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads out of DSS's reports which certificates a signature rests on, and what is known of them. */
final class CertificatePath {
    private CertificatePath() {}

    /** From the signer's certificate to the first that is believed, or as far as it goes. */
    static List<PathCertificate> of(Reports reports, AbstractTokenProxy token, TrustAnchors anchors) {
        var path = new ArrayList<PathCertificate>();
        for (var each : token.getCertificateChain()) {
            var certificate = DssRun.certificate(each);
            if (certificate.isEmpty()) {
                break;
            }
            var believed = anchors.anchor(certificate.get()).isPresent();
            var state = believed ? Optional.<CertificateRevocationWrapper>empty() : state(reports, token, each);
            path.add(new PathCertificate(
                    certificate.get(),
                    believed,
                    state.map(CertificatePath::read),
                    believed || state.isPresent() ? List.of() : places(each)));
            if (believed) {
                break;
            }
        }
        return List.copyOf(path);
    }

    /** The newest word that DSS accepts; where it did not come to judge that, the newest that is soundly signed. */
    private static Optional<CertificateRevocationWrapper> state(
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
                .max(Comparator.comparing(
                        CertificateRevocationWrapper::getThisUpdate,
                        Comparator.nullsFirst(Comparator.<Date>naturalOrder())));
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

    private static Optional<java.time.Instant> moment(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }
}
