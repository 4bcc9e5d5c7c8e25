package dev.natsuin.protocol.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the log says of itself: its name, size and root, signed as a C2SP signed note (c2sp.org/tlog-checkpoint).
 *
 * @param origin the log's name, {@code natsuin/} and the SGM's identity hash in hexadecimal
 * @param size how many leaves
 * @param root the root over them, 32 octets
 */
public record Checkpoint(String origin, long size, Bytes root) {
    private static final String SIGNATURE_LINE = "\u2014 ";
    private static final int SIGNATURE_SIZE_BYTES = 4 + VerifyingKey.SIGNATURE_SIZE_BYTES;
    private static final int LONGEST = 16_384;
    private static final int MOST_SIGNATURES = 16;

    /** Checks size and root. */
    public Checkpoint {
        if (size < 0 || root.size() != 32) {
            throw new IllegalArgumentException("no tree has this size or root");
        }
    }

    /** The name of the log of the SGM with this identity hash. */
    public static String originOf(Bytes identityHash) {
        return "natsuin/" + identityHash.toHex();
    }

    private String body() {
        return origin + "\n" + size + "\n" + root.toBase64() + "\n";
    }

    /** The signed note as text, ending in a newline. */
    public String sign(SigningSeed logKey) {
        var signature = logKey.sign(Bytes.utf8(body()));
        var line = Bytes.concat(keyHash(origin, logKey.publicKey()), signature);
        return body() + "\n" + SIGNATURE_LINE + origin + " " + line.toBase64() + "\n";
    }

    /** The key's id in a signed note: the first 4 octets of SHA-256 over name, newline, 1, key. */
    private static Bytes keyHash(String name, VerifyingKey key) {
        return Bytes.concat(Bytes.utf8(name + "\n"), Bytes.hex("01"), key.encoded())
                .sha256()
                .slice(0, 4);
    }

    /**
     * The checkpoint in a signed note, if this log's key signed it; else nothing.
     *
     * <p>Further signature lines (cosignatures) are passed over, if they have the form of one. A note has at most 16 of
     * them and 16,384 characters.
     */
    public static Optional<Checkpoint> open(String note, String origin, VerifyingKey logKey) {
        var gap = note.indexOf("\n\n");
        if (gap < 0 || note.length() > LONGEST || !note.endsWith("\n")) {
            return Optional.empty();
        }
        var body = note.substring(0, gap + 1);
        var lines = note.substring(gap + 2).split("\n", -1);
        if (lines.length - 1 > MOST_SIGNATURES) {
            return Optional.empty();
        }
        var signed = false;
        // The last line end leaves an empty text behind it.
        for (var line : Arrays.asList(lines).subList(0, lines.length - 1)) {
            if (!line.matches(SIGNATURE_LINE + "[^\\s+]+ [A-Za-z0-9+/]+={0,2}")) {
                return Optional.empty();
            }
            var prefix = SIGNATURE_LINE + origin + " ";
            signed |= line.startsWith(prefix) && holds(line.substring(prefix.length()), body, origin, logKey);
        }
        try {
            return signed ? Optional.of(parse(body, origin)) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static boolean holds(String base64, String body, String origin, VerifyingKey logKey) {
        try {
            var line = Bytes.base64(base64);
            return line.size() == SIGNATURE_SIZE_BYTES
                    && line.slice(0, 4).equals(keyHash(origin, logKey))
                    && logKey.verifies(Bytes.utf8(body), line.slice(4, SIGNATURE_SIZE_BYTES));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Checkpoint parse(String body, String origin) throws Malformed {
        var lines = body.split("\n", -1);
        if (lines.length != 4 || !lines[0].equals(origin) || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new Malformed("not a checkpoint of this log");
        }
        try {
            var root = Bytes.base64(lines[2]);
            if (root.size() != 32) {
                throw new Malformed("a root of the wrong length");
            }
            return new Checkpoint(origin, Long.parseLong(lines[1]), root);
        } catch (IllegalArgumentException e) {
            throw new Malformed("not base64", e);
        }
    }
}
