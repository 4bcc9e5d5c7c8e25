package dev.natsuin.sap.pki;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the CA may publish: of its first key, and of each that followed under a number.
 *
 * @param fileName the last part of its address
 * @param contentType its media type (RFC 2585 §4)
 */
public record Publication(String fileName, String contentType) {
    /** The certificate of the first key. */
    public static final Publication CA_CERTIFICATE = new Publication("ca.cer", "application/pkix-cert");

    /** Its revocation list. */
    public static final Publication REVOCATION_LIST = new Publication("ca.crl", "application/pkix-crl");

    /** A CA has at most 99 keys, so that what strangers can ask for is no more than that. */
    private static final Pattern LATER = Pattern.compile("ca-(?:[2-9]|[1-9][0-9])(?:\\.crl|(?:-link)?\\.cer)");

    /** One of a later key: its certificate, its list, or its certificate by the key before. */
    public static Optional<Publication> later(String fileName) {
        return LATER.matcher(fileName).matches()
                ? Optional.of(new Publication(
                        fileName, fileName.endsWith(".crl") ? REVOCATION_LIST.contentType : CA_CERTIFICATE.contentType))
                : Optional.empty();
    }
}
