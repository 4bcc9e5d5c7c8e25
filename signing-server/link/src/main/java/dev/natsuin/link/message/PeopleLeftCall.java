package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SAP asks who ended for ever, and when that was long enough ago; the SGM gives ids, of which it keeps no names.
 *
 * <p>So names, which the SAP alone keeps, need not be kept longer than somebody wants (decision 0084).
 *
 * @param now the SAP's time; the SGM counts from the earliest of this, its own, and its newest log entry's, as one
 *     clock that is ahead must not erase anything
 * @param days those who ended so many days ago or earlier
 * @param after those whose id comes after this one, in the order of ids; from the first if it is empty
 */
public record PeopleLeftCall(Instant now, int days, Optional<String> after) {
    /** At most so many in an answer: as many mean that there may be more. */
    public static final int MOST = 1_000;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + 2 * Ids.PERSON_SIZE_BYTES + "}");

    /** As octets. */
    public Bytes toBytes() {
        var json = JsonObject.empty().and("now", now).and("days", days);
        after.ifPresent(user -> json.and("after", user));
        return json.build().toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static PeopleLeftCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var now = json.moment("now");
        var days = json.count("days");
        var after = json.has("after")
                ? Optional.of(json.hexText("after", Ids.PERSON_SIZE_BYTES))
                : Optional.<String>empty();
        json.end();
        return new PeopleLeftCall(now, days, after);
    }

    /** The answer's octets. */
    public static Bytes answer(List<String> users) {
        return JsonObject.empty().andTexts("users", users).build().toBytes();
    }

    /**
     * Reads the answer.
     *
     * @throws Malformed if it is not as it must be: also if it has too many, or one that is no id
     */
    public static List<String> readAnswer(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var users = json.texts("users");
        json.end();
        if (users.size() > MOST || !users.stream().allMatch(ID.asMatchPredicate())) {
            throw new Malformed("people who left");
        }
        return users;
    }
}
