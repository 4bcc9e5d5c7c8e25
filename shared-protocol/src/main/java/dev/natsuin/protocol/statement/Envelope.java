package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is sealed: a statement, its signatures, and the secrets that go beside it.
 *
 * <p>Binary, so that no secret passes through a text. Layout: the octets {@code "NSE1"}, then fields in ascending order
 * of their tag, each at most once: one octet tag, four octets length (big-endian), the content. Everything but
 * statement and device signature is held as a secret: an activation signature tells a right PIN to whoever also holds
 * the device's secret.
 *
 * <p>Not thread-safe; whoever has it closes it.
 */
public final class Envelope implements AutoCloseable {
    /** The fields, by tag; sizes in octets. */
    public enum Field {
        STATEMENT(1, 0, Integer.MAX_VALUE),
        DEVICE_SIGNATURE(2, 64),
        ACTIVATION_SIGNATURE(3, 64),
        SEAL_SHARE(4, 32),
        ENROLMENT_SECRET(5, 16),
        ACTIVATION_KEY(6, 32),
        ACTIVATION_BLIND(7, 32),
        NEW_ACTIVATION_SIGNATURE(8, 64),
        NEW_SEAL_SHARE(9, 32),
        /** A signing key to be imported, encrypted to a transport key. */
        ENCRYPTED_KEY(10, 32, 16_384),
        /** A signing key that is handed over with an enrolment code, encrypted under a secret of it. */
        HANDED_KEY(11, 32, 16_384);

        private final int tag;
        private final int leastBytes;
        private final int mostBytes;

        Field(int tag, int sizeBytes) {
            this(tag, sizeBytes, sizeBytes);
        }

        Field(int tag, int leastBytes, int mostBytes) {
            this.tag = tag;
            this.leastBytes = leastBytes;
            this.mostBytes = mostBytes;
        }

        private boolean fits(int size) {
            return size >= leastBytes && size <= mostBytes;
        }

        private static Field byTag(int tag) throws Malformed {
            for (var field : values()) {
                if (field.tag == tag) {
                    return field;
                }
            }
            throw new Malformed("an envelope field that is not known");
        }

        private void checkSize(int size) throws Malformed {
            if (!fits(size)) {
                throw new Malformed("an envelope field of the wrong length");
            }
        }
    }

    private static final byte[] MAGIC = {'N', 'S', 'E', '1'};

    private final Bytes statement;
    private final Bytes deviceSignature;
    private final Map<Field, Secret> secrets;

    private Envelope(Bytes statement, Bytes deviceSignature, Map<Field, Secret> secrets) {
        this.statement = statement;
        this.deviceSignature = deviceSignature;
        this.secrets = secrets;
    }

    /** An envelope without secrets yet. */
    public static Envelope of(Bytes statement, Bytes deviceSignature) {
        if (statement.isEmpty() || !Field.DEVICE_SIGNATURE.fits(deviceSignature.size())) {
            throw new IllegalArgumentException("no statement, or a signature of the wrong length");
        }
        return new Envelope(statement, deviceSignature, new EnumMap<>(Field.class));
    }

    /** Adds a secret and takes it over; statement and device signature are none. */
    public Envelope with(Field field, Secret secret) {
        var open = field == Field.STATEMENT || field == Field.DEVICE_SIGNATURE;
        if (open || !field.fits(secret.size()) || secrets.containsKey(field)) {
            throw new IllegalArgumentException("no secret, of the wrong length, or twice: " + field);
        }
        secrets.put(field, secret);
        return this;
    }

    /**
     * Reads what {@link #toSecret()} wrote; the argument stays the caller's.
     *
     * @throws Malformed if a field is unknown, doubled, out of order or of the wrong length, or one of the first two is
     *     missing
     */
    public static Envelope read(Secret text) throws Malformed {
        var secrets = new EnumMap<Field, Secret>(Field.class);
        var envelope = text.use(octets -> {
            try {
                return Optional.of(fields(octets, secrets));
            } catch (Malformed | BufferUnderflowException e) {
                return Optional.<Envelope>empty();
            }
        });
        if (envelope.isEmpty()) {
            secrets.values().forEach(Secret::close);
            throw new Malformed("not an envelope");
        }
        return envelope.get();
    }

    private static Envelope fields(byte[] octets, EnumMap<Field, Secret> secrets) throws Malformed {
        var in = ByteBuffer.wrap(octets);
        var magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new Malformed("not an envelope of version 1");
        }
        var statement = Bytes.EMPTY;
        var deviceSignature = Bytes.EMPTY;
        var last = 0;
        while (in.hasRemaining()) {
            var field = Field.byTag(in.get());
            if (field.tag <= last) {
                throw new Malformed("envelope fields out of order");
            }
            last = field.tag;
            var content = content(in, field);
            switch (field) {
                case STATEMENT -> statement = Bytes.of(content);
                case DEVICE_SIGNATURE -> deviceSignature = Bytes.of(content);
                case ACTIVATION_SIGNATURE,
                        SEAL_SHARE,
                        ENROLMENT_SECRET,
                        ACTIVATION_KEY,
                        ACTIVATION_BLIND,
                        NEW_ACTIVATION_SIGNATURE,
                        NEW_SEAL_SHARE,
                        ENCRYPTED_KEY,
                        HANDED_KEY -> secrets.put(field, Secret.taking(content));
            }
        }
        if (statement.isEmpty() || deviceSignature.isEmpty()) {
            throw new Malformed("an envelope without statement or device signature");
        }
        return new Envelope(statement, deviceSignature, secrets);
    }

    private static byte[] content(ByteBuffer in, Field field) throws Malformed {
        var size = in.getInt();
        if (size < 0 || size > in.remaining()) {
            throw new Malformed("an envelope field that does not end");
        }
        field.checkSize(size);
        var content = new byte[size];
        in.get(content);
        return content;
    }

    /** The envelope as octets, secrets included; the caller closes the result. */
    public Secret toSecret() {
        var size = MAGIC.length + 2 * 5 + statement.size() + deviceSignature.size();
        for (var secret : secrets.values()) {
            size += 5 + secret.size();
        }
        var out = ByteBuffer.allocate(size).put(MAGIC);
        put(out, Field.STATEMENT, statement.toArray());
        put(out, Field.DEVICE_SIGNATURE, deviceSignature.toArray());
        for (var entry : secrets.entrySet()) {
            entry.getValue().use(octets -> put(out, entry.getKey(), octets));
        }
        return Secret.taking(out.array());
    }

    private static ByteBuffer put(ByteBuffer out, Field field, byte[] content) {
        return out.put((byte) field.tag).putInt(content.length).put(content);
    }

    /** The statement as it was written. */
    public Bytes statement() {
        return statement;
    }

    /** The device key's signature over the statement: 64 octets. */
    public Bytes deviceSignature() {
        return deviceSignature;
    }

    /** A secret that went along, if it did; it stays the envelope's. */
    public Optional<Secret> secret(Field field) {
        return Optional.ofNullable(secrets.get(field));
    }

    /** True if exactly these secrets went along. */
    public boolean carriesExactly(Field... fields) {
        return secrets.keySet().equals(Set.of(fields));
    }

    @Override
    public void close() {
        secrets.values().forEach(Secret::close);
    }

    @Override
    public String toString() {
        return "Envelope" + secrets.keySet();
    }
}
