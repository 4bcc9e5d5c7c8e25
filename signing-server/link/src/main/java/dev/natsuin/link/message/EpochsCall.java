package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The SAP asks which entries begin later epochs of the log, or which are of new identity keys; the SGM gives them with
 * their proofs.
 *
 * @param size of the log they are to be proven in
 */
public record EpochsCall(long size) {
    /** As octets. */
    public Bytes toBytes() {
        return JsonObject.empty().and("size", size).build().toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static EpochsCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var call = new EpochsCall(json.index("size"));
        json.end();
        return call;
    }

    /** The answer's octets. */
    public static Bytes entries(List<LogEntry> entries) {
        return JsonObject.empty()
                .andObjects("entries", entries.stream().map(LogEntry::toJson).toList())
                .build()
                .toBytes();
    }

    /**
     * Reads the answer.
     *
     * @throws Malformed if it is not as it must be
     */
    public static List<LogEntry> readEntries(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var entries = new ArrayList<LogEntry>();
        for (var entry : json.objects("entries")) {
            entries.add(LogEntry.read(entry));
        }
        json.end();
        return List.copyOf(entries);
    }
}
