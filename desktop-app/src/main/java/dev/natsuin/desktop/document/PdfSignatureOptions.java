package dev.natsuin.desktop.document;

import java.time.Instant;
import java.util.Optional;

/**
 * What the signature says beside who signed.
 *
 * @param reason why, in the signer's words
 * @param location where, in the signer's words
 * @param time the claimed time, in UTC to the second, as the signature dictionary shows it
 * @param field the full name of an existing, empty signature field to sign; otherwise an invisible one is added
 */
public record PdfSignatureOptions(
        Optional<String> reason, Optional<String> location, Instant time, Optional<String> field) {
    /** Only the time. */
    public static PdfSignatureOptions at(Instant time) {
        return new PdfSignatureOptions(Optional.empty(), Optional.empty(), time, Optional.empty());
    }
}
