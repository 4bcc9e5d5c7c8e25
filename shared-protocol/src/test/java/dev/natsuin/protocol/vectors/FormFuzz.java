package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The readers of the protocol's forms, for a fuzzer that sees which branches are taken: the first octet chooses a
 * vector, the rest takes the place of what is read. Run by {@code desktop-app/src/test/fuzz/fuzz}.
 */
public final class FormFuzz {
    private static final List<Vector> VECTORS = VectorsTest.vectors()
            .filter(Vector::ok)
            .filter(each -> DamagedFormsTest.OCTETS.containsKey(each.format())
                    || DamagedFormsTest.TEXTS.containsKey(each.format()))
            .limit(256)
            .toList();

    private FormFuzz() {}

    /** Writes what to begin with. */
    public static void fuzzerInitialize() {
        var seeds = Path.of(System.getProperty("natsuin.fuzz.seeds"));
        try {
            for (int i = 0; i < VECTORS.size(); i++) {
                Files.write(
                        seeds.resolve("vector-" + i),
                        Bytes.concat(Bytes.of(new byte[] {(byte) i}), value(VECTORS.get(i)))
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Vector vector) {
        return String.valueOf(DamagedFormsTest.TEXTS.get(vector.format()));
    }

    private static Bytes value(Vector vector) {
        var octets = DamagedFormsTest.OCTETS.get(vector.format());
        return octets == null
                ? Bytes.of(vector.text(text(vector)).getBytes(StandardCharsets.ISO_8859_1))
                : vector.base64Url(octets);
    }

    /** One vector in the place of another of its format was signed as well, and is none that was changed. */
    private static boolean isOneOf(Vector chosen, Bytes value) {
        return VECTORS.stream()
                .anyMatch(each ->
                        each.format().equals(chosen.format()) && value(each).equals(value));
    }

    /** Reads; throws nothing but what says that it is malformed. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0 || (data[0] & 0xff) >= VECTORS.size()) {
            return;
        }
        var vector = VECTORS.get(data[0] & 0xff);
        var value = Bytes.of(Arrays.copyOfRange(data, 1, data.length));
        if (isOneOf(vector, value)) {
            return;
        }
        var octets = DamagedFormsTest.OCTETS.get(vector.format());
        var damaged = octets == null
                ? vector.with(text(vector), new String(value.toArray(), StandardCharsets.ISO_8859_1))
                : vector.base64Url(octets, value);
        if (Readers.accept(damaged) && DamagedFormsTest.SIGNED.contains(vector.format())) {
            throw new AssertionError("changed and accepted: " + vector.name());
        }
        try {
            JsonObject.strict(value);
        } catch (Malformed e) {
            return; // As most of them are.
        }
    }
}
