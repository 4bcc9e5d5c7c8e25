package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.TimestampType;
import eu.europa.esig.dss.validation.reports.Reports;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Reads out of DSS's reports what the timestamps of a file are worth. */
final class TimestampReading {
    private TimestampReading() {}

    /**
     * All of them, oldest first.
     *
     * @param names how the signatures of the file are called; nothing for one that is not to be named
     */
    static List<TimestampReport> all(
            Reports reports, Circumstances circumstances, Function<SignatureWrapper, Optional<String>> names) {
        var newestFirst = reports.getDiagnosticData().getTimestampList().stream()
                .filter(each -> each.getProductionTime() != null)
                .sorted(Comparator.comparing(TimestampWrapper::getProductionTime)
                        .reversed())
                .toList();
        var believed = new ArrayList<TimestampWrapper>();
        var told = new ArrayList<TimestampReport>();
        for (var timestamp : newestFirst) {
            var isBelieved = isBelieved(reports, timestamp, believed);
            if (isBelieved) {
                believed.add(timestamp);
            }
            told.add(report(reports, timestamp, isBelieved, circumstances, names));
        }
        Collections.reverse(told);
        return List.copyOf(told);
    }

    /**
     * Whether it proves its time: its certificate holds now, or a later timestamp that does so was made over it while
     * the certificate held (EN 319 102-1 §5.6.3.2). DSS must say so, too.
     *
     * @param later those that do
     */
    private static boolean isBelieved(Reports reports, TimestampWrapper timestamp, List<TimestampWrapper> later) {
        var certificate = DssRun.certificate(timestamp.getSigningCertificate());
        var time = timestamp.getProductionTime().toInstant();
        if (!isIntact(timestamp)
                || certificate.filter(each -> mayStamp(each, time)).isEmpty()) {
            return false;
        }
        var judged = reports.getDetailedReport();
        if (judged.getBasicTimestampValidationIndication(timestamp.getId()) == Indication.PASSED) {
            return true;
        }
        var end = certificate.get().getNotAfter().toInstant();
        return judged.getArchiveDataTimestampValidationIndication(timestamp.getId()) == Indication.PASSED
                && later.stream()
                        .filter(each -> !each.getProductionTime().toInstant().isAfter(end))
                        .flatMap(each -> each.getTimestampedTimestamps().stream())
                        .anyMatch(each -> each.getId().equals(timestamp.getId()));
    }

    private static boolean isIntact(TimestampWrapper timestamp) {
        return timestamp.isSignatureIntact()
                && timestamp.isSignatureValid()
                && timestamp.isMessageImprintDataFound()
                && timestamp.isMessageImprintDataIntact();
    }

    private static TimestampReport report(
            Reports reports,
            TimestampWrapper timestamp,
            boolean believed,
            Circumstances circumstances,
            Function<SignatureWrapper, Optional<String>> names) {
        var why = reports.getDetailedReport().getBasicTimestampValidationSubIndication(timestamp.getId());
        var kind = kind(timestamp.getType());
        var time = timestamp.getProductionTime().toInstant();
        return new TimestampReport(
                kind,
                DssRun.certificate(timestamp.getSigningCertificate()).map(SigningCertificate::commonName),
                time,
                kind == TimestampReport.Kind.CONTENT
                        ? List.of()
                        : timestamp.getTimestampedSignatures().stream()
                                .flatMap(each -> names.apply(each).stream())
                                .distinct()
                                .toList(),
                isIntact(timestamp),
                believed,
                believed ? Optional.empty() : Optional.ofNullable(why).map(Enum::name),
                CertificatePath.of(reports, timestamp, circumstances, Optional.of(time)));
    }

    /** DSS asks whom it was told to believe neither whether they are for timestamps, nor anybody since when. */
    private static boolean mayStamp(X509Certificate certificate, Instant time) {
        try {
            var usages = certificate.getExtendedKeyUsage();
            return usages != null
                    && usages.contains(KeyPurposeId.id_kp_timeStamping.getId())
                    && !time.isBefore(certificate.getNotBefore().toInstant());
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static TimestampReport.Kind kind(TimestampType type) {
        return switch (type) {
            case DOCUMENT_TIMESTAMP -> TimestampReport.Kind.DOCUMENT;
            case ARCHIVE_TIMESTAMP, CONTAINER_TIMESTAMP -> TimestampReport.Kind.ARCHIVE;
            case CONTENT_TIMESTAMP, ALL_DATA_OBJECTS_TIMESTAMP, INDIVIDUAL_DATA_OBJECTS_TIMESTAMP ->
                TimestampReport.Kind.CONTENT;
            default -> TimestampReport.Kind.SIGNATURE;
        };
    }
}
