package dev.natsuin.protocol.log;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A second signature on a checkpoint, by somebody who saw that the log only grew until then: a line of the signed note
 * (c2sp.org/tlog-cosignature, cosignature/v1).
 *
 * <p>The SAP gives it for the one log that it shows to everybody, so that two desks are shown different logs only where
 * SGM and SAP lie together.
 */
public final class Cosignature {
    private static final String SIGNATURE_LINE = "\u2014 ";
    private static final int KEY_ID_SIZE_BYTES = 4;
    private static final int TIME_SIZE_BYTES = 8;
    private static final int SIZE_BYTES = KEY_ID_SIZE_BYTES + TIME_SIZE_BYTES + VerifyingKey.SIGNATURE_SIZE_BYTES;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Cosignature() {}

    /** The name of the SAP in front of the SGM with this identity hash. */
    public static String nameOf(Bytes identityHash) {
        return "natsuin-sap/" + identityHash.toHex();
    }

    /** The note with one more line, of this time. */
    public static String added(String note, String name, SigningSeed key, Instant time) {
        var seconds = time.getEpochSecond();
        var signature = key.sign(message(body(note), seconds));
        var line = Bytes.concat(
                keyId(name, key.publicKey()),
                Bytes.of(ByteBuffer.allocate(TIME_SIZE_BYTES).putLong(seconds).array()),
                signature);
        return note + SIGNATURE_LINE + name + " " + line.toBase64() + "\n";
    }

    /** When this key cosigned the note; nothing if it did not. */
    public static Optional<Instant> time(String note, String name, VerifyingKey key) {
        var gap = note.indexOf("\n\n");
        if (gap < 0) {
            return Optional.empty();
        }
        var prefix = SIGNATURE_LINE + name + " ";
        return note.substring(gap + 2)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .flatMap(line -> time(line.substring(prefix.length()), body(note), name, key).stream())
                .findFirst();
    }

    private static Optional<Instant> time(String base64, String body, String name, VerifyingKey key) {
        try {
            var line = Bytes.base64(base64);
            if (line.size() != SIZE_BYTES || !line.slice(0, KEY_ID_SIZE_BYTES).equals(keyId(name, key))) {
                return Optional.empty();
            }
            var seconds = ByteBuffer.wrap(line.toArray(), KEY_ID_SIZE_BYTES, TIME_SIZE_BYTES)
                    .getLong();
            var signature = line.slice(KEY_ID_SIZE_BYTES + TIME_SIZE_BYTES, SIZE_BYTES);
            var holds = seconds >= 0
                    && seconds <= LATEST.getEpochSecond()
                    && key.verifies(message(body, seconds), signature);
            return holds ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String body(String note) {
        return note.substring(0, note.indexOf("\n\n") + 1);
    }

    private static Bytes message(String body, long seconds) {
        return Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + body);
    }

    /** The key's id: the first 4 octets of SHA-256 over name, newline, 4, key. */
    private static Bytes keyId(String name, VerifyingKey key) {
        return Bytes.concat(Bytes.utf8(name + "\n"), Bytes.hex("04"), key.encoded())
                .sha256()
                .slice(0, KEY_ID_SIZE_BYTES);
    }
}
