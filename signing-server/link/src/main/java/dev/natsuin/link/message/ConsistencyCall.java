package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;

/**
 * The SAP asks how one size of the log grew into another; the SGM gives the hashes of the proof.
 *
 * @param first the smaller size
 * @param second the larger size
 */
public record ConsistencyCall(long first, long second) {
    /** As octets. */
    public Bytes toBytes() {
        return JsonObject.empty()
                .and("first", first)
                .and("second", second)
                .build()
                .toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static ConsistencyCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var call = new ConsistencyCall(json.index("first"), json.index("second"));
        json.end();
        return call;
    }

    /** The answer's octets. */
    public static Bytes proof(List<Bytes> hashes) {
        return JsonObject.empty().andBytes("proof", hashes).build().toBytes();
    }

    /**
     * Reads the answer.
     *
     * @throws Malformed if it is not as it must be
     */
    public static List<Bytes> readProof(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var hashes = json.bytesList("proof");
        json.end();
        return hashes;
    }
}
