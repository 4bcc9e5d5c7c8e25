package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.protocol.bytes.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * What the signature says beside who signed, and what it takes to put it in.
 *
 * @param reason why, in the signer's words
 * @param location where, in the signer's words
 * @param time the claimed time, in UTC to the second, as the signature dictionary shows it
 * @param field the full name of an existing, empty signature field to sign; otherwise a new one is added
 * @param certify makes it a certification, which allows nothing (1), forms and signatures (2), or also notes (3)
 * @param password what opens an encrypted document; stays the caller's, who closes it
 * @param visible how it is seen on a page; otherwise it is not
 */
public record PdfSignatureOptions(
        Optional<String> reason,
        Optional<String> location,
        Instant time,
        Optional<String> field,
        Optional<Integer> certify,
        Optional<Secret> password,
        Optional<VisibleSignature> visible) {
    /** Checks the kind of certification. */
    public PdfSignatureOptions {
        if (certify.filter(allowed -> allowed < 1 || allowed > 3).isPresent()) {
            throw new IllegalArgumentException("a certification allows 1, 2 or 3");
        }
    }

    /** An approval of a document without a password, seen on no page. */
    public PdfSignatureOptions(
            Optional<String> reason, Optional<String> location, Instant time, Optional<String> field) {
        this(reason, location, time, field, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Only the time. */
    public static PdfSignatureOptions at(Instant time) {
        return new PdfSignatureOptions(Optional.empty(), Optional.empty(), time, Optional.empty());
    }

    /** In an existing, empty field. */
    public PdfSignatureOptions in(String name) {
        return new PdfSignatureOptions(reason, location, time, Optional.of(name), certify, password, visible);
    }

    /** As a certification. */
    public PdfSignatureOptions certifying(int allowed) {
        return new PdfSignatureOptions(reason, location, time, field, Optional.of(allowed), password, visible);
    }

    /** Of a document that this opens. */
    public PdfSignatureOptions opening(Secret secret) {
        return new PdfSignatureOptions(reason, location, time, field, certify, Optional.of(secret), visible);
    }

    /** Seen on no page. */
    public PdfSignatureOptions unseen() {
        return new PdfSignatureOptions(reason, location, time, field, certify, password, Optional.empty());
    }

    /** Seen there, whatever place was asked for. */
    public PdfSignatureOptions seenAt(StampPlace place) {
        return new PdfSignatureOptions(
                reason, location, time, field, certify, password, visible.map(how -> how.at(place)));
    }

    /** Seen on a page. */
    public PdfSignatureOptions seen(VisibleSignature how) {
        return new PdfSignatureOptions(reason, location, time, field, certify, password, Optional.of(how));
    }
}
