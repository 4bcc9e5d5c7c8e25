package dev.natsuin.sap.pki;

/** What the CA publishes. */
public enum Publication {
    CA_CERTIFICATE("ca.cer", "application/pkix-cert"),
    REVOCATION_LIST("ca.crl", "application/pkix-crl");

    private final String fileName;
    private final String contentType;

    Publication(String fileName, String contentType) {
        this.fileName = fileName;
        this.contentType = contentType;
    }

    /** The last part of its address. */
    public String fileName() {
        return fileName;
    }

    /** Its media type (RFC 2585 §4). */
    public String contentType() {
        return contentType;
    }
}
