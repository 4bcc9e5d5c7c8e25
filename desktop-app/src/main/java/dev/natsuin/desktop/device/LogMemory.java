package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.statement.Ids;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest word of the signature log that this desk has verified: it may grow from here, never differ.
 *
 * @param sgm identity hash of the SGM whose log it is, 32 octets
 * @param logKey the key that signs its checkpoints
 * @param checkpoint the signed note
 * @param time the newest signed time heard
 * @param activityTime when all uses were last confirmed, if ever
 * @param heads the newest running number heard of each chain
 */
public record LogMemory(
        Bytes sgm,
        VerifyingKey logKey,
        String checkpoint,
        Instant time,
        Optional<Instant> activityTime,
        Map<String, Long> heads) {
    /** Copies the map. */
    public LogMemory {
        heads = Map.copyOf(heads);
    }

    /** The checkpoint in the note; nothing if the file was altered. */
    public Optional<Checkpoint> opened() {
        return Checkpoint.open(checkpoint, Checkpoint.originOf(sgm), logKey);
    }

    /** With a newer checkpoint, heard at this time. */
    public LogMemory grown(String note, Instant heard) {
        return new LogMemory(sgm, logKey, note, later(heard), activityTime, heads);
    }

    /** With the chains' newest numbers, all uses confirmed at this time. */
    public LogMemory confirmed(Map<String, Long> told, Instant heard) {
        var all = new TreeMap<>(heads);
        told.forEach((chain, number) -> all.merge(chain, number, Math::max));
        return new LogMemory(sgm, logKey, checkpoint, later(heard), Optional.of(heard), all);
    }

    private Instant later(Instant heard) {
        return heard.isAfter(time) ? heard : time;
    }

    Bytes toBytes() {
        var chains = heads.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(h -> JsonObject.with("chain", h.getKey())
                        .and("number", h.getValue())
                        .build())
                .toList();
        var json = JsonObject.empty()
                .and("v", 1)
                .and("sgm", sgm.toHex())
                .and("logKey", logKey.encoded())
                .and("checkpoint", checkpoint)
                .and("time", time);
        activityTime.ifPresent(t -> json.and("activityTime", t));
        return json.andObjects("heads", chains).build().toBytes();
    }

    static LogMemory read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var activityTime = json.optionalNumber("activityTime");
        var heads = new TreeMap<String, Long>();
        for (var item : json.objects("heads")) {
            var head = item.reader();
            heads.put(head.hexText("chain", Ids.SIZE_BYTES), head.index("number"));
            head.end();
        }
        var memory = new LogMemory(
                json.hex("sgm", 32),
                VerifyingKey.of(json.bytes("logKey", VerifyingKey.SIZE_BYTES)),
                json.text("checkpoint"),
                json.moment("time"),
                activityTime.map(Instant::ofEpochSecond),
                heads);
        json.end();
        if (memory.opened().isEmpty()) {
            throw new Malformed("a checkpoint that the log did not sign");
        }
        return memory;
    }
}
