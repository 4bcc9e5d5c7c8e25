package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A new identity key takes the place of the one before, which signs that; the new one signs it too.
 *
 * <p>From then on the key before signs nothing. What makes it true for whoever pinned that key is that it stands in the
 * signature log, see {@link LoggedSuccession}: who stole the key cannot write there.
 *
 * @param sgm the SGM's name, 32 octets
 * @param number how many successions there were with this one, from 1
 * @param previousKey the key before
 * @param identityKey the new key
 * @param time SGM time, whole seconds
 * @param request SHA-256 of the statement of the first administrator who ordered it
 * @param approval SHA-256 of the statement of the second one
 */
public record Succession(
        Bytes sgm,
        int number,
        VerifyingKey previousKey,
        VerifyingKey identityKey,
        Instant time,
        Bytes request,
        Bytes approval) {
    /** It, signed by both keys, as JSON. */
    public JsonObject sign(SigningSeed previous, SigningSeed next) {
        var text = JsonObject.with("type", "succession")
                .and("v", 1)
                .and("sgm", sgm.toHex())
                .and("number", number)
                .and("previousKey", previousKey.encoded())
                .and("identityKey", identityKey.encoded())
                .and("time", time)
                .and("request", request.toHex())
                .and("approval", approval.toHex())
                .build()
                .toBytes();
        return JsonObject.with("succession", Token.sign(Token.Purpose.SUCCESSION, text, previous))
                .and("successor", next.sign(Token.signingInput(Token.Purpose.SUCCESSOR, text)))
                .build();
    }

    /**
     * Reads one that both keys signed. Whether the key before is anybody's, {@link Identity} tells.
     *
     * @throws Malformed if a signature does not hold or the text is not as it must be
     */
    public static Succession read(JsonObject object) throws Malformed {
        var outer = object.reader();
        var token = outer.text("succession");
        var successor = outer.bytes("successor", VerifyingKey.SIGNATURE_SIZE_BYTES);
        outer.end();
        var text = Token.unverifiedPayload(Token.Purpose.SUCCESSION, token);
        var read = parse(text);
        if (Token.open(Token.Purpose.SUCCESSION, token, read.previousKey).isEmpty()
                || !read.identityKey.verifies(Token.signingInput(Token.Purpose.SUCCESSOR, text), successor)) {
            throw new Malformed("a succession that not both keys signed");
        }
        return read;
    }

    /**
     * Reads all of them, oldest first.
     *
     * @throws Malformed if one is not as it must be, or there are too many
     */
    public static List<Succession> readAll(List<JsonObject> objects) throws Malformed {
        if (objects.size() > Identity.MOST_SUCCESSIONS) {
            throw new Malformed("more successions than there may be");
        }
        var all = new ArrayList<Succession>();
        for (var object : objects) {
            all.add(read(object));
        }
        return List.copyOf(all);
    }

    private static Succession parse(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "succession");
        json.exactly("v", 1);
        var read = new Succession(
                json.hex("sgm", 32),
                json.count("number"),
                VerifyingKey.of(json.bytes("previousKey", VerifyingKey.SIZE_BYTES)),
                VerifyingKey.of(json.bytes("identityKey", VerifyingKey.SIZE_BYTES)),
                json.moment("time"),
                json.hex("request", 32),
                json.hex("approval", 32));
        json.end();
        var numbered = read.number >= 1 && read.number <= Identity.MOST_SUCCESSIONS;
        if (!numbered || read.previousKey.equals(read.identityKey)) {
            throw new Malformed("a succession without a successor, or of no number");
        }
        return read;
    }
}
