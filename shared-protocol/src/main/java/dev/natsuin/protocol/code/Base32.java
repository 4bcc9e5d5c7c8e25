package dev.natsuin.protocol.code;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.Arrays;

/**
 * Crockford's base32: upper case, without I, L, O and U, so that it can be read aloud and typed.
 *
 * <p>Reading takes lower case, and I or L for 1, O for 0. Bits left over at the end are zero.
 */
final class Base32 {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Base32() {}

    /** Writes octets as ASCII characters. */
    static byte[] write(byte[] octets) {
        var out = new byte[(octets.length * 8 + 4) / 5];
        for (var i = 0; i < out.length; i++) {
            var value = 0;
            for (var bit = i * 5; bit < i * 5 + 5; bit++) {
                var set = bit < octets.length * 8 && (octets[bit / 8] >> (7 - bit % 8) & 1) == 1;
                value = value << 1 | (set ? 1 : 0);
            }
            out[i] = (byte) ALPHABET.charAt(value);
        }
        return out;
    }

    /** Writes octets as text. */
    static String text(Bytes octets) {
        return Bytes.of(write(octets.toArray())).toUtf8();
    }

    /** Reads ASCII characters, as many as the octets need and no more. */
    static byte[] read(byte[] characters, int length) throws Malformed {
        if (length * 5 % 8 >= 5) {
            throw new Malformed("a character too many or too few");
        }
        var out = new byte[length * 5 / 8];
        try {
            fill(out, characters, length);
        } catch (Malformed e) {
            Arrays.fill(out, (byte) 0);
            throw e;
        }
        return out;
    }

    private static void fill(byte[] out, byte[] characters, int length) throws Malformed {
        for (var i = 0; i < length; i++) {
            var value = valueOf(characters[i]);
            for (var j = 0; j < 5; j++) {
                var bit = i * 5 + j;
                if ((value >> (4 - j) & 1) == 1) {
                    if (bit / 8 >= out.length) {
                        throw new Malformed("bits left over that are not zero");
                    }
                    out[bit / 8] |= (byte) (1 << (7 - bit % 8));
                }
            }
        }
    }

    private static int valueOf(byte character) throws Malformed {
        var upper = Character.toUpperCase((char) character);
        var plain = upper == 'I' || upper == 'L' ? '1' : upper == 'O' ? '0' : upper;
        var value = ALPHABET.indexOf(plain);
        if (value < 0) {
            throw new Malformed("a character that base32 does not have");
        }
        return value;
    }
}
