package dev.natsuin.sgm.token.cryptoki;

import com.sun.jna.Memory;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an object is to have, or is sought by: a list of attributes, laid out once as the module reads it
 * ({@code CK_ATTRIBUTE[]}), values and templates inside templates in the same block.
 *
 * <p>Immutable and usable by many threads: a module only reads it.
 */
public final class Template implements AutoCloseable {
    private static final int ENTRY_BYTES = 24;

    private final List<Entry> entries;
    private final Memory memory;

    private sealed interface Value {
        /** Octets that can be zeroed. */
        final class Plain implements Value {
            private final byte[] octets;

            Plain(byte[] octets) {
                this.octets = octets;
            }

            byte[] octets() {
                return octets;
            }
        }

        record Nested(Template template) implements Value {}
    }

    private record Entry(Attribute attribute, Value value) {
        Entry copy() {
            return value instanceof Value.Plain plain
                    ? new Entry(attribute, new Value.Plain(plain.octets().clone()))
                    : this;
        }

        int size() {
            if (value instanceof Value.Nested nested) {
                return sizeOf(nested.template().entries);
            }
            return value instanceof Value.Plain plain ? aligned(plain.octets().length) : 0;
        }
    }

    private Template(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.memory = new Memory(Math.max(sizeOf(this.entries), ENTRY_BYTES));
        write(this.entries, 0);
    }

    /** An empty one, to begin with. */
    public static Builder with() {
        return new Builder(List.of());
    }

    /** The same attributes, to go on from; closing either does nothing to the other. */
    public Builder and() {
        return new Builder(entries.stream().map(Entry::copy).toList());
    }

    private static int aligned(int size) {
        return (size + 7) / 8 * 8;
    }

    private static int sizeOf(List<Entry> entries) {
        return entries.size() * ENTRY_BYTES
                + entries.stream().mapToInt(Entry::size).sum();
    }

    /** Writes the entries at an offset and their values behind them. */
    private void write(List<Entry> written, int offset) {
        int at = offset;
        int value = offset + written.size() * ENTRY_BYTES;
        for (var entry : written) {
            int length = write(entry, value);
            memory.setLong(at, entry.attribute().code());
            memory.setPointer(at + 8L, memory.share(value));
            memory.setLong(at + 16L, length);
            at += ENTRY_BYTES;
            value += entry.size();
        }
    }

    private int write(Entry entry, int offset) {
        if (entry.value() instanceof Value.Nested nested) {
            write(nested.template().entries, offset);
            return nested.template().entries.size() * ENTRY_BYTES;
        }
        var octets = ((Value.Plain) entry.value()).octets();
        memory.write(offset, octets, 0, octets.length);
        return octets.length;
    }

    Memory memory() {
        return memory;
    }

    int size() {
        return entries.size();
    }

    /** Zeroes it, for one that holds a secret; it cannot be used afterwards. */
    @Override
    public void close() {
        for (var entry : entries) {
            if (entry.value() instanceof Value.Plain plain) {
                Arrays.fill(plain.octets(), (byte) 0);
            }
        }
        memory.clear();
        memory.close();
    }

    /** Adds attributes one by one. */
    public static final class Builder {
        private final List<Entry> entries;

        private Builder(List<Entry> entries) {
            this.entries = new ArrayList<>(entries);
        }

        private Builder plain(Attribute attribute, byte[] octets) {
            entries.removeIf(entry -> entry.attribute() == attribute);
            entries.add(new Entry(attribute, new Value.Plain(octets)));
            return this;
        }

        /** A {@code CK_BBOOL}. Like each of these, it takes the place of an earlier value. */
        public Builder flag(Attribute attribute, boolean value) {
            return plain(attribute, new byte[] {(byte) (value ? 1 : 0)});
        }

        /** A {@code CK_ULONG}. */
        public Builder number(Attribute attribute, long value) {
            return numbers(attribute, value);
        }

        /** An array of {@code CK_ULONG}. */
        public Builder numbers(Attribute attribute, long... values) {
            return plain(attribute, Cryptoki.longs(values));
        }

        /** Octets, or a big integer without a sign. */
        public Builder octets(Attribute attribute, Bytes value) {
            return plain(attribute, value.toArray());
        }

        /** A secret value; the template must be closed. */
        public Builder secret(Attribute attribute, Secret value) {
            return plain(attribute, value.use(octets -> octets.clone()));
        }

        /** Text in UTF-8. */
        public Builder text(Attribute attribute, String value) {
            return plain(attribute, value.getBytes(StandardCharsets.UTF_8));
        }

        /** A template inside this one. */
        public Builder template(Attribute attribute, Template value) {
            entries.removeIf(entry -> entry.attribute() == attribute);
            entries.add(new Entry(attribute, new Value.Nested(value)));
            return this;
        }

        /** Without an attribute. */
        public Builder without(Attribute attribute) {
            entries.removeIf(entry -> entry.attribute() == attribute);
            return this;
        }

        /** The template; more than one may be built. */
        public Template build() {
            return new Template(entries.stream().map(Entry::copy).toList());
        }
    }
}
