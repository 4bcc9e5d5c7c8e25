package dev.natsuin.protocol.code;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;

/**
 * A short code of an ordered list of hashes, to be compared by eye: eight base32 characters, 40 bits.
 *
 * <p>It helps a person to see that two screens show the same order. It is no protection against someone who can search
 * for a second list; the signature over the full hashes is.
 */
public final class ComparisonCode {
    private static final Bytes LABEL = Bytes.utf8("natsuin-comparison-v1");

    private ComparisonCode() {}

    /** The code, for example {@code 7K2M-9QXP}. */
    public static String of(List<Bytes> hashes) {
        var parts = new Bytes[1 + 2 * hashes.size()];
        parts[0] = LABEL;
        for (var i = 0; i < hashes.size(); i++) {
            parts[1 + 2 * i] = Bytes.of(new byte[] {(byte) hashes.get(i).size()});
            parts[2 + 2 * i] = hashes.get(i);
        }
        return Fingerprint.grouped(Base32.text(Bytes.concat(parts).sha256().slice(0, 5)));
    }
}
