package dev.natsuin.sgm.token.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.ptr.LongByReference;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.util.Optional;

/**
 * A session with a token; handles of objects are numbers that mean something in this process only. Not thread-safe: one
 * thread at a time.
 *
 * <p>Every method throws {@link CryptokiFault} if the token refuses or fails.
 */
public final class Session implements AutoCloseable {
    private static final int MOST_FOUND = 16;
    private static final int MOST_OUTPUT_BYTES = 16_384;

    private final Cryptoki cryptoki;
    private final long handle;

    Session(Cryptoki cryptoki, long handle) {
        this.cryptoki = cryptoki;
        this.handle = handle;
    }

    /** Who logs in ({@code CKU_…}). */
    public enum User {
        SECURITY_OFFICER(0),
        USER(1);

        private final long code;

        User(long code) {
            this.code = code;
        }
    }

    /**
     * A new key pair.
     *
     * @param publicKey the handle of the public key
     * @param privateKey the handle of the private key
     */
    public record Pair(long publicKey, long privateKey) {}

    /** Logs this process in. A token that is logged in says so even to a wrong PIN: this is no check of one. */
    public void login(User user, Secret pin) {
        try (var memory = new Memory(Math.max(pin.size(), 1))) {
            pin.use(octets -> {
                memory.write(0, octets, 0, octets.length);
                return octets.length;
            });
            try {
                cryptoki.call(Cryptoki.Call.LOGIN, handle, user.code, memory, (long) pin.size());
            } finally {
                memory.clear();
            }
        }
    }

    /** Logs this whole process out. */
    public void logout() {
        cryptoki.call(Cryptoki.Call.LOGOUT, handle);
    }

    /** The objects that have all these attributes, sixteen at most. */
    public long[] find(Template template) {
        cryptoki.call(Cryptoki.Call.FIND_OBJECTS_INIT, handle, template.memory(), (long) template.size());
        try (var found = new Memory((long) MOST_FOUND * Long.BYTES)) {
            var count = new LongByReference();
            cryptoki.call(Cryptoki.Call.FIND_OBJECTS, handle, found, (long) MOST_FOUND, count);
            return found.getLongArray(0, (int) count.getValue());
        } finally {
            cryptoki.call(Cryptoki.Call.FIND_OBJECTS_FINAL, handle);
        }
    }

    /** Makes an object of known value. */
    public long create(Template template) {
        var made = new LongByReference();
        cryptoki.call(Cryptoki.Call.CREATE_OBJECT, handle, template.memory(), (long) template.size(), made);
        return made.getValue();
    }

    /** Copies an object, with other values for these attributes. */
    public long copy(long object, Template changes) {
        var made = new LongByReference();
        cryptoki.call(Cryptoki.Call.COPY_OBJECT, handle, object, changes.memory(), (long) changes.size(), made);
        return made.getValue();
    }

    /** Destroys an object. */
    public void destroy(long object) {
        cryptoki.call(Cryptoki.Call.DESTROY_OBJECT, handle, object);
    }

    /** Sets attributes of an object. */
    public void set(long object, Template changes) {
        cryptoki.call(Cryptoki.Call.SET_ATTRIBUTE_VALUE, handle, object, changes.memory(), (long) changes.size());
    }

    /** The value of an attribute in memory's form; nothing if the object has it not or does not tell it. */
    public Optional<Bytes> value(long object, Attribute attribute) {
        try (var asked = new Memory(3L * Long.BYTES);
                var value = new Memory(MOST_OUTPUT_BYTES)) {
            asked.setLong(0, attribute.code());
            asked.setPointer(8, value);
            asked.setLong(16, MOST_OUTPUT_BYTES);
            cryptoki.call(Cryptoki.Call.GET_ATTRIBUTE_VALUE, handle, object, asked, 1L);
            long size = asked.getLong(16);
            return size < 0 ? Optional.empty() : Optional.of(Bytes.of(value.getByteArray(0, (int) size)));
        } catch (CryptokiFault e) {
            if (e.isOneOf(Returned.ATTRIBUTE_SENSITIVE, Returned.ATTRIBUTE_TYPE_INVALID)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** True if a {@code CK_BBOOL} is there and true. */
    public boolean flag(long object, Attribute attribute) {
        return value(object, attribute)
                .filter(octets -> octets.size() == 1 && octets.toArray()[0] != 0)
                .isPresent();
    }

    /** Makes a secret key. */
    public long generate(Mechanism mechanism, Template template) {
        var made = new LongByReference();
        try (var how = inMemory(mechanism)) {
            cryptoki.call(Cryptoki.Call.GENERATE_KEY, handle, how, template.memory(), (long) template.size(), made);
        }
        return made.getValue();
    }

    /** Makes a key pair. */
    public Pair generate(Mechanism mechanism, Template publicKey, Template privateKey) {
        var madePublic = new LongByReference();
        var madePrivate = new LongByReference();
        try (var how = inMemory(mechanism)) {
            cryptoki.call(
                    Cryptoki.Call.GENERATE_KEY_PAIR,
                    handle,
                    how,
                    publicKey.memory(),
                    (long) publicKey.size(),
                    privateKey.memory(),
                    (long) privateKey.size(),
                    madePublic,
                    madePrivate);
        }
        return new Pair(madePublic.getValue(), madePrivate.getValue());
    }

    /** Wraps a key under another. */
    public Bytes wrap(Mechanism mechanism, long under, long key) {
        try (var how = inMemory(mechanism);
                var output = new Memory(MOST_OUTPUT_BYTES)) {
            var size = new LongByReference(MOST_OUTPUT_BYTES);
            cryptoki.call(Cryptoki.Call.WRAP_KEY, handle, how, under, key, output, size);
            return Bytes.of(output.getByteArray(0, (int) size.getValue()));
        }
    }

    /** Unwraps a key to be as the template says. */
    public long unwrap(Mechanism mechanism, long under, Bytes wrapped, Template template) {
        var made = new LongByReference();
        try (var how = inMemory(mechanism)) {
            cryptoki.call(
                    Cryptoki.Call.UNWRAP_KEY,
                    handle,
                    how,
                    under,
                    wrapped.toArray(),
                    (long) wrapped.size(),
                    template.memory(),
                    (long) template.size(),
                    made);
        }
        return made.getValue();
    }

    /** Signs in one part. */
    public Bytes sign(Mechanism mechanism, long key, Bytes input) {
        try (var how = inMemory(mechanism);
                var output = new Memory(1024)) {
            cryptoki.call(Cryptoki.Call.SIGN_INIT, handle, how, key);
            var size = new LongByReference(output.size());
            cryptoki.call(Cryptoki.Call.SIGN, handle, input.toArray(), (long) input.size(), output, size);
            return Bytes.of(output.getByteArray(0, (int) size.getValue()));
        }
    }

    /** Decrypts in one part: here only as an attack. */
    public Bytes decrypt(Mechanism mechanism, long key, Bytes input) {
        try (var how = inMemory(mechanism);
                var output = new Memory(MOST_OUTPUT_BYTES)) {
            cryptoki.call(Cryptoki.Call.DECRYPT_INIT, handle, how, key);
            var size = new LongByReference(MOST_OUTPUT_BYTES);
            cryptoki.call(Cryptoki.Call.DECRYPT, handle, input.toArray(), (long) input.size(), output, size);
            return Bytes.of(output.getByteArray(0, (int) size.getValue()));
        }
    }

    /** {@code CK_MECHANISM} with its parameter behind it. */
    private static Memory inMemory(Mechanism mechanism) {
        int size = mechanism.parameter().size();
        var memory = new Memory(3L * Long.BYTES + size);
        memory.setLong(0, mechanism.type());
        if (size == 0) {
            memory.setPointer(8, null);
        } else {
            memory.write(3L * Long.BYTES, mechanism.parameter().toArray(), 0, size);
            memory.setPointer(8, memory.share(3L * Long.BYTES));
        }
        memory.setLong(16, size);
        return memory;
    }

    @Override
    public void close() {
        cryptoki.call(Cryptoki.Call.CLOSE_SESSION, handle);
    }
}
