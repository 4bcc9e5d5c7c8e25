package dev.natsuin.protocol.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An immutable sequence of octets that are not secret.
 *
 * <p>Equality is by content and takes a time that depends only on the length. Secrets belong in {@link Secret}.
 */
public final class Bytes {
    /** No octets. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    /** Copies the given octets. */
    public static Bytes of(byte[] octets) {
        return new Bytes(octets.clone());
    }

    /** The UTF-8 octets of a text. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads lower- or upper-case hexadecimal without separators.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Bytes hex(String text) {
        return new Bytes(HexFormat.of().parseHex(text));
    }

    /**
     * Reads base64url without padding, in its only canonical spelling (RFC 4648 §5; RFC 7515 §2).
     *
     * @throws IllegalArgumentException if the text has padding, another alphabet or unused bits that are set
     */
    public static Bytes base64Url(String text) {
        // Without padding, and in this alphabet, only the bits of the last digit that no octet uses can differ.
        var read = new Bytes(Base64.getUrlDecoder().decode(text));
        if (text.endsWith("=") || !endsCanonically(text, read.octets)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return read;
    }

    /** True if the last octets, encoded anew, are what the text ends in: so its last, perhaps unused, bits are zero. */
    private static boolean endsCanonically(String text, byte[] octets) {
        var rest = octets.length % 3;
        if (rest == 0) {
            return true;
        }
        var last = Arrays.copyOfRange(octets, octets.length - rest, octets.length);
        return text.endsWith(Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }

    /**
     * Reads standard base64 with padding (RFC 4648 §4), as CSC and signed notes use it.
     *
     * @throws IllegalArgumentException if the text is not that, in its canonical spelling
     */
    public static Bytes base64(String text) {
        var read = new Bytes(Base64.getDecoder().decode(text));
        if (!read.toBase64().equals(text)) {
            throw new IllegalArgumentException("not canonical base64");
        }
        return read;
    }

    /** The parts, one after the other. */
    public static Bytes concat(Bytes... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part.octets);
        }
        return new Bytes(all.toByteArray());
    }

    /** A new copy of the octets. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** How many octets. */
    public int size() {
        return octets.length;
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** The octets from {@code from} (counted from 0) up to, without, {@code to}. */
    public Bytes slice(int from, int to) {
        return new Bytes(Arrays.copyOfRange(octets, checked(from), checked(to)));
    }

    private int checked(int position) {
        if (position < 0 || position > octets.length) {
            throw new IndexOutOfBoundsException(position);
        }
        return position;
    }

    /** The SHA-256 of the octets: 32 octets (FIPS 180-4). */
    public Bytes sha256() {
        try {
            return new Bytes(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Lower-case hexadecimal. */
    public String toHex() {
        return HexFormat.of().formatHex(octets);
    }

    /** Base64url without padding. */
    public String toBase64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** Standard base64 with padding. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** The octets read as UTF-8; malformed sequences become U+FFFD. */
    public String toUtf8() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && MessageDigest.isEqual(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Bytes[" + octets.length + "]";
    }
}
