package dev.natsuin.sap.http;

import dev.natsuin.sap.courier.Courier;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;

/** Whether a client would rather be told to ask again than wait for long work: {@code Prefer} (RFC 7240 §4.1). */
final class Preference {
    private Preference() {}

    static boolean asksAgain(Context context) {
        var header = context.header("Prefer");
        return header != null
                && Arrays.stream(header.split(",")).map(String::trim).anyMatch("respond-async"::equalsIgnoreCase);
    }

    static Duration patience(Context context) {
        return asksAgain(context) ? Courier.SHORT : Courier.SYNCHRONOUS;
    }
}
