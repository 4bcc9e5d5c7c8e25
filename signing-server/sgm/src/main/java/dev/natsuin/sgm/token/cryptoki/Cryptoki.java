package dev.natsuin.sgm.token.cryptoki;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 module, loaded and initialised for use by many threads.
 *
 * <p>At most one may be open for a module in a process; after {@link #close} the same module can be opened again, which
 * is how a token that was lost is found again. Thread-safe, but nothing may run while it closes. Works where a C
 * {@code long} has 64 bits and structures are not packed: 64-bit Linux and macOS.
 */
public final class Cryptoki implements AutoCloseable {
    private static final int FIRST_FUNCTION = 8;
    private static final long OS_LOCKING_OK = 0x02;
    private static final int INFO_BYTES = 256;

    private final NativeLibrary library;
    private final Map<Call, Function> functions;

    /** The functions used, by their place in {@code CK_FUNCTION_LIST}. */
    enum Call {
        INITIALIZE(0),
        FINALIZE(1),
        GET_SLOT_LIST(4),
        GET_TOKEN_INFO(6),
        GET_MECHANISM_LIST(7),
        OPEN_SESSION(12),
        CLOSE_SESSION(13),
        LOGIN(18),
        LOGOUT(19),
        CREATE_OBJECT(20),
        COPY_OBJECT(21),
        DESTROY_OBJECT(22),
        GET_ATTRIBUTE_VALUE(24),
        SET_ATTRIBUTE_VALUE(25),
        FIND_OBJECTS_INIT(26),
        FIND_OBJECTS(27),
        FIND_OBJECTS_FINAL(28),
        DECRYPT_INIT(33),
        DECRYPT(34),
        SIGN_INIT(42),
        SIGN(43),
        GENERATE_KEY(58),
        GENERATE_KEY_PAIR(59),
        WRAP_KEY(60),
        UNWRAP_KEY(61);

        private final int place;

        Call(int place) {
            this.place = place;
        }
    }

    private Cryptoki(NativeLibrary library, Map<Call, Function> functions) {
        this.library = library;
        this.functions = functions;
    }

    /**
     * Loads a module and initialises it.
     *
     * @throws ModuleFault if it is not there or is no PKCS#11 module for this machine
     * @throws CryptokiFault if it does not initialise
     */
    public static Cryptoki open(Path module) {
        if (Native.LONG_SIZE != Long.BYTES || Native.POINTER_SIZE != Long.BYTES) {
            throw new ModuleFault("PKCS#11 needs 64-bit Linux or macOS", null);
        }
        try {
            var library = NativeLibrary.getInstance(module.toString());
            var list = new PointerByReference();
            long code = library.getFunction("C_GetFunctionList").invokeLong(new Object[] {list});
            if (code != 0) {
                throw new CryptokiFault("C_GetFunctionList", code);
            }
            var opened = new Cryptoki(library, functions(list.getValue()));
            opened.initialise();
            return opened;
        } catch (UnsatisfiedLinkError e) {
            throw new ModuleFault("The PKCS#11 module " + module + " cannot be loaded", e);
        }
    }

    private static Map<Call, Function> functions(Pointer list) {
        var functions = new EnumMap<Call, Function>(Call.class);
        for (var call : Call.values()) {
            var pointer = list.getPointer(FIRST_FUNCTION + (long) call.place * Native.POINTER_SIZE);
            functions.put(call, Function.getFunction(pointer));
        }
        return functions;
    }

    private void initialise() {
        try (var arguments = new Memory(6L * Long.BYTES)) {
            arguments.clear();
            arguments.setLong(4L * Long.BYTES, OS_LOCKING_OK);
            call(Call.INITIALIZE, arguments);
        }
    }

    /** Calls; anything but {@code CKR_OK} is thrown. */
    void call(Call call, @Nullable Object... arguments) {
        long code = Objects.requireNonNull(functions.get(call)).invokeLong(arguments);
        if (code != 0) {
            throw new CryptokiFault("C_" + call.name(), code);
        }
    }

    /** The tokens that are there. */
    public List<TokenInfo> tokens() {
        var count = new LongByReference();
        call(Call.GET_SLOT_LIST, (byte) 1, null, count);
        if (count.getValue() == 0) {
            return List.of();
        }
        try (var slots = new Memory(count.getValue() * Long.BYTES)) {
            call(Call.GET_SLOT_LIST, (byte) 1, slots, count);
            return Arrays.stream(slots.getLongArray(0, (int) count.getValue()))
                    .mapToObj(this::info)
                    .toList();
        }
    }

    private TokenInfo info(long slot) {
        try (var info = new Memory(INFO_BYTES)) {
            info.clear();
            call(Call.GET_TOKEN_INFO, slot, info);
            return new TokenInfo(
                    slot,
                    text(info, 0, 32),
                    text(info, 32, 32),
                    text(info, 64, 16),
                    text(info, 80, 16),
                    info.getLong(96));
        }
    }

    private static String text(Memory memory, int offset, int size) {
        return new String(memory.getByteArray(offset, size), StandardCharsets.UTF_8).strip();
    }

    /** Whether a token has a mechanism. */
    public boolean offers(long slot, Mechanism mechanism) {
        var count = new LongByReference();
        call(Call.GET_MECHANISM_LIST, slot, null, count);
        try (var types = new Memory(Math.max(count.getValue(), 1) * Long.BYTES)) {
            call(Call.GET_MECHANISM_LIST, slot, types, count);
            return Arrays.stream(types.getLongArray(0, (int) count.getValue()))
                    .anyMatch(type -> type == mechanism.type());
        }
    }

    /** A session that may write, not logged in unless another of this process is. */
    public Session session(long slot) {
        var handle = new LongByReference();
        call(Call.OPEN_SESSION, slot, 0x06L, null, null, handle);
        return new Session(this, handle.getValue());
    }

    static byte[] longs(long... values) {
        var octets = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
        octets.asLongBuffer().put(values);
        return octets.array();
    }

    /** Ends all sessions, logs out and forgets every session object. The library stays loaded. */
    @Override
    public void close() {
        call(Call.FINALIZE, (Object) null);
    }

    /** The file of the module. */
    public Path module() {
        return library.getFile().toPath();
    }
}
