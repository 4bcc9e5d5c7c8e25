package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.statement.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * @param epochs the restores of the server that this desk has been told of, oldest first
 * @param witness who cosigns the log, and the newest checkpoint that this desk has with their cosignature
 */
public record LogMemory(
        Bytes sgm,
        VerifyingKey logKey,
        String checkpoint,
        Instant time,
        Optional<Instant> activityTime,
        Map<String, Long> heads,
        List<LogEpoch> epochs,
        Optional<Witness> witness) {
    /**
     * Who cosigns the log, known since the first time.
     *
     * @param key theirs
     * @param note the newest checkpoint that they cosigned, as this desk got it
     */
    public record Witness(VerifyingKey key, String note) {}

    /** Copies the map and the list. */
    public LogMemory {
        heads = Map.copyOf(heads);
        epochs = List.copyOf(epochs);
    }

    /** The first word of a log. */
    public static LogMemory first(Bytes sgm, VerifyingKey logKey, String checkpoint, Instant time) {
        return new LogMemory(sgm, logKey, checkpoint, time, Optional.empty(), Map.of(), List.of(), Optional.empty());
    }

    /** The checkpoint in the note; nothing if the file was altered. */
    public Optional<Checkpoint> opened() {
        return Checkpoint.open(checkpoint, Checkpoint.originOf(sgm), logKey);
    }

    /** With a newer checkpoint, heard at this time. */
    public LogMemory grown(String note, Instant heard) {
        return new LogMemory(sgm, logKey, note, later(heard), activityTime, heads, epochs, witness);
    }

    /** With the chains' newest numbers, all uses confirmed at this time. */
    public LogMemory confirmed(Map<String, Long> told, Instant heard) {
        var all = new TreeMap<>(heads);
        told.forEach((chain, number) -> all.merge(chain, number, Math::max));
        return new LogMemory(sgm, logKey, checkpoint, later(heard), Optional.of(heard), all, epochs, witness);
    }

    /**
     * After restores of the server: the checkpoint is the new key's. If entries are lost, running numbers begin where
     * the backup was.
     */
    public LogMemory restored(VerifyingKey newKey, String note, Instant heard, List<LogEpoch> restores) {
        var all = new ArrayList<>(epochs);
        all.addAll(restores);
        var lost = restores.stream().anyMatch(epoch -> epoch.lost() > 0);
        return new LogMemory(sgm, newKey, note, later(heard), activityTime, lost ? Map.of() : heads, all, witness);
    }

    /** Without what is one person's: another's chains are not told to whoever comes next. */
    LogMemory ofNobody() {
        return new LogMemory(sgm, logKey, checkpoint, time, Optional.empty(), Map.of(), epochs, witness);
    }

    /** The newest of several words of one log; what the others know of chains in the same epoch is kept. */
    static Optional<LogMemory> newest(List<LogMemory> several) {
        return several.stream().max(Comparator.comparing(LogMemory::time)).map(newest -> {
            var all = new TreeMap<String, Long>();
            var activityTime = newest.activityTime;
            for (var memory : several) {
                if (memory.logKey.equals(newest.logKey)) {
                    memory.heads.forEach((chain, number) -> all.merge(chain, number, Math::max));
                    activityTime = activityTime.or(memory::activityTime);
                }
            }
            return new LogMemory(
                    newest.sgm,
                    newest.logKey,
                    newest.checkpoint,
                    newest.time,
                    activityTime,
                    all,
                    newest.epochs,
                    newest.witness);
        });
    }

    /** With who cosigns the log, and what they cosigned last; nothing: whoever cosigns next is taken for them. */
    public LogMemory witnessed(Optional<Witness> by) {
        return new LogMemory(sgm, logKey, checkpoint, time, activityTime, heads, epochs, by);
    }

    /** The checkpoint in a note of this log, of now or of an epoch before, within what that left behind. */
    public Optional<Checkpoint> own(String note) {
        var origin = Checkpoint.originOf(sgm);
        return Checkpoint.open(note, origin, logKey)
                .or(() -> epochs.stream()
                        .flatMap(
                                epoch -> Checkpoint.open(note, origin, epoch.before())
                                        .filter(told -> told.size() <= epoch.size())
                                        .stream())
                        .findFirst());
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
        json.andObjects("heads", chains);
        if (!epochs.isEmpty()) {
            json.andObjects("epochs", epochs.stream().map(LogEpoch::toJson).toList());
        }
        witness.ifPresent(by -> json.and("cosigner", by.key().encoded()).and("cosigned", by.note()));
        return json.build().toBytes();
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
        var epochs = new ArrayList<LogEpoch>();
        if (json.has("epochs")) {
            for (var item : json.objects("epochs")) {
                epochs.add(LogEpoch.read(item));
            }
        }
        var witness = json.has("cosigner")
                ? Optional.of(new Witness(
                        VerifyingKey.of(json.bytes("cosigner", VerifyingKey.SIZE_BYTES)), json.text("cosigned")))
                : Optional.<Witness>empty();
        var memory = new LogMemory(
                json.hex("sgm", 32),
                VerifyingKey.of(json.bytes("logKey", VerifyingKey.SIZE_BYTES)),
                json.text("checkpoint"),
                json.moment("time"),
                activityTime.map(Instant::ofEpochSecond),
                heads,
                epochs,
                witness);
        json.end();
        if (memory.opened().isEmpty()) {
            throw new Malformed("a checkpoint that the log did not sign");
        }
        return memory;
    }
}
