package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;

/**
 * A restore of the server from a backup, as its log proves it to this desk.
 *
 * @param number of the log's epoch that began then, from 2
 * @param begun when, by the SGM's clock
 * @param size how many entries the backup held: the log goes on behind them
 * @param lost how many entries that this desk had seen the log has no more
 * @param before the key that signed the log's checkpoints until then
 */
public record LogEpoch(int number, Instant begun, long size, long lost, VerifyingKey before) {
    JsonObject toJson() {
        return JsonObject.empty()
                .and("number", number)
                .and("begun", begun)
                .and("size", size)
                .and("lost", lost)
                .and("before", before.encoded())
                .build();
    }

    static LogEpoch read(JsonObject object) throws Malformed {
        var json = object.reader();
        var epoch = new LogEpoch(
                json.count("number"),
                json.moment("begun"),
                json.index("size"),
                json.index("lost"),
                VerifyingKey.of(json.bytes("before", VerifyingKey.SIZE_BYTES)));
        json.end();
        return epoch;
    }
}
