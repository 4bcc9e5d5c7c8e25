package dev.natsuin.desktop.desk;

/**
 * What came of a trial signature: a page that binds nobody, signed like any document, and judged twice.
 *
 * @param keyId with which key
 * @param logIndex where the log has it
 * @param own true if our own check found exactly this page signed under the key's certificate; nothing is told of a
 *     trial where it did not
 * @param verdict what verifying the written file says, with a second library
 * @param indication what the second library alone says of the signature, by its standard name
 * @param subIndication its reason, by its standard name; may be empty
 * @param sameCertificate true if the second library found the very certificate that the SGM told of
 */
public record Trial(
        String keyId,
        long logIndex,
        boolean own,
        Verification.Verdict verdict,
        Verification.Indication indication,
        String subIndication,
        boolean sameCertificate) {
    /** True if both found it well. */
    public boolean passed() {
        return own
                && sameCertificate
                && verdict == Verification.Verdict.VALID
                && indication == Verification.Indication.TOTAL_PASSED;
    }

    /** True if the second library knows no such keys. */
    public boolean experimental() {
        return open() && subIndication.equals("ALGORITHM_NOT_JUDGED");
    }

    /** True if the second library knows no authority to which the certificate leads. */
    public boolean unknownAuthority() {
        return open() && subIndication.equals("NO_CERTIFICATE_CHAIN_FOUND");
    }

    /** True if nothing speaks against it, and something is still missing to judge it. */
    public boolean open() {
        return own && sameCertificate && verdict == Verification.Verdict.INDETERMINATE;
    }
}
