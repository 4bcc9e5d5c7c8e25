package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.csc.CscRefusal;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/** The two ways this server words a refusal: our own, and CSC's. */
enum Face {
    API,
    CSC;

    static final String RETRY_AFTER = "Retry-After";

    private static final String CODE = "natsuin.code";
    /** When to ask again if nothing better is known. */
    static final Duration RETRY = Duration.ofSeconds(5);

    static Face of(String path) {
        return path.startsWith("/csc/") ? CSC : API;
    }

    /** A refusal without the SGM's word on it. */
    Reply refusal(ProblemCode code, int status) {
        return switch (this) {
            case API -> new Reply(status, code.code(), problem(Problem.of(code)).build());
            case CSC -> {
                var refusal = CscRefusal.of(code);
                // What HTTP itself refuses keeps HTTP's status; the rest has CSC's.
                var shown = status == code.httpStatus() ? refusal.status() : status;
                yield csc(new CscRefusal(shown, refusal.error(), refusal.description()), code.code(), Optional.empty());
            }
        };
    }

    /** A refusal of a request that no feature saw. */
    Reply refusal(HttpRefusal refusal) {
        return refusal(refusal.code(), refusal.status()).retryAfter(refusal.retryAfter());
    }

    static Reply refused(Problem problem, String answer) {
        var code = problem.code();
        return new Reply(
                code.httpStatus() == 0 ? 500 : code.httpStatus(),
                code.code(),
                problem(problem).and("answer", answer).build());
    }

    private static JsonObject.Builder problem(Problem problem) {
        var inner = JsonObject.with("code", problem.code().code());
        problem.triesLeft().ifPresent(tries -> inner.and("triesLeft", (long) tries));
        return JsonObject.empty().and("problem", inner.build());
    }

    static Reply csc(CscRefusal refusal, String code, Optional<String> answer) {
        var json = JsonObject.with("error", refusal.error()).and("error_description", refusal.description());
        answer.ifPresent(token -> json.and("natsuinAnswer", token));
        return new Reply(refusal.status(), code, json.build());
    }

    static void send(Context context, Reply reply) {
        context.attribute(CODE, reply.code());
        context.status(reply.status());
        switch (reply.status()) {
            case 401 -> context.header("WWW-Authenticate", Bearer.challenge(context));
            case 429, 503 -> context.header(RETRY_AFTER, retryAfter(reply.retryAfter()));
            case 202 -> {
                context.header(RETRY_AFTER, retryAfter(reply.retryAfter()));
                reply.location().ifPresent(location -> context.header("Location", location));
            }
            default -> {}
        }
        send(context, "application/json", reply.body().toBytes());
    }

    /** Whole seconds, rounded up: whoever waits so long is not too early. */
    static String retryAfter(Duration wait) {
        return String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    static void send(Context context, String contentType, Bytes body) {
        context.contentType(contentType);
        context.result(body.toArray());
    }

    /** The code for the log. */
    static String codeOf(Context context) {
        String code = context.attribute(CODE);
        return code == null ? "ok" : code;
    }
}
