package dev.natsuin.protocol.code;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;

/**
 * What a person reads out so that an officer knows their device: 16 base32 characters over the SGM's and the device's
 * key.
 */
public final class Fingerprint {
    private static final Bytes LABEL = Bytes.utf8("natsuin-fingerprint-v1");

    private static final Bytes LOG_LABEL = Bytes.utf8("natsuin-log-fingerprint-v1");

    private static final int CHARACTERS = 16;

    private Fingerprint() {}

    /** The fingerprint in four groups of four, 80 bits. */
    public static String of(Bytes identityHash, VerifyingKey deviceKey) {
        return of(LABEL, identityHash, deviceKey);
    }

    /** The same of the key that signs a server's log, which another one follows when it is restored. */
    public static String ofLog(Bytes identityHash, VerifyingKey logKey) {
        return of(LOG_LABEL, identityHash, logKey);
    }

    /**
     * The same of an SGM's identity key: the first 80 bits of its hash, as desks show it of the server.
     *
     * @param keyHash SHA-256 of the identity key, 32 octets
     */
    public static String ofIdentity(Bytes keyHash) {
        return grouped(Base32.text(keyHash.slice(0, 10)));
    }

    private static String of(Bytes label, Bytes identityHash, VerifyingKey key) {
        var hash = Bytes.concat(label, identityHash, key.encoded()).sha256();
        return grouped(Base32.text(hash.slice(0, 10)));
    }

    /**
     * Reads a fingerprint as a person typed it: with or without hyphens and blanks, in either case, I or L for 1, O for
     * 0.
     *
     * @return it as {@link #of} writes it
     * @throws Malformed if it has other characters, or not 16 of them
     */
    public static String read(String typed) throws Malformed {
        var characters = typed.replaceAll("[ -]", "").getBytes(StandardCharsets.UTF_8);
        if (characters.length != CHARACTERS) {
            throw new Malformed("a fingerprint has 16 characters");
        }
        return grouped(Base32.text(Bytes.of(Base32.read(characters, CHARACTERS))));
    }

    static String grouped(String characters) {
        var out = new StringBuilder();
        for (var i = 0; i < characters.length(); i += 4) {
            out.append(i == 0 ? "" : "-").append(characters, i, Math.min(i + 4, characters.length()));
        }
        return out.toString();
    }
}
