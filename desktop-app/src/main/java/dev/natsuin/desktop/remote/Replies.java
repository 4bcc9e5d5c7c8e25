package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How a reply is read before any signature in it is checked. */
final class Replies {
    /** What the SAP may say in its own name. What is the SGM's to say counts only signed. */
    private static final Set<ProblemCode> SAPS_OWN = EnumSet.of(
            ProblemCode.REQUEST_MALFORMED,
            ProblemCode.REQUEST_TOO_LARGE,
            ProblemCode.LOGIN_REQUIRED,
            ProblemCode.LOGIN_NOT_ACCEPTED,
            ProblemCode.NOT_FOUND,
            ProblemCode.METHOD_NOT_IMPLEMENTED,
            ProblemCode.TOO_MANY_REQUESTS,
            ProblemCode.SERVER_BUSY,
            ProblemCode.SGM_UNAVAILABLE,
            ProblemCode.SERVER_CLOCK_BEHIND,
            ProblemCode.OPERATION_UNKNOWN,
            ProblemCode.SERVER_FAULT);

    private Replies() {}

    /** The object of a reply that says it worked. */
    static JsonObject object(Wire.Reply reply) throws Refusal {
        if (reply.status() != 200) {
            throw new Refusal(saidByTheSap(reply));
        }
        return parsed(reply).orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    static Optional<JsonObject> parsed(Wire.Reply reply) {
        try {
            return Optional.of(JsonObject.lenient(reply.body()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** The answer token in a reply, not yet opened: ours is called {@code answer}, beside CSC {@code natsuinAnswer}. */
    static Optional<String> answerToken(Wire.Reply reply) {
        try {
            var object = parsed(reply);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            var json = object.get().reader();
            var beside = json.optionalText("natsuinAnswer");
            return beside.isPresent() ? beside : json.optionalText("answer");
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** The problem of a reply without signed answer, so far as the SAP may have it. */
    static Problem saidByTheSap(Wire.Reply reply) {
        if (reply.status() == 200) {
            return Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        return Problem.of(named(reply).filter(SAPS_OWN::contains).orElseGet(() -> byStatus(reply.status())));
    }

    private static Optional<ProblemCode> named(Wire.Reply reply) {
        try {
            var object = parsed(reply);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            var problem = object.get().reader().optionalObject("problem");
            return problem.isEmpty()
                    ? Optional.empty()
                    : ProblemCode.byCode(problem.get().reader().text("code"));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static ProblemCode byStatus(int status) {
        return switch (status) {
            case 401 -> ProblemCode.LOGIN_REQUIRED;
            case 413 -> ProblemCode.REQUEST_TOO_LARGE;
            case 429 -> ProblemCode.TOO_MANY_REQUESTS;
            case 500 -> ProblemCode.SERVER_FAULT;
            case 501 -> ProblemCode.METHOD_NOT_IMPLEMENTED;
            case 502, 503, 504 -> ProblemCode.SGM_UNAVAILABLE;
            default -> ProblemCode.ANSWER_NOT_BELIEVABLE;
        };
    }
}
