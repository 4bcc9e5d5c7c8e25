package dev.natsuin.desktop.document.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * What an authority said of a certificate.
 *
 * @param kind by which means
 * @param status what it said
 * @param thisUpdate as of when
 * @param nextUpdate until when it is the newest word, if that was said
 * @param revokedAt since when the certificate is revoked or suspended, if it is
 * @param reason why, by its standard name (RFC 5280 §5.3.1); may be empty
 * @param asked true if it was asked for now; false if the file holds it
 */
public record RevocationState(
        Kind kind,
        Status status,
        Optional<Instant> thisUpdate,
        Optional<Instant> nextUpdate,
        Optional<Instant> revokedAt,
        String reason,
        boolean asked) {
    /** The means. */
    public enum Kind {
        /** An answer about this one certificate (RFC 6960). */
        OCSP("ocsp"),
        /** A list of all that are revoked (RFC 5280 §5). */
        CRL("crl");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** What was said. */
    public enum Status {
        GOOD("good"),
        REVOKED("revoked"),
        /** Revoked until further notice. */
        SUSPENDED("suspended"),
        UNKNOWN("unknown");

        private final String code;

        Status(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
