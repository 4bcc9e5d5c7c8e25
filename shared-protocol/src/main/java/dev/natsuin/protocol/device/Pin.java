package dev.natsuin.protocol.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import java.util.Arrays;
import java.util.Set;

/**
 * A PIN as octets: digits, full-width ones made plain (NFKC of digits), zeroed by {@link #close()}.
 *
 * <p>Any digits make a PIN; whether it may be chosen as a new one, {@link #mayBeChosen()} says.
 */
public final class Pin implements AutoCloseable {
    /** The fewest digits of a new PIN. */
    public static final int SHORTEST = 6;

    private static final int LONGEST = 64;
    private static final char FULL_WIDTH_ZERO = '\uFF10';
    private static final Set<String> BLOCKED =
            Set.of("112233", "123321", "111222", "102030", "159753", "147258", "789456", "456123", "123654", "789123");

    private final Secret digits;

    private Pin(Secret digits) {
        this.digits = digits;
    }

    /**
     * Reads a PIN from characters, which stay the caller's (who wipes them).
     *
     * @throws Malformed if there is none, more than 64 characters, or something other than digits
     */
    public static Pin of(char[] characters) throws Malformed {
        if (characters.length == 0 || characters.length > LONGEST) {
            throw new Malformed("not the length of a PIN");
        }
        var octets = new byte[characters.length];
        for (var i = 0; i < characters.length; i++) {
            var c = characters[i];
            var plain = c >= FULL_WIDTH_ZERO && c <= FULL_WIDTH_ZERO + 9 ? c - FULL_WIDTH_ZERO + '0' : c;
            if (plain < '0' || plain > '9') {
                Arrays.fill(octets, (byte) 0);
                throw new Malformed("a PIN of something other than digits");
            }
            octets[i] = (byte) plain;
        }
        return new Pin(Secret.taking(octets));
    }

    /**
     * True if it has at least six digits and is none of those everybody tries first: runs, repetitions, well-known
     * ones.
     */
    public boolean mayBeChosen() {
        return digits.use(d -> d.length >= SHORTEST && !evenSteps(d) && !repeats(d) && !blocked(d));
    }

    /** True for 111111, 123456, 987654, 246802: each digit the same step (modulo 10) from the one before. */
    private static boolean evenSteps(byte[] d) {
        var step = Math.floorMod(d[1] - d[0], 10);
        for (var i = 2; i < d.length; i++) {
            if (Math.floorMod(d[i] - d[i - 1], 10) != step) {
                return false;
            }
        }
        return true;
    }

    /** True for 121212, 520520, 12341234: the same digits again and again. */
    private static boolean repeats(byte[] d) {
        for (var period = 1; period <= d.length / 2; period++) {
            var same = d.length % period == 0;
            for (var i = period; same && i < d.length; i++) {
                same = d[i] == d[i - period];
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static boolean blocked(byte[] d) {
        for (var entry : BLOCKED) {
            var same = entry.length() == d.length;
            for (var i = 0; same && i < d.length; i++) {
                same = entry.charAt(i) == d[i];
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    Secret digits() {
        return digits;
    }

    /** True if both are the same digits. */
    public boolean matches(Pin other) {
        return digits.matches(other.digits);
    }

    @Override
    public void close() {
        digits.close();
    }

    @Override
    public String toString() {
        return "Pin";
    }
}
