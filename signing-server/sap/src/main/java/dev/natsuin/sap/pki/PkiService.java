package dev.natsuin.sap.pki;

/** What the CA answers to relying parties one by one. */
public enum PkiService {
    /** Whether a certificate holds (RFC 6960 appendix A). */
    OCSP("ocsp", "application/ocsp-response"),
    /** That a hash existed (RFC 3161 §3.4). */
    TIMESTAMP("tsa", "application/timestamp-reply");

    private final String pathName;
    private final String contentType;

    PkiService(String pathName, String contentType) {
        this.pathName = pathName;
        this.contentType = contentType;
    }

    /** The last part of its address. */
    public String pathName() {
        return pathName;
    }

    /** The media type of its answers. */
    public String contentType() {
        return contentType;
    }
}
