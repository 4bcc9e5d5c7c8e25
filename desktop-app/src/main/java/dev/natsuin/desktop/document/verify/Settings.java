package dev.natsuin.desktop.document.verify;

import java.util.Optional;

/**
 * How to verify.
 *
 * @param anchors whose certificates are believed
 * @param online who is asked for the states of certificates; empty: nobody, only what the file holds counts
 * @param etsi true if the ETSI validation report is wanted too
 */
public record Settings(TrustAnchors anchors, Optional<RevocationAsking> online, boolean etsi) {
    /** Offline, without the report for machines. */
    public static Settings offline(TrustAnchors anchors) {
        return new Settings(anchors, Optional.empty(), false);
    }
}
