package dev.natsuin.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Leaf} and {@link LogEntry}. */
final class LeafTest {
    private static final Bytes SALT = Bytes.hex("07".repeat(32));
    private static final Bytes RECORD = Bytes.utf8("{\"what\":\"happened\"}");

    private static Leaf leaf(Leaf.Type type, long number, long previous) {
        return new Leaf(
                type,
                Samples.NOW,
                Samples.KEY_ID,
                number,
                previous,
                Samples.head().device(),
                1,
                "device",
                1,
                Leaf.recordHash(SALT, RECORD));
    }

    private static JsonMembers members() {
        return JsonMembers.of(leaf(Leaf.Type.SIGN, 2, 0).toBytes());
    }

    private static void assertRefused(JsonMembers members) {
        assertThatThrownBy(() -> Leaf.read(members.toBytes()))
                .as(members.toBytes().toUtf8())
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @EnumSource(Leaf.Type.class)
    void reads_what_it_wrote(Leaf.Type type) throws Malformed {
        var leaf = leaf(type, 1, -1);

        assertThat(Leaf.read(leaf.toBytes())).isEqualTo(leaf);
    }

    @Test
    void writes_its_members_in_this_order() {
        assertThat(leaf(Leaf.Type.CREATE_KEY, 1, -1).toBytes().toUtf8())
                .isEqualTo("{\"type\":\"create-key\",\"v\":1,\"time\":1767225600,\"chain\":\"" + Samples.KEY_ID
                        + "\",\"number\":1,\"previous\":-1,\"device\":\""
                        + Samples.head().device()
                        + "\",\"level\":1,\"method\":\"device\",\"kekEpoch\":1,\"record\":\""
                        + Bytes.concat(SALT, RECORD).sha256().toHex() + "\"}");
    }

    @Test
    void refuses_a_member_missing_of_another_kind_doubled_or_unknown() {
        var members = members();
        for (var i = 0; i < members.members().size(); i++) {
            assertRefused(members.without(i));
            assertRefused(members.with(i, "null"));
            assertRefused(members.with(i, "[]"));
            assertRefused(members.with(i, members.value(i).startsWith("\"") ? "1" : "\"1\""));
            assertRefused(members.and(members.name(i), members.value(i)));
        }
        assertRefused(members.and("note", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "v, 2",
        "type, \"signs\"",
        "time, -1",
        "chain, \"00\"",
        "number, 0",
        "number, 1",
        "number, -1",
        "previous, -1",
        "previous, -2",
        "device, \"\"",
        "level, -1",
        "level, 2147483648",
        "method, \"\"",
        "method, \"De vice\"",
        "kekEpoch, -1",
        "record, \"\""
    })
    void refuses_one_member_out_of_its_range(String name, String value) {
        assertRefused(members().with(name, value));
    }

    private static LogEntry entry() {
        return new LogEntry(1, leaf(Leaf.Type.SIGN, 2, 0).toBytes(), SALT, RECORD, List.of(Merkle.EMPTY_ROOT));
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint("natsuin/x", 2, Merkle.nodeHash(Merkle.EMPTY_ROOT, Merkle.leafHash(entry().leaf())));
    }

    @Test
    void an_entry_is_proven_under_its_checkpoint() throws Malformed {
        assertThat(entry().proven(checkpoint())).isEqualTo(leaf(Leaf.Type.SIGN, 2, 0));
    }

    @Test
    void an_entry_is_read_as_it_was_written() throws Malformed {
        var json = entry().toJson();

        assertThat(LogEntry.read(JsonObject.strict(json.toBytes()))).isEqualTo(entry());
    }

    @Test
    void an_entry_with_any_part_changed_is_not_proven() {
        var good = entry();
        for (var bad : List.of(
                new LogEntry(0, good.leaf(), good.salt(), good.record(), good.proof()),
                new LogEntry(2, good.leaf(), good.salt(), good.record(), good.proof()),
                new LogEntry(1, leaf(Leaf.Type.SIGN, 3, 0).toBytes(), good.salt(), good.record(), good.proof()),
                new LogEntry(1, Bytes.EMPTY, good.salt(), good.record(), good.proof()),
                new LogEntry(1, good.leaf(), Bytes.hex("08".repeat(32)), good.record(), good.proof()),
                new LogEntry(1, good.leaf(), good.salt(), Bytes.utf8("{}"), good.proof()),
                new LogEntry(1, good.leaf(), good.salt(), good.record(), List.of()),
                new LogEntry(1, good.leaf(), good.salt(), good.record(), List.of(SALT)))) {
            assertThatThrownBy(() -> bad.proven(checkpoint())).isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> good.proven(new Checkpoint("natsuin/x", 2, SALT)))
                .isInstanceOf(Malformed.class);
        assertThatThrownBy(() ->
                        good.proven(new Checkpoint("natsuin/x", 3, checkpoint().root())))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void an_entry_cannot_name_a_predecessor_behind_itself() {
        var leaf = leaf(Leaf.Type.SIGN, 2, 1);
        var entry = new LogEntry(1, leaf.toBytes(), SALT, RECORD, List.of(Merkle.EMPTY_ROOT));
        var checkpoint =
                new Checkpoint("natsuin/x", 2, Merkle.nodeHash(Merkle.EMPTY_ROOT, Merkle.leafHash(leaf.toBytes())));

        assertThatThrownBy(() -> entry.proven(checkpoint)).isInstanceOf(Malformed.class);
    }

    @Test
    void no_octet_can_move_from_the_salt_to_the_record() {
        // The salt has a fixed length when it is read.
        var json = JsonMembers.of(entry().toJson().toBytes())
                .with("salt", "\"" + SALT.slice(0, 31).toBase64Url() + "\"");

        assertThatThrownBy(() -> LogEntry.read(JsonObject.strict(json.toBytes())))
                .isInstanceOf(Malformed.class);
    }
}
