package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file that was archived on this computer, and until when it lasts (decision 0023).
 *
 * @param file where it lies on this computer; the name never leaves
 * @param sha256 of the file as it was left: another one under this name is not ours to change
 * @param detached what it signs, if that lies beside it
 * @param lasting until when it can be proven unless it is renewed
 * @param on the computer on which it was found last; nothing: not known
 */
public record ArchivedHere(Path file, Bytes sha256, Optional<Path> detached, Lasting lasting, Optional<Bytes> on) {
    private static final int SHA256_BYTES = 32;

    /** The same, now that this computer found it. */
    public ArchivedHere on(Computer computer) {
        return new ArchivedHere(file, sha256, detached, lasting, computer.orElse(on));
    }

    static Bytes toBytes(List<ArchivedHere> all) {
        return JsonObject.empty()
                .and("v", 1)
                .andObjects("files", all.stream().map(ArchivedHere::toJson).toList())
                .build()
                .toBytes();
    }

    private JsonObject toJson() {
        var json = JsonObject.empty().and("file", file.toString()).and("sha256", sha256);
        detached.ifPresent(content -> json.and("detached", content.toString()));
        json.and("until", lasting.until()).and("why", lasting.why().code());
        on.ifPresent(computer -> json.and("on", computer));
        return json.build();
    }

    static List<ArchivedHere> read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var all = new ArrayList<ArchivedHere>();
        for (var each : json.objects("files")) {
            all.add(read(each.reader()));
        }
        json.end();
        return List.copyOf(all);
    }

    private static ArchivedHere read(JsonObject.Reader json) throws Malformed {
        try {
            var read = new ArchivedHere(
                    Path.of(json.text("file")),
                    json.bytes("sha256", SHA256_BYTES),
                    json.optionalText("detached").map(Path::of),
                    new Lasting(json.moment("until"), why(json.text("why"))),
                    json.has("on") ? Optional.of(json.bytes("on", Computer.ID_BYTES)) : Optional.empty());
            json.end();
            return read;
        } catch (InvalidPathException e) {
            throw new Malformed("no path of this computer");
        }
    }

    private static Lasting.Why why(String code) throws Malformed {
        for (var each : Lasting.Why.values()) {
            if (each.code().equals(code)) {
                return each;
            }
        }
        throw new Malformed("an end that is not known");
    }
}
