package dev.natsuin.sap.http;

import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;

/** A request is refused before a feature saw it. */
final class HttpRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final int status;
    private final Duration retryAfter;

    HttpRefusal(ProblemCode code) {
        this(code, code.httpStatus());
    }

    /** With a status of HTTP's own, such as 415. */
    HttpRefusal(ProblemCode code, int status) {
        this(code, status, Face.RETRY);
    }

    private HttpRefusal(ProblemCode code, int status, Duration wait) {
        super(code.code());
        this.code = code;
        this.status = status;
        this.retryAfter = wait;
    }

    /** Asked too often; after this time it may be asked again. */
    static HttpRefusal tooMany(Duration wait) {
        return new HttpRefusal(ProblemCode.TOO_MANY_REQUESTS, ProblemCode.TOO_MANY_REQUESTS.httpStatus(), wait);
    }

    ProblemCode code() {
        return code;
    }

    int status() {
        return status;
    }

    /** When to ask again, where the status is one that says so. */
    Duration retryAfter() {
        return retryAfter;
    }
}
