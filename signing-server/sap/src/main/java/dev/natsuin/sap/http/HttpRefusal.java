package dev.natsuin.sap.http;

import dev.natsuin.protocol.problem.ProblemCode;

/** A request is refused before a feature saw it. */
final class HttpRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final int status;

    HttpRefusal(ProblemCode code) {
        this(code, code.httpStatus());
    }

    /** With a status of HTTP's own, such as 415. */
    HttpRefusal(ProblemCode code, int status) {
        super(code.code());
        this.code = code;
        this.status = status;
    }

    ProblemCode code() {
        return code;
    }

    int status() {
        return status;
    }
}
