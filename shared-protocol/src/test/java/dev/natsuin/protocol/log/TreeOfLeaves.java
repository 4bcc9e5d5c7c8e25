package dev.natsuin.protocol.log;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;

/** The definition of RFC 6962 §2.1, word for word and slow: what {@link Merkle} is checked against. */
record TreeOfLeaves(List<Bytes> leaves) implements Merkle.Nodes {
    /** MTH(D[n]). */
    static Bytes root(List<Bytes> leaves) {
        if (leaves.isEmpty()) {
            return Bytes.EMPTY.sha256();
        }
        if (leaves.size() == 1) {
            return Bytes.concat(Bytes.hex("00"), leaves.get(0)).sha256();
        }
        var k = 1;
        while (2 * k < leaves.size()) {
            k *= 2;
        }
        return Bytes.concat(Bytes.hex("01"), root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())))
                .sha256();
    }

    @Override
    public Bytes node(int level, long place) {
        var from = (int) (place << level);
        return root(leaves.subList(from, from + (1 << level)));
    }
}
