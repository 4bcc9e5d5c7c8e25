package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One order of this computer that was signed, so that the log's entries can be shown with the names of documents.
 *
 * @param time as the log has it
 * @param logIndex where the log has it
 * @param keyId which key
 * @param number the key's running number
 * @param items what was signed, in order
 */
public record SignedHere(Instant time, long logIndex, String keyId, long number, List<Item> items) {
    /**
     * One document.
     *
     * @param hash what was signed
     * @param document the file's name, without folders
     */
    public record Item(Bytes hash, String document) {}

    /** Copies the list. */
    public SignedHere {
        items = List.copyOf(items);
    }

    Bytes toBytes() {
        return JsonObject.empty()
                .and("v", 1)
                .and("time", time)
                .and("logIndex", logIndex)
                .and("keyId", keyId)
                .and("number", number)
                .andObjects(
                        "items",
                        items.stream()
                                .map(i -> JsonObject.empty()
                                        .and("hash", i.hash())
                                        .and("document", i.document())
                                        .build())
                                .toList())
                .build()
                .toBytes();
    }

    static SignedHere read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var items = new ArrayList<Item>();
        for (var object : json.objects("items")) {
            var item = object.reader();
            items.add(new Item(item.bytes("hash"), item.text("document")));
            item.end();
        }
        var signed = new SignedHere(
                json.moment("time"),
                json.index("logIndex"),
                json.hexText("keyId", Ids.SIZE_BYTES),
                json.index("number"),
                items);
        json.end();
        return signed;
    }
}
