package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.SigningCertificate;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.TimestampType;
import eu.europa.esig.dss.validation.reports.Reports;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
        return reports.getDiagnosticData().getTimestampList().stream()
                .filter(each -> each.getProductionTime() != null)
                .map(each -> report(reports, each, circumstances, names))
                .sorted(Comparator.comparing(TimestampReport::time))
                .toList();
    }

    private static TimestampReport report(
            Reports reports,
            TimestampWrapper timestamp,
            Circumstances circumstances,
            Function<SignatureWrapper, Optional<String>> names) {
        var intact = timestamp.isSignatureIntact()
                && timestamp.isSignatureValid()
                && timestamp.isMessageImprintDataFound()
                && timestamp.isMessageImprintDataIntact();
        var indication = reports.getDetailedReport().getBasicTimestampValidationIndication(timestamp.getId());
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
                intact,
                intact && indication == Indication.PASSED,
                indication == Indication.PASSED
                        ? Optional.empty()
                        : Optional.ofNullable(why).map(Enum::name),
                CertificatePath.of(reports, timestamp, circumstances, Optional.of(time)));
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
