package dev.natsuin.desktop.document.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about one timestamp.
 *
 * @param kind what it is part of
 * @param authority the common name of who made it; empty if there is no usable certificate
 * @param time what it says
 * @param covers the signatures that were there at that time if it holds: by field, or where there are none by number
 * @param intact true if it is over the octets it stands at and its own signature holds
 * @param believed true if it is intact and its authority is believed; only then its time proves anything
 * @param subIndication of EN 319 102-1, if it is not believed
 * @param path the certificates from the authority's to the believed one, or as far as it goes
 */
public record TimestampReport(
        Kind kind,
        Optional<String> authority,
        Instant time,
        List<String> covers,
        boolean intact,
        boolean believed,
        Optional<String> subIndication,
        List<PathCertificate> path) {
    /** What a timestamp is part of. */
    public enum Kind {
        /** An attribute of a signature, over its value. */
        SIGNATURE("signature"),
        /** A revision of the document, over everything before it. */
        DOCUMENT("document"),
        /** An attribute of a signature, over it and all that is needed to verify it later. */
        ARCHIVE("archive"),
        /** An attribute of a signature, over its content before it was signed; proves nothing of the signature. */
        CONTENT("content");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** Copies the lists. */
    public TimestampReport {
        covers = List.copyOf(covers);
        path = List.copyOf(path);
    }
}
