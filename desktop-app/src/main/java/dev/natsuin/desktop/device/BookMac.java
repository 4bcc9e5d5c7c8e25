package dev.natsuin.desktop.device;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Lines of one book that only this device can have written: MAC, a blank, JSON, a line's end. Thread-safe. */
final class BookMac {
    /** The number of what stands beside a book and not in it. */
    static final long BESIDE = Long.MAX_VALUE;

    /** 32 octets in base64url. */
    private static final int MAC_CHARACTERS = 43;

    private final Mac mac;
    private final byte[] book;

    /**
     * For the book of this name.
     *
     * @param key stays the caller's
     */
    BookMac(Secret key, String book) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key.use(octets -> new SecretKeySpec(octets, "HmacSHA256")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
        this.book = Bytes.utf8(book).sha256().toArray();
    }

    /** A line with its end. */
    byte[] line(long number, JsonObject content) {
        var text = content.toBytes().toArray();
        var authentic = authentic(number, text);
        return ByteBuffer.allocate(authentic.length + text.length + 2)
                .put(authentic)
                .put((byte) ' ')
                .put(text)
                .put((byte) '\n')
                .array();
    }

    /** The text of a line without its end, if the line is what was written under this number. */
    Optional<Bytes> text(long number, byte[] line) {
        if (line.length <= MAC_CHARACTERS || line[MAC_CHARACTERS] != ' ') {
            return Optional.empty();
        }
        var text = Arrays.copyOfRange(line, MAC_CHARACTERS + 1, line.length);
        return MessageDigest.isEqual(authentic(number, text), Arrays.copyOf(line, MAC_CHARACTERS))
                ? Optional.of(Bytes.of(text))
                : Optional.empty();
    }

    private synchronized byte[] authentic(long number, byte[] text) {
        mac.update(book);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return Bytes.of(mac.doFinal(text)).toBase64Url().getBytes(StandardCharsets.US_ASCII);
    }
}
