package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signed file that waits for services to reach the level wished for.
 *
 * @param file where it lies on this computer; the name never leaves
 * @param sha256 of the file as it was left: another one under this name is not ours to change
 * @param wanted the level wished for
 * @param detached what it signs, if that lies beside it
 * @param timestampUrls the authorities named for it; if there are none, as the profile says
 * @param on the computer on which it was found last; nothing: not known
 */
public record ToBeRaised(
        Path file,
        Bytes sha256,
        Optional<Path> detached,
        SignatureLevel wanted,
        List<String> timestampUrls,
        Optional<Bytes> on) {
    private static final int SHA256_BYTES = 32;

    /** Copies the list. */
    public ToBeRaised {
        timestampUrls = List.copyOf(timestampUrls);
    }

    static Bytes toBytes(List<ToBeRaised> all) {
        return JsonObject.empty()
                .and("v", 1)
                .andObjects("files", all.stream().map(ToBeRaised::toJson).toList())
                .build()
                .toBytes();
    }

    private JsonObject toJson() {
        var json = JsonObject.empty().and("file", file.toString()).and("sha256", sha256);
        detached.ifPresent(content -> json.and("detached", content.toString()));
        json.and("wanted", wanted.name()).andTexts("tsas", timestampUrls);
        on.ifPresent(computer -> json.and("on", computer));
        return json.build();
    }

    static List<ToBeRaised> read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var all = new ArrayList<ToBeRaised>();
        for (var each : json.objects("files")) {
            all.add(read(each.reader()));
        }
        json.end();
        return List.copyOf(all);
    }

    private static ToBeRaised read(JsonObject.Reader json) throws Malformed {
        try {
            var read = new ToBeRaised(
                    Path.of(json.text("file")),
                    json.bytes("sha256", SHA256_BYTES),
                    json.optionalText("detached").map(Path::of),
                    SignatureLevel.valueOf(json.text("wanted")),
                    json.texts("tsas"),
                    json.has("on") ? Optional.of(json.bytes("on", Computer.ID_BYTES)) : Optional.empty());
            json.end();
            return read;
        } catch (InvalidPathException e) {
            throw new Malformed("no path of this computer");
        } catch (IllegalArgumentException e) {
            throw new Malformed("a level that is not known");
        }
    }
}
