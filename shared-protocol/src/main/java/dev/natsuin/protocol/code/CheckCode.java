package dev.natsuin.protocol.code;

import dev.natsuin.protocol.bytes.Bytes;

/**
 * A short code that a visible signature carries: eight base32 characters, 40 bits, made from the document as it was
 * before this signature and from the signer's certificate.
 *
 * <p>Whoever has the signed file can make it anew and compare it with what a page, a printout or a copy of the stamp
 * shows, so a stamp that was copied from elsewhere is noticed. It proves nothing by itself; the signature does.
 */
public final class CheckCode {
    private static final Bytes LABEL = Bytes.utf8("natsuin-check-v1");

    private CheckCode() {}

    /**
     * The code, for example {@code 7K2M-9QXP}.
     *
     * @param originalDigest SHA-256 of the file before the signature was appended
     * @param certificateDigest SHA-256 of the signer's certificate (DER)
     */
    public static String of(Bytes originalDigest, Bytes certificateDigest) {
        var octets = Bytes.concat(LABEL, originalDigest, certificateDigest);
        return Fingerprint.grouped(Base32.text(octets.sha256().slice(0, 5)));
    }
}
