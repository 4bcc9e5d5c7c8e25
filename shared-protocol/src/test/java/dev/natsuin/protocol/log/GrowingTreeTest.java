package dev.natsuin.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A log read from its first leaf on has the same roots and subtrees as the tree of proofs. */
final class GrowingTreeTest {
    @Test
    void has_the_root_of_the_tree_at_every_size() {
        var growing = new GrowingTree();
        assertThat(growing.root()).isEqualTo(Merkle.EMPTY_ROOT);
        for (var i = 0; i < 70; i++) {
            growing.add(leaf(i));

            assertThat(growing.size()).isEqualTo(i + 1L);
            assertThat(growing.root()).as("%s leaves", i + 1).isEqualTo(Merkle.root(i + 1L, GrowingTreeTest::node));
        }
    }

    @Test
    void shows_each_complete_subtree_once() {
        var growing = new GrowingTree();
        Map<String, Bytes> shown = new HashMap<>();
        for (var i = 0; i < 13; i++) {
            growing.add(
                    leaf(i),
                    (level, place, hash) ->
                            assertThat(shown.put(level + "/" + place, hash)).isNull());
        }

        assertThat(shown).hasSize(2 * 13 - Integer.bitCount(13));
        assertThat(Objects.requireNonNull(shown.get("2/1"))).isEqualTo(node(2, 1));
    }

    private static Bytes leaf(long i) {
        return Merkle.leafHash(Bytes.utf8("leaf " + i));
    }

    private static Bytes node(int level, long place) {
        return level == 0 ? leaf(place) : Merkle.nodeHash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1));
    }
}
