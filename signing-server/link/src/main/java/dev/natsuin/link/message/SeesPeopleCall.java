package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import java.util.Optional;

/**
 * The SAP asks whether a device that is logged in may be told of other people; the SGM says why not, as it would of a
 * {@code list-people} of that device.
 *
 * <p>So names, which the SAP alone keeps, are for nobody whose device waits or was removed, or who may not act.
 *
 * @param user whose device it is
 * @param device which
 */
public record SeesPeopleCall(String user, String device) {
    /** As octets. */
    public Bytes toBytes() {
        return JsonObject.with("user", user).and("device", device).build().toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static SeesPeopleCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var call =
                new SeesPeopleCall(json.hexText("user", Ids.PERSON_SIZE_BYTES), json.hexText("device", Ids.SIZE_BYTES));
        json.end();
        return call;
    }

    /**
     * The answer's octets.
     *
     * @param refusal why not; nothing if it may
     */
    public static Bytes answer(Optional<ProblemCode> refusal) {
        var json = JsonObject.empty();
        refusal.ifPresent(code -> json.and("problem", code.code()));
        return json.build().toBytes();
    }

    /**
     * Reads the answer.
     *
     * @return why not; nothing if it may
     * @throws Malformed if it is not as it must be
     */
    public static Optional<ProblemCode> readAnswer(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var told = json.optionalText("problem");
        json.end();
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(ProblemCode.byCode(told.get()).orElse(ProblemCode.NOT_PERMITTED));
    }
}
