package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * An order that was sent, or was about to be, and is not answered yet. It is sent again octet for octet, never made
 * anew.
 *
 * @param sealed the octets; only the SGM can open them
 * @param statement what was ordered, without signatures and secrets
 * @param documents names on this computer, one for each hash of a {@code sign} statement; else none. They never leave.
 * @param display for an {@code invite}: what the SAP shows of the person, sent beside the octets each time
 * @param book for a {@code sign}: the name of the book that has its documents (see {@link OrderBooks})
 */
public record Unanswered(
        Bytes sealed, Bytes statement, List<String> documents, Optional<JsonObject> display, Optional<String> book) {
    /** Of an order that has no book. */
    public Unanswered(Bytes sealed, Bytes statement, List<String> documents, Optional<JsonObject> display) {
        this(sealed, statement, documents, display, Optional.empty());
    }

    /** Copies the list. */
    public Unanswered {
        documents = List.copyOf(documents);
    }

    Bytes toBytes() {
        var json = JsonObject.empty()
                .and("v", 1)
                .and("sealed", sealed)
                .and("statement", statement)
                .andTexts("documents", documents);
        display.ifPresent(shown -> json.and("display", shown));
        book.ifPresent(name -> json.and("book", name));
        return json.build().toBytes();
    }

    static Unanswered read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var unanswered = new Unanswered(
                json.bytes("sealed"),
                json.bytes("statement"),
                json.texts("documents"),
                json.optionalObject("display"),
                json.optionalText("book"));
        json.end();
        return unanswered;
    }
}
