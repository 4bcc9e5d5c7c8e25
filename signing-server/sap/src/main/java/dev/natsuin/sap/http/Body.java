package dev.natsuin.sap.http;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads bodies: JSON, and no more of it than allowed. */
final class Body {
    /** The most octets of an ordinary request. */
    static final int ORDINARY = 1 << 20;

    /** The most octets of a signHash: 10,000 SHA-512 hashes, once as they are and once more in the SAD. */
    static final int SIGN_HASH = 3 << 20;

    /** Time for a whole body: the listener's idle time alone would let one octet a time hold a thread. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int BUFFER = 8192;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private Body() {}

    /** An object of our own format. */
    static JsonObject strict(Context context) throws HttpRefusal {
        try {
            return JsonObject.strict(read(context, ORDINARY));
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    /** An object as CSC clients send it: {@code null} is absent, and so is a body. */
    static JsonObject lenient(Context context, int most) throws HttpRefusal {
        try {
            var octets = read(context, most);
            return octets.isEmpty() ? JsonObject.empty().build() : JsonObject.lenient(octets);
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    private static Bytes read(Context context, int most) throws HttpRefusal {
        var declared = context.req().getContentLengthLong();
        try {
            var in = context.req().getInputStream();
            if (declared > most) {
                if (declared <= 2L * most) {
                    // A client that still sends would not see the answer: a little more is heard out.
                    read(in, (int) declared);
                }
                throw new HttpRefusal(ProblemCode.REQUEST_TOO_LARGE);
            }
            var octets = read(in, most);
            if (!octets.isEmpty() && !isJson(context.contentType())) {
                throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED, UNSUPPORTED_MEDIA_TYPE);
            }
            return octets;
        } catch (IOException e) {
            // The client went away or fell silent; perhaps nobody is there to read this.
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED, REQUEST_TIMEOUT);
        }
    }

    private static Bytes read(InputStream in, int most) throws IOException, HttpRefusal {
        var begun = System.nanoTime();
        var octets = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER];
        for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            octets.write(buffer, 0, n);
            if (octets.size() > most) {
                throw new HttpRefusal(ProblemCode.REQUEST_TOO_LARGE);
            }
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED, REQUEST_TIMEOUT);
            }
        }
        return Bytes.of(octets.toByteArray());
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
