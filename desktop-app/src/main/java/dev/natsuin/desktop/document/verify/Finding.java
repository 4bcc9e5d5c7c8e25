package dev.natsuin.desktop.document.verify;

import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.validation.reports.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one signature is worth by EN 319 102-1, before anybody looks at what became of the document: DSS's word, and
 * where it rests on something that is not known or not granted, less.
 *
 * @param indication {@code TOTAL_PASSED} only if nothing is missing
 * @param why the reason, unless it passed
 * @param path its certificates
 * @param anchor the believed one among them, if there is one
 * @param claimed the time the signer claims
 * @param proven the earliest time at which a believed timestamp shows that it was there
 * @param intact true if its octets and its content are those that were signed
 */
record Finding(
        Indication indication,
        Optional<SubIndication> why,
        List<PathCertificate> path,
        Optional<TrustAnchors.Anchor> anchor,
        Optional<Instant> claimed,
        Optional<Instant> proven,
        boolean intact) {
    private static final Set<SubIndication> REVOKED =
            EnumSet.of(SubIndication.REVOKED, SubIndication.REVOKED_NO_POE, SubIndication.REVOKED_CA_NO_POE);

    /**
     * Looks at one signature.
     *
     * @param stamps the timestamps that were made while it was there, oldest first
     */
    static Finding of(
            Reports reports, SignatureWrapper signature, List<TimestampReport> stamps, Circumstances circumstances) {
        var simple = reports.getSimpleReport();
        var believed = stamps.stream().filter(TimestampReport::believed).toList();
        var relied = believed.stream()
                .filter(each -> isAnswered(each.path(), circumstances))
                .toList();
        var proven = relied.stream().map(TimestampReport::time).findFirst();
        var path = CertificatePath.of(reports, signature, circumstances, proven);
        var times = times(path, proven.orElse(circumstances.now()));
        var anchor = path.stream()
                .filter(PathCertificate::believed)
                .findFirst()
                .flatMap(last -> circumstances.anchors().anchor(last.certificate(), times));
        var indication = simple.getIndication(signature.getId());
        var why = Optional.ofNullable(simple.getSubIndication(signature.getId()));
        if (why.filter(REVOKED::contains).isPresent()) {
            // Nobody can show that it was made before; the standard leaves that open, we do not.
            indication = Indication.TOTAL_FAILED;
        } else if (why.filter(SubIndication.NOT_YET_VALID::equals).isPresent() && isAhead(path, circumstances.now())) {
            // That it was signed before its certificate began nobody said but this computer's clock.
            indication = Indication.INDETERMINATE;
        } else if (indication == Indication.TOTAL_PASSED) {
            var known = isAnswered(path, circumstances)
                    && relied.isEmpty() == believed.isEmpty()
                    && isEarlyEnough(path, proven)
                    && isWithin(path, proven.orElse(circumstances.now()));
            var less = anchor.filter(each -> each.grantedAt(times)).isEmpty()
                    ? Optional.of(SubIndication.CHAIN_CONSTRAINTS_FAILURE)
                    : known ? Optional.<SubIndication>empty() : Optional.of(SubIndication.TRY_LATER);
            indication = less.isEmpty() ? indication : Indication.INDETERMINATE;
            why = less;
        }
        return new Finding(
                indication,
                why,
                path,
                anchor,
                Optional.ofNullable(signature.getClaimedSigningTime()).map(date -> date.toInstant()),
                proven,
                isIntact(signature));
    }

    /** True if the signer's certificate begins after now. */
    private static boolean isAhead(List<PathCertificate> path, Instant now) {
        return path.stream()
                .findFirst()
                .filter(signer ->
                        signer.certificate().getNotBefore().toInstant().isAfter(now))
                .isPresent();
    }

    /** When the authority must have been one: when it issued the signer's certificate, and when that signed. */
    private static List<Instant> times(List<PathCertificate> path, Instant signed) {
        var times = new ArrayList<Instant>();
        path.stream()
                .findFirst()
                .ifPresent(
                        signer -> times.add(signer.certificate().getNotBefore().toInstant()));
        times.add(signed);
        return times;
    }

    /** Whoever was asked and did not answer leaves it open. */
    private static boolean isAnswered(List<PathCertificate> path, Circumstances circumstances) {
        return circumstances.states().isEmpty()
                || path.stream().allMatch(each -> each.unanswered().isEmpty());
    }

    /** DSS may have relied on a timestamp that we do not: a revocation must come after one that we do. */
    private static boolean isEarlyEnough(List<PathCertificate> path, Optional<Instant> proven) {
        return path.stream()
                .flatMap(each -> each.state().stream())
                .flatMap(state -> state.revokedAt().stream())
                .allMatch(
                        revoked -> proven.filter(time -> time.isBefore(revoked)).isPresent());
    }

    /** The same of the ends of certificates. */
    private static boolean isWithin(List<PathCertificate> path, Instant signed) {
        return path.stream()
                .filter(each -> !each.believed())
                .map(PathCertificate::certificate)
                .noneMatch(each -> signed.isAfter(each.getNotAfter().toInstant()));
    }

    private static boolean isIntact(SignatureWrapper signature) {
        return signature.isSignatureIntact()
                && signature.isSignatureValid()
                && !signature.getDigestMatchers().isEmpty()
                && signature.getDigestMatchers().stream().allMatch(m -> m.isDataFound() && m.isDataIntact());
    }

    static String algorithm(SignatureWrapper signature) {
        var algorithm = signature.getSignatureAlgorithm();
        return algorithm == null ? "" : String.valueOf(algorithm.getName());
    }
}
