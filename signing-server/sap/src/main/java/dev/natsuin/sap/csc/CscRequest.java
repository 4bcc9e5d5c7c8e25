package dev.natsuin.sap.csc;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Reads members of a CSC request and refuses wrong ones in the specification's words. Members nobody reads are ignored.
 */
public final class CscRequest {
    private final JsonObject.Reader json;

    /** Reads from this object. */
    public CscRequest(JsonObject body) {
        this.json = body.reader();
    }

    /** A text that must be there. */
    public String text(String member) throws NotAsSpecified {
        return optionalText(member).orElseThrow(() -> new NotAsSpecified(CscRefusal.missingText(member)));
    }

    /** A text that may be there. */
    public Optional<String> optionalText(String member) throws NotAsSpecified {
        try {
            return json.optionalText(member);
        } catch (Malformed e) {
            throw new NotAsSpecified(CscRefusal.missingText(member));
        }
    }

    /** A boolean; absent is false. */
    public boolean flag(String member) throws NotAsSpecified {
        try {
            return json.optionalTruth(member).orElse(false);
        } catch (Malformed e) {
            throw new NotAsSpecified(CscRefusal.invalid("Invalid type of boolean parameter " + member));
        }
    }

    /**
     * A list of texts that must be there and hold something.
     *
     * @param called what the specification's texts call it
     */
    public List<String> texts(String member, String called) throws NotAsSpecified {
        try {
            var texts = json.texts(member);
            if (texts.isEmpty()) {
                throw new NotAsSpecified(CscRefusal.invalid("Empty " + called + " array"));
            }
            return texts;
        } catch (Malformed e) {
            throw new NotAsSpecified(CscRefusal.invalid("Missing (or invalid type) array parameter " + called));
        }
    }

    /** A whole number that may be there. */
    public Optional<Long> optionalNumber(String member) throws NotAsSpecified {
        try {
            return json.optionalNumber(member);
        } catch (Malformed e) {
            throw new NotAsSpecified(CscRefusal.invalidParameter(member));
        }
    }

    /** Refuses a {@code userID}: every access token here is one person's. */
    public void noUserId() throws NotAsSpecified {
        noUserId("MUST");
    }

    /**
     * Refuses a {@code userID} likewise.
     *
     * @param verb the specification's word for it there
     */
    public void noUserId(String verb) throws NotAsSpecified {
        if (json.has("userID")) {
            throw new NotAsSpecified(CscRefusal.invalid("userID parameter " + verb + " be null"));
        }
    }
}
