package dev.natsuin.protocol.log;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of a log that is read from its first leaf on (RFC 6962 §2.1). It keeps one hash for each complete
 * subtree at its right edge: 64 of them at most.
 *
 * <p>Not thread-safe.
 */
public final class GrowingTree {
    private final List<Bytes> subtrees = new ArrayList<>();
    private long size;

    /** Is shown each complete subtree as its last leaf comes. */
    public interface Watcher {
        /** The hash of the complete subtree of this level and place, counted as in {@link Merkle.Nodes}. */
        void complete(int level, long place, Bytes hash);
    }

    /** Takes the next leaf's hash, see {@link Merkle#leafHash}. */
    public void add(Bytes leafHash) {
        add(leafHash, (level, place, hash) -> {});
    }

    /** Takes the next leaf's hash. */
    public void add(Bytes leafHash, Watcher watcher) {
        var hash = leafHash;
        var place = size;
        var level = 0;
        watcher.complete(level, place, hash);
        while ((place & 1) == 1) {
            hash = Merkle.nodeHash(subtrees.remove(subtrees.size() - 1), hash);
            place >>= 1;
            level++;
            watcher.complete(level, place, hash);
        }
        subtrees.add(hash);
        size++;
    }

    /** How many leaves it has. */
    public long size() {
        return size;
    }

    /** The root of all leaves so far. */
    public Bytes root() {
        if (size == 0) {
            return Merkle.EMPTY_ROOT;
        }
        var root = subtrees.get(subtrees.size() - 1);
        for (var i = subtrees.size() - 2; i >= 0; i--) {
            root = Merkle.nodeHash(subtrees.get(i), root);
        }
        return root;
    }
}
