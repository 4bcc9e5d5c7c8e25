package dev.natsuin.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable JSON object (RFC 8259) of strings, integers, booleans, arrays and objects, in the order it was written.
 *
 * <p>Numbers are integers of at most 2^53 - 1 in size; there are no fractions. Texts have no U+0000 and no half of a
 * surrogate pair: such have no UTF-8 form, or are cut short by what reads them later. Limits: 8 levels deep, 32 MiB in
 * all, 16 Mi characters in one text, 500,000 tokens.
 */
public final class JsonObject {
    private static final long LARGEST_NUMBER = (1L << 53) - 1;
    private static final long LAST_MOMENT = 253_402_300_799L;
    private static final int DEEPEST = 8;
    private static final int LARGEST_TEXT_BYTES = 32 << 20;
    private static final int LONGEST_STRING = 16 << 20;
    private static final int MOST_TOKENS = 500_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names come from outside: nothing of them is kept beyond the reading.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(20)
                    .maxStringLength(LONGEST_STRING)
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .build();

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    /** Stands for a {@code null} that is to be written; nothing that is read ever holds it. */
    private enum Null {
        NULL
    }

    /** How a reader takes {@code null} members. */
    private enum Nulls {
        REFUSED,
        ABSENT
    }

    /**
     * Reads one object of our own formats: no doubled member, no {@code null}, no fraction, nothing behind it, valid
     * UTF-8.
     *
     * @throws Malformed if it is anything else
     */
    public static JsonObject strict(Bytes text) throws Malformed {
        return read(text, Nulls.REFUSED);
    }

    /**
     * Reads one object as CSC clients send it: as {@link #strict}, but a {@code null} member counts as absent (CSC API
     * v2 §7.1).
     *
     * @throws Malformed if it is anything else
     */
    public static JsonObject lenient(Bytes text) throws Malformed {
        return read(text, Nulls.ABSENT);
    }

    private static JsonObject read(Bytes text, Nulls nulls) throws Malformed {
        if (text.size() > LARGEST_TEXT_BYTES) {
            throw new Malformed("more JSON than is ever read");
        }
        try (var parser = parser(text.toArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("not a JSON object");
            }
            var object = object(parser, nulls);
            if (parser.nextToken() != null) {
                throw new Malformed("something stands behind the JSON object");
            }
            return object;
        } catch (IOException e) {
            // Without the cause: its message quotes what was sent.
            throw new Malformed("not JSON as it must be");
        }
    }

    /** Our own formats are ASCII but for names of people; that needs no decoding. */
    private static JsonParser parser(byte[] text) throws IOException {
        return isAscii(text) ? FACTORY.createParser(text) : FACTORY.createParser(utf8(text));
    }

    /** True if every octet is one of ASCII and none is zero: among zeros the library would look for UTF-16 and 32. */
    private static boolean isAscii(byte[] text) {
        for (var octet : text) {
            if (octet <= 0) {
                return false;
            }
        }
        return true;
    }

    private static String utf8(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(text))
                .toString();
    }

    private static JsonObject object(JsonParser parser, Nulls nulls) throws IOException, Malformed {
        var members = new LinkedHashMap<String, Object>();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            checkedText(name);
            if (parser.nextToken() == JsonToken.VALUE_NULL && nulls == Nulls.ABSENT) {
                continue;
            }
            members.put(name, value(parser, nulls));
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new Malformed("a JSON object does not end");
        }
        return new JsonObject(members);
    }

    private static Object value(JsonParser parser, Nulls nulls) throws IOException, Malformed {
        var token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return checkedText(parser.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            return number(parser);
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return parser.getBooleanValue();
        } else if (token == JsonToken.START_OBJECT) {
            return object(parser, nulls);
        } else if (token == JsonToken.START_ARRAY) {
            var list = new ArrayList<Object>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser, nulls));
            }
            return List.copyOf(list);
        }
        throw new Malformed("a JSON value of a kind that is not used here");
    }

    private static String checkedText(String text) throws Malformed {
        if (!isText(text)) {
            throw new Malformed("a JSON text with U+0000 or half of a surrogate pair");
        }
        return text;
    }

    private static boolean isText(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Long number(JsonParser parser) throws IOException, Malformed {
        if (parser.getText().equals("-0")) {
            throw new Malformed("a second spelling of zero");
        }
        var value = parser.getBigIntegerValue();
        if (value.bitLength() > 53 || Math.abs(value.longValueExact()) > LARGEST_NUMBER) {
            throw new Malformed("a JSON number beyond 2^53 - 1");
        }
        return value.longValueExact();
    }

    /** Begins an object. */
    public static Builder with(String name, String value) {
        return new Builder().and(name, value);
    }

    /** Begins an object without members. */
    public static Builder empty() {
        return new Builder();
    }

    /** The compact UTF-8 text, members in their order. */
    public Bytes toBytes() {
        var out = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(out)) {
            write(generator, this);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return Bytes.of(out.toByteArray());
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof JsonObject object) {
            generator.writeStartObject();
            for (var member : object.members.entrySet()) {
                generator.writeFieldName(member.getKey());
                write(generator, member.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (var item : list) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value == Null.NULL) {
            generator.writeNull();
        } else {
            generator.writeString((String) value);
        }
    }

    /** A reader that remembers which members were asked for. */
    public Reader reader() {
        return new Reader(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }

    /** Collects members. */
    public static final class Builder {
        private final Map<String, Object> members = new LinkedHashMap<>();

        private Builder() {}

        private Builder put(String name, Object value) {
            if (members.put(name, value) != null) {
                throw new IllegalArgumentException("member twice: " + name);
            }
            return this;
        }

        private static String text(String name, String value) {
            if (!isText(value)) {
                throw new IllegalArgumentException("not a text that can be written: " + name);
            }
            return value;
        }

        /** Adds a text. */
        public Builder and(String name, String value) {
            return put(name, text(name, value));
        }

        /** Adds an integer of at most 2^53 - 1 in size. */
        public Builder and(String name, long value) {
            if (value > LARGEST_NUMBER || value < -LARGEST_NUMBER) {
                throw new IllegalArgumentException("number too large: " + name);
            }
            return put(name, value);
        }

        /** Adds a boolean. */
        public Builder and(String name, boolean value) {
            return put(name, value);
        }

        /** Adds a moment from 1970 to 9999 as whole seconds since 1970-01-01T00:00:00Z, cut, not rounded. */
        public Builder and(String name, Instant value) {
            if (value.getEpochSecond() < 0 || value.getEpochSecond() > LAST_MOMENT) {
                throw new IllegalArgumentException("a moment out of range: " + name);
            }
            return put(name, value.getEpochSecond());
        }

        /** Adds octets as base64url without padding. */
        public Builder and(String name, Bytes value) {
            return put(name, value.toBase64Url());
        }

        /** Adds an object. */
        public Builder and(String name, JsonObject value) {
            return put(name, value);
        }

        /** Adds a list of texts. */
        public Builder andTexts(String name, List<String> values) {
            values.forEach(value -> text(name, value));
            return put(name, List.<Object>copyOf(values));
        }

        /** Adds a list of octets, each as base64url without padding. */
        public Builder andBytes(String name, List<Bytes> values) {
            return put(
                    name,
                    List.<Object>copyOf(values.stream().map(Bytes::toBase64Url).toList()));
        }

        /** Adds a list of objects. */
        public Builder andObjects(String name, List<JsonObject> values) {
            return put(name, List.<Object>copyOf(values));
        }

        /** Adds a list of lists of texts. */
        public Builder andTextLists(String name, List<List<String>> values) {
            return put(
                    name, List.<Object>copyOf(values.stream().map(List::copyOf).toList()));
        }

        /** Adds a {@code null}, for CSC clients that need to see one; our own formats refuse it. */
        public Builder andNull(String name) {
            if (members.containsKey(name)) {
                throw new IllegalArgumentException("member twice: " + name);
            }
            members.put(name, Null.NULL);
            return this;
        }

        /** The finished object. */
        public JsonObject build() {
            return new JsonObject(new LinkedHashMap<>(members));
        }
    }

    /**
     * Reads members by name and kind; {@link #end()} refuses members nobody asked for.
     *
     * <p>Every method refuses a member of another kind than asked.
     */
    public static final class Reader {
        private final JsonObject object;
        private final Map<String, Object> unread;

        private Reader(JsonObject object) {
            this.object = object;
            this.unread = new LinkedHashMap<>(object.members);
        }

        private <T> T required(String name, Class<T> kind) throws Malformed {
            return optional(name, kind).orElseThrow(() -> new Malformed("no member " + name));
        }

        private <T> Optional<T> optional(String name, Class<T> kind) throws Malformed {
            unread.remove(name);
            var value = object.members.get(name);
            if (value == null) {
                return Optional.empty();
            }
            if (!kind.isInstance(value)) {
                throw new Malformed("another kind of value is needed for " + name);
            }
            return Optional.of(kind.cast(value));
        }

        /** True if there is such a member, of whatever kind. */
        public boolean has(String name) {
            return object.members.containsKey(name);
        }

        /** A text. */
        public String text(String name) throws Malformed {
            return required(name, String.class);
        }

        /** A text, if there. */
        public Optional<String> optionalText(String name) throws Malformed {
            return optional(name, String.class);
        }

        /** Refuses every other text than the given. */
        public void exactly(String name, String expected) throws Malformed {
            if (!text(name).equals(expected)) {
                throw new Malformed("another text is needed for " + name);
            }
        }

        /** Refuses every other number than the given. */
        public void exactly(String name, long expected) throws Malformed {
            if (number(name) != expected) {
                throw new Malformed("another number is needed for " + name);
            }
        }

        /** An integer. */
        public long number(String name) throws Malformed {
            return required(name, Long.class);
        }

        /** An integer that is not negative and fits 31 bits. */
        public int count(String name) throws Malformed {
            return checkedCount(name, number(name));
        }

        private static int checkedCount(String name, long number) throws Malformed {
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new Malformed("a count out of range: " + name);
            }
            return (int) number;
        }

        /** An integer that is not negative. */
        public long index(String name) throws Malformed {
            var number = number(name);
            if (number < 0) {
                throw new Malformed("an index out of range: " + name);
            }
            return number;
        }

        /** An integer, if there. */
        public Optional<Long> optionalNumber(String name) throws Malformed {
            return optional(name, Long.class);
        }

        /** An integer that is not negative and fits 31 bits, if there. */
        public Optional<Integer> optionalCount(String name) throws Malformed {
            var number = optionalNumber(name);
            return number.isEmpty() ? Optional.empty() : Optional.of(checkedCount(name, number.get()));
        }

        /** A boolean. */
        public boolean truth(String name) throws Malformed {
            return required(name, Boolean.class);
        }

        /** A boolean, if there. */
        public Optional<Boolean> optionalTruth(String name) throws Malformed {
            return optional(name, Boolean.class);
        }

        /** A moment from 1970 to 9999, written as whole seconds since 1970. */
        public Instant moment(String name) throws Malformed {
            var seconds = index(name);
            if (seconds > LAST_MOMENT) {
                throw new Malformed("a moment out of range: " + name);
            }
            return Instant.ofEpochSecond(seconds);
        }

        /** Octets, written as canonical base64url without padding. */
        public Bytes bytes(String name) throws Malformed {
            return bytesOf(name, text(name));
        }

        /** Octets of exactly this many. */
        public Bytes bytes(String name, int sizeBytes) throws Malformed {
            var bytes = bytes(name);
            if (bytes.size() != sizeBytes) {
                throw new Malformed("wrong length: " + name);
            }
            return bytes;
        }

        /** Octets, if there. */
        public Optional<Bytes> optionalBytes(String name) throws Malformed {
            var text = optionalText(name);
            return text.isEmpty() ? Optional.empty() : Optional.of(bytesOf(name, text.get()));
        }

        /** Octets of exactly this many, written in lower-case hexadecimal. */
        public Bytes hex(String name, int sizeBytes) throws Malformed {
            return Bytes.hex(hexText(name, sizeBytes));
        }

        /** The hexadecimal text of exactly this many octets, lower case: an id as issued. */
        public String hexText(String name, int sizeBytes) throws Malformed {
            var text = text(name);
            if (text.length() != 2 * sizeBytes || !isLowerCaseHex(text)) {
                throw new Malformed("not lower-case hexadecimal of the right length: " + name);
            }
            return text;
        }

        private static boolean isLowerCaseHex(String text) {
            for (var i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                    return false;
                }
            }
            return true;
        }

        private static Bytes bytesOf(String name, String text) throws Malformed {
            try {
                return Bytes.base64Url(text);
            } catch (IllegalArgumentException e) {
                throw new Malformed("not canonical base64url: " + name, e);
            }
        }

        private <T> List<T> list(String name, Class<T> kind) throws Malformed {
            var list = new ArrayList<T>();
            for (var item : required(name, List.class)) {
                if (!kind.isInstance(item)) {
                    throw new Malformed("another kind of item is needed in " + name);
                }
                list.add(kind.cast(item));
            }
            return List.copyOf(list);
        }

        /** A list of texts. */
        public List<String> texts(String name) throws Malformed {
            return list(name, String.class);
        }

        /** A list of octets, each as base64url. */
        public List<Bytes> bytesList(String name) throws Malformed {
            var list = new ArrayList<Bytes>();
            for (var text : texts(name)) {
                list.add(bytesOf(name, text));
            }
            return List.copyOf(list);
        }

        /** An object. */
        public JsonObject object(String name) throws Malformed {
            return required(name, JsonObject.class);
        }

        /** An object, if there. */
        public Optional<JsonObject> optionalObject(String name) throws Malformed {
            return optional(name, JsonObject.class);
        }

        /** A list of objects. */
        public List<JsonObject> objects(String name) throws Malformed {
            return list(name, JsonObject.class);
        }

        /** Refuses members that were not asked for. */
        public void end() throws Malformed {
            if (!unread.isEmpty()) {
                throw new Malformed("a member that is not known");
            }
        }
    }
}
