package dev.natsuin.sap.courier;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.util.Optional;

/**
 * An answer that the pinned identity signed for the very octets that were carried.
 *
 * @param token as it came, to be handed on
 * @param answer what it says
 */
public record Carried(String token, Answer answer) {
    /** The result, if the SGM did what was ordered. */
    public Optional<JsonObject> result() {
        return answer.body() instanceof Answer.Body.Done done ? Optional.of(done.content()) : Optional.empty();
    }

    /** The problem, if the SGM refused. */
    public Optional<Problem> problem() {
        return answer.body() instanceof Answer.Body.Refused refused ? Optional.of(refused.problem()) : Optional.empty();
    }
}
