package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;

/**
 * The log's word that an act was written down: the entry with its proof, and the checkpoint it is proven under.
 *
 * @param entry the entry
 * @param checkpoint a signed note
 */
public record Receipt(LogEntry entry, String checkpoint) {
    JsonObject toJson() {
        return JsonObject.empty()
                .and("entry", entry.toJson())
                .and("checkpoint", checkpoint)
                .build();
    }

    static Receipt read(JsonObject object) throws Malformed {
        var json = object.reader();
        var receipt = new Receipt(LogEntry.read(json.object("entry")), json.text("checkpoint"));
        json.end();
        return receipt;
    }
}
