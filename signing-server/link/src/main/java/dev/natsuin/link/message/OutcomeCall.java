package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;

/**
 * The SAP asks what became of a sealed statement; the SGM gives the answer token (UTF-8), or says that it is working on
 * it, or that it knows nothing of it.
 *
 * <p>It never waits for running work.
 *
 * @param sealedSha256 SHA-256 of the sealed octets, 32 octets
 */
public record OutcomeCall(Bytes sealedSha256) {
    private static final int HASH_SIZE_BYTES = 32;

    /** As octets. */
    public Bytes toBytes() {
        return JsonObject.empty().and("sealed", sealedSha256).build().toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static OutcomeCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var call = new OutcomeCall(json.bytes("sealed", HASH_SIZE_BYTES));
        json.end();
        return call;
    }
}
