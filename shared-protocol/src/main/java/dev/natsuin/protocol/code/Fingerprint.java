package dev.natsuin.protocol.code;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;

/**
 * What a person reads out so that an officer knows their device: 16 base32 characters over the SGM's and the device's
 * key.
 */
public final class Fingerprint {
    private static final Bytes LABEL = Bytes.utf8("natsuin-fingerprint-v1");

    private Fingerprint() {}

    /** The fingerprint in four groups of four, 80 bits. */
    public static String of(Bytes identityHash, VerifyingKey deviceKey) {
        var hash = Bytes.concat(LABEL, identityHash, deviceKey.encoded()).sha256();
        return grouped(Base32.text(hash.slice(0, 10)));
    }

    static String grouped(String characters) {
        var out = new StringBuilder();
        for (var i = 0; i < characters.length(); i += 4) {
            out.append(i == 0 ? "" : "-").append(characters, i, Math.min(i + 4, characters.length()));
        }
        return out.toString();
    }
}
