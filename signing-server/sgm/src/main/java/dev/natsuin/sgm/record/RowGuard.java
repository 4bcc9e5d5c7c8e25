package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.sgm.crypto.Aead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The row key at work: a MAC over every field of a row, and encryption of the fields that would tell a right PIN.
 *
 * <p>A writer of the database without this key cannot add, change or move a row unnoticed. Putting back an older
 * version of the same row is not seen by the MAC; the log is what shows it ({@code audit} compares). Thread-safe.
 */
public final class RowGuard implements AutoCloseable {
    private final Secret macKey;
    private final Secret encryptionKey;
    private final SecureRandom random;

    /** Derives its two keys; the row key stays the caller's. */
    public RowGuard(Secret rowKey, SecureRandom random) {
        this.macKey = Hkdf.expand(rowKey, Bytes.utf8("natsuin-row-mac-v1"));
        this.encryptionKey = Hkdf.expand(rowKey, Bytes.utf8("natsuin-row-encryption-v1"));
        this.random = random;
    }

    /** HMAC-SHA-256 over the table's name and the fields, each with its length. */
    public Bytes mac(String table, List<Bytes> fields) {
        var text = new ByteArrayOutputStream();
        put(text, table.getBytes(StandardCharsets.UTF_8));
        for (var field : fields) {
            put(text, field.toArray());
        }
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(macKey.use(key -> new SecretKeySpec(key, "HmacSHA256")));
            return Bytes.of(mac.doFinal(text.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static void put(ByteArrayOutputStream text, byte[] field) {
        text.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
        text.writeBytes(field);
    }

    /**
     * Refuses a row whose MAC is not the one over its fields.
     *
     * @param id names the row, for people
     * @throws RowTampered if so
     */
    public void check(String table, String id, List<Bytes> fields, Bytes mac) {
        if (!mac(table, fields).equals(mac)) {
            throw new RowTampered(table, id);
        }
    }

    /** Encrypts a field for the row that {@code about} names. */
    public Bytes encrypt(Bytes about, Secret content) {
        return Aead.encrypt(encryptionKey, about, content, random);
    }

    /**
     * Decrypts a field; the caller closes the result.
     *
     * @throws RowTampered if it is another row's, or altered
     */
    public Secret decrypt(Bytes about, Bytes content) {
        return Aead.decrypt(encryptionKey, about, content).orElseThrow(() -> new RowTampered("an encrypted field"));
    }

    @Override
    public void close() {
        macKey.close();
        encryptionKey.close();
    }
}
