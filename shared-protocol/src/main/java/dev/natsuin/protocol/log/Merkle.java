package dev.natsuin.protocol.log;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of the signature log: hashing (RFC 6962 §2.1), making and checking proofs (RFC 9162 §2.1).
 *
 * <p>A tree is named by its size. {@link Nodes} gives the hashes of complete subtrees: {@code node(0, i)} is the hash
 * of leaf {@code i}, {@code node(l, i)} that of the leaves from {@code i * 2^l} on, {@code 2^l} of them.
 */
public final class Merkle {
    /** The root of the empty tree: the SHA-256 of nothing. */
    public static final Bytes EMPTY_ROOT = Bytes.EMPTY.sha256();

    private static final int HASH_SIZE_BYTES = 32;
    private static final Bytes LEAF = Bytes.hex("00");
    private static final Bytes NODE = Bytes.hex("01");

    private Merkle() {}

    /** Where hashes of complete subtrees are kept. */
    public interface Nodes {
        /** The hash of the complete subtree of this level (0: leaf) and place (counted from 0), which must be there. */
        Bytes node(int level, long place);
    }

    /** The hash of a leaf. */
    public static Bytes leafHash(Bytes leaf) {
        return Bytes.concat(LEAF, leaf).sha256();
    }

    /** The hash of two subtrees side by side. */
    public static Bytes nodeHash(Bytes left, Bytes right) {
        return Bytes.concat(NODE, left, right).sha256();
    }

    /** The root of the first {@code size} leaves. */
    public static Bytes root(long size, Nodes nodes) {
        if (size < 0) {
            throw new IllegalArgumentException("no tree of " + size);
        }
        return size == 0 ? EMPTY_ROOT : rangeRoot(0, size, nodes);
    }

    /** The hash of the leaves from {@code begin} up to, without, {@code end}; begin is aligned as RFC 6962 splits. */
    private static Bytes rangeRoot(long begin, long end, Nodes nodes) {
        var count = end - begin;
        if (Long.bitCount(count) == 1 && begin % count == 0) {
            return nodes.node(Long.numberOfTrailingZeros(count), begin / count);
        }
        var split = begin + splitOf(count);
        return nodeHash(rangeRoot(begin, split, nodes), rangeRoot(split, end, nodes));
    }

    /** The largest power of two smaller than {@code count}. */
    private static long splitOf(long count) {
        return Long.highestOneBit(count - 1);
    }

    /**
     * The proof that the leaf at {@code index} is in the tree of {@code size} leaves (RFC 9162 §2.1.3.1), lowest hash
     * first.
     *
     * @throws IllegalArgumentException if there is no such leaf
     */
    public static List<Bytes> inclusionProof(long index, long size, Nodes nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        var path = new ArrayList<Bytes>();
        collectInclusion(index, 0, size, nodes, path);
        return List.copyOf(path);
    }

    private static void collectInclusion(long index, long begin, long end, Nodes nodes, List<Bytes> path) {
        if (end - begin == 1) {
            return;
        }
        var split = begin + splitOf(end - begin);
        if (index < split) {
            collectInclusion(index, begin, split, nodes, path);
            path.add(rangeRoot(split, end, nodes));
        } else {
            collectInclusion(index, split, end, nodes, path);
            path.add(rangeRoot(begin, split, nodes));
        }
    }

    /**
     * True if the proof shows the leaf hash at {@code index} under the root of {@code size} leaves (RFC 9162 §2.1.3.2).
     */
    public static boolean includes(Bytes root, long size, long index, Bytes leafHash, List<Bytes> proof) {
        if (index < 0 || index >= size || !areHashes(proof)) {
            return false;
        }
        var fn = index;
        var sn = size - 1;
        var r = leafHash;
        for (var p : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = nodeHash(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = nodeHash(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && r.equals(root);
    }

    /** Two hashes side by side can be parted in one way only as long as each has 32 octets. */
    private static boolean areHashes(List<Bytes> proof) {
        return proof.stream().allMatch(hash -> hash.size() == HASH_SIZE_BYTES);
    }

    /**
     * The proof that the tree of {@code first} leaves is the beginning of that of {@code second} (RFC 9162 §2.1.4.1).
     *
     * <p>Empty if {@code first} is 0 or equals {@code second}.
     */
    public static List<Bytes> consistencyProof(long first, long second, Nodes nodes) {
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("no tree of " + first + " in one of " + second);
        }
        var path = new ArrayList<Bytes>();
        if (first > 0 && first < second) {
            collectConsistency(first, 0, second, true, nodes, path);
        }
        return List.copyOf(path);
    }

    private static void collectConsistency(
            long first, long begin, long end, boolean whole, Nodes nodes, List<Bytes> path) {
        if (first == end) {
            if (!whole) {
                path.add(rangeRoot(begin, end, nodes));
            }
            return;
        }
        var split = begin + splitOf(end - begin);
        if (first <= split) {
            collectConsistency(first, begin, split, whole, nodes, path);
            path.add(rangeRoot(split, end, nodes));
        } else {
            collectConsistency(first, split, end, false, nodes, path);
            path.add(rangeRoot(begin, split, nodes));
        }
    }

    /** True if the proof shows that the second tree only adds to the first (RFC 9162 §2.1.4.2). */
    public static boolean consistent(long first, Bytes firstRoot, long second, Bytes secondRoot, List<Bytes> proof) {
        if (first < 0 || first > second || !areHashes(proof)) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && firstRoot.equals(secondRoot);
        }
        if (first == 0) {
            return proof.isEmpty() && firstRoot.equals(EMPTY_ROOT);
        }
        var path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.add(0, firstRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        var fn = first - 1;
        var sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        var fr = path.get(0);
        var sr = path.get(0);
        for (var c : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = nodeHash(c, fr);
                sr = nodeHash(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = nodeHash(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
    }
}
