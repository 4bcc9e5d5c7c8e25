package dev.natsuin.protocol.code;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Secret octets as people print and type them: a prefix that says what they are, and base32 in groups of five behind
 * hyphens. Reading passes over blanks, line ends and hyphens, and takes lower case, I or L for 1, O for 0.
 */
public final class SecretText {
    private static final int LONGEST = 1000;
    private static final int GROUP = 5;

    private SecretText() {}

    /** The text in ASCII, in one line without line end; the octets stay the caller's, who closes the result. */
    public static Secret write(String prefix, Secret octets) {
        var characters = octets.use(Base32::write);
        var text = ByteBuffer.allocate(prefix.length() + characters.length + (characters.length + GROUP - 1) / GROUP)
                .put(prefix.getBytes(StandardCharsets.US_ASCII));
        for (var i = 0; i < characters.length; i++) {
            if (i % GROUP == 0) {
                text.put((byte) '-');
            }
            text.put(characters[i]);
        }
        Arrays.fill(characters, (byte) 0);
        return Secret.taking(text.array());
    }

    /** True if a text begins as one with this prefix does. */
    public static boolean begins(String prefix, Secret text) {
        return text.size() <= LONGEST && text.use(t -> begins(prefix, squeezed(t)));
    }

    private static boolean begins(String prefix, byte[] squeezed) {
        var expected = prefix.getBytes(StandardCharsets.US_ASCII);
        var same = squeezed.length >= expected.length
                && Arrays.equals(squeezed, 0, expected.length, expected, 0, expected.length);
        Arrays.fill(squeezed, (byte) 0);
        return same;
    }

    /**
     * The octets; the text stays the caller's, who closes the result.
     *
     * @throws Malformed if it has another prefix, is longer than 1000 octets, or has what base32 has not
     */
    public static Secret read(String prefix, Secret text) throws Malformed {
        if (!begins(prefix, text)) {
            throw new Malformed("a text that does not begin with " + prefix);
        }
        var characters = text.use(SecretText::squeezed);
        var body = Arrays.copyOfRange(characters, prefix.length(), characters.length);
        try {
            return Secret.taking(Base32.read(body, body.length));
        } finally {
            Arrays.fill(characters, (byte) 0);
            Arrays.fill(body, (byte) 0);
        }
    }

    private static byte[] squeezed(byte[] text) {
        var into = new byte[text.length];
        var length = 0;
        for (var c : text) {
            if (c != '-' && c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                into[length++] = c >= 'a' && c <= 'z' ? (byte) (c - 'a' + 'A') : c;
            }
        }
        var squeezed = Arrays.copyOf(into, length);
        Arrays.fill(into, (byte) 0);
        return squeezed;
    }
}
