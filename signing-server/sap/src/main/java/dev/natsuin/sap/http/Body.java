package dev.natsuin.sap.http;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import io.javalin.http.Context;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Reads bodies, which the {@link Gate} has received: JSON and nothing else. */
final class Body {
    private Body() {}

    /** An object of our own format. */
    static JsonObject strict(Context context) throws HttpRefusal {
        try {
            return JsonObject.strict(read(context));
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    /** An object as CSC clients send it: {@code null} is absent, and so is a body. */
    static JsonObject lenient(Context context) throws HttpRefusal {
        try {
            var octets = read(context);
            return octets.isEmpty() ? JsonObject.empty().build() : JsonObject.lenient(octets);
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    private static Bytes read(Context context) throws HttpRefusal {
        var octets = Arrival.of(context).readBody();
        if (!octets.isEmpty() && !isJson(context.contentType())) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
        }
        return octets;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        var parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
        return parts[0].equals("application/json")
                && (parts.length == 1 || (parts.length == 2 && parts[1].matches("charset=\"?utf-8\"?")));
    }
}
