package dev.natsuin.desktop.document.verify;

import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.validation.reports.Reports;
import eu.europa.esig.validationreport.ValidationReportFacade;
import eu.europa.esig.validationreport.jaxb.SignatureIdentifierType;
import eu.europa.esig.validationreport.jaxb.SignatureValidationReportType;
import eu.europa.esig.validationreport.jaxb.ValidationReportType;
import eu.europa.esig.validationreport.jaxb.ValidationStatusType;
import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xml.sax.SAXException;

/**
 * The report of one file by ETSI TS 119 102-2, for machines: DSS's, in which each signature is said to be worth what we
 * found it to be worth, never more; signatures that DSS was not given are in it too.
 */
final class EtsiReport {
    /** What EN 319 102-1 §5.1.3 lets stand beside TOTAL-FAILED. */
    private static final Set<SubIndication> OF_FAILED = EnumSet.of(
            SubIndication.FORMAT_FAILURE,
            SubIndication.HASH_FAILURE,
            SubIndication.SIG_CRYPTO_FAILURE,
            SubIndication.REVOKED,
            SubIndication.EXPIRED,
            SubIndication.NOT_YET_VALID);

    private static final char REPLACEMENT = '\uFFFD';
    private static final Pattern NUMBERED = Pattern.compile("&#(x[0-9A-Fa-f]{1,7}|[0-9]{1,8});");

    private EtsiReport() {}

    /**
     * Makes it.
     *
     * @param known which of ours a signature of DSS's name is
     * @param all what we found
     * @param verdict on the file
     */
    static Bytes of(Reports reports, Map<String, Integer> known, List<SignatureReport> all, Verdict verdict)
            throws IOException {
        var report = reports.getEtsiValidationReportJaxb();
        // What speaks against the file and belongs to none of its signatures speaks against each.
        var belongs = Verdict.worst(all.stream().map(SignatureReport::verdict).toList()) == verdict;
        var each = report.getSignatureValidationReport();
        each.removeIf(one -> ours(one, known).isEmpty());
        for (var one : each) {
            say(one, all.get(ours(one, known).orElseThrow()), belongs);
        }
        for (int i = 0; i < all.size(); i++) {
            if (!known.containsValue(i)) {
                var added = new SignatureValidationReportType();
                say(added, all.get(i), belongs);
                each.add(added);
            }
        }
        if (each.isEmpty()) {
            // Timestamps alone sign nothing, and the schema wants to be told.
            each.add(saying(Indication.NO_SIGNATURE_FOUND));
        }
        return written(report);
    }

    /** For a file without a signature, or one that could not be judged at all. */
    static Bytes of(Indication indication) throws IOException {
        var report = new ValidationReportType();
        report.getSignatureValidationReport().add(saying(indication));
        return written(report);
    }

    private static SignatureValidationReportType saying(Indication indication) {
        var one = new SignatureValidationReportType();
        var status = new ValidationStatusType();
        status.setMainIndication(indication);
        one.setSignatureValidationStatus(status);
        return one;
    }

    private static Optional<Integer> ours(SignatureValidationReportType one, Map<String, Integer> known) {
        return Optional.ofNullable(one.getSignatureIdentifier())
                .map(SignatureIdentifierType::getId)
                .map(known::get);
    }

    private static void say(SignatureValidationReportType one, SignatureReport ours, boolean belongs) {
        var status = one.getSignatureValidationStatus() == null
                ? new ValidationStatusType()
                : one.getSignatureValidationStatus();
        status.setMainIndication(indication(ours, belongs));
        status.getSubIndication().clear();
        why(ours, belongs).ifPresent(status.getSubIndication()::add);
        one.setSignatureValidationStatus(status);
    }

    private static Indication indication(SignatureReport ours, boolean belongs) {
        return switch (ours.verdict()) {
            case VALID -> belongs ? Indication.TOTAL_PASSED : Indication.INDETERMINATE;
            case INDETERMINATE, UNSIGNED -> Indication.INDETERMINATE;
            case CHANGED, INVALID -> Indication.TOTAL_FAILED;
        };
    }

    private static Optional<SubIndication> why(SignatureReport ours, boolean belongs) {
        var said = ours.subIndication()
                .filter(why -> !why.equals(OwnJudgement.NOT_JUDGED) && !why.equals(OwnJudgement.NOT_KNOWN))
                .map(SubIndication::valueOf);
        return switch (ours.verdict()) {
            case VALID -> belongs ? Optional.empty() : Optional.of(SubIndication.SIG_CONSTRAINTS_FAILURE);
            case INDETERMINATE, UNSIGNED ->
                Optional.of(said.filter(why -> !OF_FAILED.contains(why)).orElse(SubIndication.SIG_CONSTRAINTS_FAILURE));
            case CHANGED -> Optional.of(SubIndication.FORMAT_FAILURE);
            case INVALID -> Optional.of(said.map(EtsiReport::certain).orElse(SubIndication.SIG_CRYPTO_FAILURE));
        };
    }

    private static SubIndication certain(SubIndication why) {
        return switch (why) {
            case REVOKED_NO_POE, REVOKED_CA_NO_POE -> SubIndication.REVOKED;
            default -> OF_FAILED.contains(why) ? why : SubIndication.SIG_CRYPTO_FAILURE;
        };
    }

    private static Bytes written(ValidationReportType report) throws IOException {
        try {
            // With the schema: what does not fit it is a fault of ours.
            return Bytes.utf8(sayable(ValidationReportFacade.newFacade().marshall(report, true)));
        } catch (JAXBException | SAXException e) {
            throw new IOException("the report cannot be written", e);
        }
    }

    /** XML has no words for most control characters, written out or as numbers; a hostile name may hold some. */
    static String sayable(String xml) {
        var out = new StringBuilder(xml.length());
        xml.codePoints().forEach(c -> out.appendCodePoint(isSayable(c) ? c : REPLACEMENT));
        return NUMBERED.matcher(out)
                .replaceAll(found -> isSayable(number(found.group(1))) ? found.group() : String.valueOf(REPLACEMENT));
    }

    private static int number(String digits) {
        return digits.startsWith("x") ? Integer.parseInt(digits, 1, digits.length(), 16) : Integer.parseInt(digits);
    }

    /** XML 1.0 §2.2. */
    private static boolean isSayable(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0x10FFFF);
    }
}
