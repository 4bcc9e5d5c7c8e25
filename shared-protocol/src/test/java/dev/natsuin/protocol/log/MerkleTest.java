package dev.natsuin.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MerkleTest {
    // The eight leaves, the roots of the first one to eight of them, and the proofs below are those of Certificate
    // Transparency's reference tests (merkle_tree_test in google/certificate-transparency, transparency-dev/merkle).
    private static final List<Bytes> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(Bytes::hex)
            .toList();
    private static final String[] ROOTS = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };
    private static final Merkle.Nodes NODES = new TreeOfLeaves(LEAVES);

    private static List<Bytes> hashes(String spaced) {
        return spaced == null
                ? List.of()
                : Stream.of(spaced.split(" ")).map(Bytes::hex).toList();
    }

    private static Bytes root(int size) {
        return size == 0 ? Merkle.EMPTY_ROOT : Bytes.hex(ROOTS[size - 1]);
    }

    @Test
    void gives_the_roots_of_certificate_transparency() {
        for (var size = 1; size <= 8; size++) {
            assertThat(Merkle.root(size, NODES)).as("size %d", size).isEqualTo(root(size));
        }
        assertThat(Merkle.root(0, NODES).toHex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, ",
        "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void gives_the_inclusion_proofs_of_certificate_transparency(int index, int size, String proof) {
        var expected = hashes(proof);

        assertThat(Merkle.inclusionProof(index, size, NODES)).isEqualTo(expected);
        assertThat(Merkle.includes(root(size), size, index, Merkle.leafHash(LEAVES.get(index)), expected))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, ",
        "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void gives_the_consistency_proofs_of_certificate_transparency(int first, int second, String proof) {
        var expected = hashes(proof);

        assertThat(Merkle.consistencyProof(first, second, NODES)).isEqualTo(expected);
        assertThat(Merkle.consistent(first, root(first), second, root(second), expected))
                .isTrue();
    }

    private static List<Bytes> leaves(int count) {
        return IntStream.range(0, count).mapToObj(i -> Bytes.utf8("leaf " + i)).toList();
    }

    @Test
    void every_leaf_of_every_tree_of_up_to_thirty_three_is_proven_and_nothing_else() {
        for (var size = 1; size <= 33; size++) {
            var tree = new TreeOfLeaves(leaves(size));
            var root = TreeOfLeaves.root(tree.leaves());
            assertThat(Merkle.root(size, tree)).isEqualTo(root);
            for (var index = 0; index < size; index++) {
                var leaf = Merkle.leafHash(tree.leaves().get(index));
                var proof = Merkle.inclusionProof(index, size, tree);

                assertThat(Merkle.includes(root, size, index, leaf, proof)).isTrue();
                for (var other = 0; other < size + 2; other++) {
                    if (other != index) {
                        assertThat(Merkle.includes(root, size, other, leaf, proof))
                                .isFalse();
                    }
                }
                assertThat(Merkle.includes(root, size, index, Bytes.utf8("x").sha256(), proof))
                        .isFalse();
                assertNoOtherProof(proof, bad -> Merkle.includes(root, size(tree), index(leaf, tree), leaf, bad));
            }
        }
    }

    private static int size(TreeOfLeaves tree) {
        return tree.leaves().size();
    }

    private static int index(Bytes leafHash, TreeOfLeaves tree) {
        return tree.leaves().stream().map(Merkle::leafHash).toList().indexOf(leafHash);
    }

    private static void assertNoOtherProof(List<Bytes> proof, Predicate<List<Bytes>> holds) {
        for (var i = 0; i < proof.size(); i++) {
            var changed = new ArrayList<>(proof);
            var octets = proof.get(i).toArray();
            octets[7] ^= 1;
            changed.set(i, Bytes.of(octets));
            assertThat(holds.test(changed)).isFalse();

            var fewer = new ArrayList<>(proof);
            fewer.remove(i);
            assertThat(holds.test(fewer)).isFalse();
        }
        var more = new ArrayList<>(proof);
        more.add(Merkle.EMPTY_ROOT);
        assertThat(holds.test(more)).isFalse();
    }

    @Test
    void every_tree_of_up_to_seventeen_grows_into_every_larger_one_and_no_other() {
        var all = leaves(17);
        var tree = new TreeOfLeaves(all);
        for (var second = 1; second <= 17; second++) {
            var secondRoot = TreeOfLeaves.root(all.subList(0, second));
            for (var first = 1; first <= second; first++) {
                var firstRoot = TreeOfLeaves.root(all.subList(0, first));
                var from = first;
                var to = second;
                var proof = Merkle.consistencyProof(first, second, tree);

                assertThat(Merkle.consistent(first, firstRoot, second, secondRoot, proof))
                        .as("%d to %d", first, second)
                        .isTrue();
                assertThat(Merkle.consistent(first, Merkle.EMPTY_ROOT, second, secondRoot, proof))
                        .isFalse();
                assertThat(Merkle.consistent(first, firstRoot, second, Merkle.EMPTY_ROOT, proof))
                        .isFalse();
                assertNoOtherProof(proof, bad -> Merkle.consistent(from, firstRoot, to, secondRoot, bad));
            }
        }
    }

    @Test
    void a_tree_that_forgot_a_leaf_is_not_consistent() {
        var honest = new TreeOfLeaves(leaves(9));
        var forged = new ArrayList<>(leaves(9));
        forged.set(3, Bytes.utf8("another"));
        var tree = new TreeOfLeaves(forged);

        assertThat(Merkle.consistent(
                        6,
                        TreeOfLeaves.root(honest.leaves().subList(0, 6)),
                        9,
                        TreeOfLeaves.root(forged),
                        Merkle.consistencyProof(6, 9, tree)))
                .isFalse();
    }

    @Test
    void the_empty_tree_grows_into_every_tree() {
        assertThat(Merkle.consistent(0, Merkle.EMPTY_ROOT, 8, root(8), List.of()))
                .isTrue();
        assertThat(Merkle.consistent(0, root(1), 8, root(8), List.of())).isFalse();
        assertThat(Merkle.consistent(0, Merkle.EMPTY_ROOT, 8, root(8), List.of(root(1))))
                .isFalse();
        assertThat(Merkle.consistencyProof(0, 8, NODES)).isEmpty();
    }

    @Test
    void refuses_sizes_and_places_that_cannot_be() {
        assertThat(Merkle.includes(root(8), 8, -1, root(1), List.of())).isFalse();
        assertThat(Merkle.includes(root(8), 8, 8, root(1), List.of())).isFalse();
        assertThat(Merkle.includes(root(8), 0, 0, root(1), List.of())).isFalse();
        assertThat(Merkle.includes(root(8), Long.MIN_VALUE, 0, root(1), List.of()))
                .isFalse();
        assertThat(Merkle.consistent(9, root(8), 8, root(8), List.of())).isFalse();
        assertThat(Merkle.consistent(-1, root(8), 8, root(8), List.of())).isFalse();
        assertThat(Merkle.consistent(3, root(3), 8, root(8), List.of())).isFalse();
        assertThatThrownBy(() -> Merkle.inclusionProof(8, 8, NODES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merkle.inclusionProof(-1, 8, NODES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merkle.consistencyProof(9, 8, NODES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merkle.consistencyProof(-1, 8, NODES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merkle.root(-1, NODES)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void works_to_the_largest_sizes() {
        var proof = new ArrayList<Bytes>();
        var hash = Merkle.EMPTY_ROOT;
        for (var level = 0; level < 62; level++) {
            proof.add(hash);
            hash = Merkle.nodeHash(hash, hash);
        }

        assertThat(Merkle.includes(hash, 1L << 62, (1L << 62) - 1, Merkle.EMPTY_ROOT, proof))
                .isTrue();
        assertThat(Merkle.includes(hash, Long.MAX_VALUE, (1L << 62) - 1, Merkle.EMPTY_ROOT, proof))
                .isFalse();
    }

    @Test
    void refuses_proofs_of_anything_but_hashes() {
        // Two octets borrowed from the neighbour: the same 64 octets are hashed.
        var left = Merkle.leafHash(LEAVES.get(0));
        var right = Merkle.leafHash(LEAVES.get(1));
        var shortened = left.slice(0, 30);
        var lengthened = Bytes.concat(left.slice(30, 32), right);

        assertThat(Merkle.nodeHash(shortened, lengthened)).isEqualTo(root(2));
        assertThat(Merkle.includes(root(2), 2, 1, lengthened, List.of(shortened)))
                .isFalse();
        assertThat(Merkle.includes(root(2), 2, 0, shortened, List.of(lengthened)))
                .isFalse();
        assertThat(Merkle.consistent(1, shortened, 2, root(2), List.of(lengthened)))
                .isFalse();
    }

    @Test
    void a_leaf_is_no_node() {
        var inner = Bytes.concat(Merkle.leafHash(LEAVES.get(0)), Merkle.leafHash(LEAVES.get(1)));

        assertThat(Merkle.leafHash(inner)).isNotEqualTo(root(2));
    }
}
