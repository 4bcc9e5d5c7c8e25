package dev.natsuin.sap.csc;

import dev.natsuin.protocol.problem.ProblemCode;

/**
 * A refusal in the words of the CSC API v2 (clause 10): HTTP status, stable error code, description.
 *
 * @param status HTTP status
 * @param error the contract
 * @param description for whoever reads logs; literal texts of the specification where it has one
 */
public record CscRefusal(int status, String error, String description) {
    private static final String INVALID_REQUEST = "invalid_request";

    /** A request that is wrong in the way the description says. */
    public static CscRefusal invalid(String description) {
        return new CscRefusal(400, INVALID_REQUEST, description);
    }

    /** A text that has to be there and is not, or is not a text. */
    public static CscRefusal missingText(String member) {
        return invalid("Missing (or invalid type) string parameter " + member);
    }

    /** A member with a value that cannot be. */
    public static CscRefusal invalidParameter(String member) {
        return invalid("Invalid parameter " + member);
    }

    /** The answer of a polling method while there is nothing to give yet; by its status no refusal. */
    public static CscRefusal notYet() {
        return new CscRefusal(
                202, "accepted_request", "The previous async request has been accepted but not yet completed");
    }

    /** The words for a problem on our list. */
    public static CscRefusal of(ProblemCode code) {
        return switch (code) {
            case STATEMENT_NOT_ACCEPTED,
                    STATEMENT_MALFORMED,
                    STATEMENT_REPLAYED,
                    STATEMENT_TOO_LONG,
                    AUDIENCE_WRONG,
                    CERTIFICATE_NOT_BOUND -> invalidParameter("SAD");
            case STATEMENT_EXPIRED -> invalid("SAD expired");
            case HASHES_DIFFER -> invalid("Hash is not authorized by the SAD");
            case HASH_LENGTH_WRONG -> invalid("Invalid digest value length");
            case TOO_MANY_HASHES -> invalid("Numbers of signatures is too high");
            case ALGORITHM_NOT_ALLOWED -> invalidParameter("signAlgo");
            case KEY_UNKNOWN -> invalidParameter("credentialID");
            case KEY_NOT_ENABLED -> invalid("The credential identified by credentialID is disabled");
            case CERTIFICATE_EXPIRED -> invalid("Signing certificate is expired");
            case CERTIFICATE_REVOKED -> invalid("Signing certificate is revoked");
            case DEVICE_LOCKED -> invalid("Credential locked");
            case PIN_WRONG -> new CscRefusal(400, "invalid_authentication_data", "The authentication data is invalid");
            case PERSON_NOT_ACTIVE, NOT_PERMITTED, METHOD_NOT_ALLOWED_FOR_KEY, DEVICE_NOT_CONFIRMED, DEVICE_REMOVED ->
                new CscRefusal(400, "access_denied", "The act is not permitted");
            case REQUEST_MALFORMED -> invalid("The request is not as it must be");
            case REQUEST_TOO_LARGE -> new CscRefusal(413, INVALID_REQUEST, "The request is too large");
            case LOGIN_REQUIRED, LOGIN_NOT_ACCEPTED ->
                new CscRefusal(401, "invalid_token", "The access token expired or is invalid");
            case NOT_FOUND -> new CscRefusal(404, INVALID_REQUEST, "There is no such method");
            case METHOD_NOT_IMPLEMENTED -> new CscRefusal(501, INVALID_REQUEST, "The method is not implemented");
            case TOO_MANY_REQUESTS -> new CscRefusal(429, "temporarily_unavailable", "Too many requests");
            case SERVER_BUSY -> new CscRefusal(503, "temporarily_unavailable", "The server is busy");
            case OPERATION_UNKNOWN -> invalidParameter("requestID");
            case SERVER_CLOCK_BEHIND ->
                new CscRefusal(503, "temporarily_unavailable", "The clock of the server is wrong");
            case SGM_UNAVAILABLE ->
                new CscRefusal(503, "temporarily_unavailable", "The signing module does not answer");
            // A SAD that orders something else, which the SGM did not do; or an alarm, which is nobody's fault but
            // ours.
            default -> isOfWhoAsks(code) ? invalidParameter("SAD") : serverError();
        };
    }

    private static boolean isOfWhoAsks(ProblemCode code) {
        return code.httpStatus() >= 400 && code.httpStatus() < 500;
    }

    private static CscRefusal serverError() {
        return new CscRefusal(500, "server_error", "The server failed");
    }
}
