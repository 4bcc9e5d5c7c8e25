package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Ids;
import java.time.Instant;

/**
 * The newest identity key of the SGM that this desk has followed to: it never goes back.
 *
 * @param sgm the SGM's name, 32 octets
 * @param number how many keys there were before it, 1 or more
 * @param keyHash its hash, 32 octets
 * @param since when it took the place of the one before, by SGM time
 * @param askedBy id of the administrator who ordered it first
 * @param approvedBy id of the one who ordered it second
 * @param told whether the person has been told
 */
public record IdentityMemory(
        Bytes sgm, int number, Bytes keyHash, Instant since, String askedBy, String approvedBy, boolean told) {
    /** The same, told to the person. */
    public IdentityMemory asTold() {
        return new IdentityMemory(sgm, number, keyHash, since, askedBy, approvedBy, true);
    }

    Bytes toBytes() {
        return JsonObject.empty()
                .and("v", 1)
                .and("sgm", sgm.toHex())
                .and("number", number)
                .and("key", keyHash.toHex())
                .and("since", since)
                .and("askedBy", askedBy)
                .and("approvedBy", approvedBy)
                .and("told", told)
                .build()
                .toBytes();
    }

    static IdentityMemory read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var memory = new IdentityMemory(
                json.hex("sgm", 32),
                json.count("number"),
                json.hex("key", 32),
                json.moment("since"),
                json.hexText("askedBy", Ids.PERSON_SIZE_BYTES),
                json.hexText("approvedBy", Ids.PERSON_SIZE_BYTES),
                json.truth("told"));
        json.end();
        if (memory.number < 1) {
            throw new Malformed("an identity key that follows none");
        }
        return memory;
    }
}
