package dev.natsuin.sap.http;

import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Words for what HTTP refuses before any of our code sees it: bad request lines, headers too large, and the like. */
final class TypedErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        write(response, request.getHttpURI().getPath(), callback);
        return true;
    }

    private static void write(Response response, @Nullable String path, Callback callback) {
        var status = statusOf(response.getStatus());
        response.setStatus(status);
        var reply = Face.of(path == null ? "/" : path).refusal(codeOf(status), status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, Face.retryAfter(Face.RETRY));
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(reply.body().toBytes().toArray()), callback);
    }

    /** What the client sent is its fault, also where HTTP has a 5xx for it: another version, an unknown encoding. */
    private static int statusOf(int status) {
        return switch (status) {
            case 0 -> HttpStatus.INTERNAL_SERVER_ERROR_500;
            case HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                HttpStatus.BAD_REQUEST_400;
            default -> status;
        };
    }

    static ProblemCode codeOf(int status) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 -> ProblemCode.NOT_FOUND;
            case HttpStatus.PAYLOAD_TOO_LARGE_413, HttpStatus.URI_TOO_LONG_414, 431 -> ProblemCode.REQUEST_TOO_LARGE;
            case HttpStatus.TOO_MANY_REQUESTS_429 -> ProblemCode.TOO_MANY_REQUESTS;
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> ProblemCode.SGM_UNAVAILABLE;
            default -> status < 500 ? ProblemCode.REQUEST_MALFORMED : ProblemCode.SERVER_FAULT;
        };
    }
}
