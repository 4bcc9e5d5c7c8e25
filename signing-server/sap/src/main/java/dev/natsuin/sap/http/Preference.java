package dev.natsuin.sap.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a client would rather be answered when there is long work: {@code Prefer} (RFC 7240 §4.1 and §4.3). */
final class Preference {
    /** The longest that anybody waits, and how long a request waits that says nothing. */
    private static final Duration SYNCHRONOUS = Duration.ofSeconds(60);

    /** How long a request waits that would rather be told to ask again: much long work is done by then. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** How long a question for an operation waits. */
    private static final Duration QUESTION = Duration.ofSeconds(10);

    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?([0-9]{1,4})\"?");

    private Preference() {}

    /** Whether it would rather be told to ask again. */
    static boolean asksAgain(Context context) {
        return Arrays.asList(preferences(context)).contains("respond-async");
    }

    /** How long an order may wait for its answer. */
    static Duration patience(Context context) {
        return wished(context, asksAgain(context) ? SHORT : SYNCHRONOUS);
    }

    /** How long a question for an operation may wait. */
    static Duration patienceOfQuestion(Context context) {
        return wished(context, QUESTION);
    }

    /** How long a CSC client's polling may wait: it knows nothing of waiting unless it says so. */
    static Duration patienceOfPolling(Context context) {
        return wished(context, Duration.ZERO);
    }

    private static Duration wished(Context context, Duration otherwise) {
        return Arrays.stream(preferences(context))
                .map(WAIT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))))
                .map(wish -> wish.compareTo(SYNCHRONOUS) < 0 ? wish : SYNCHRONOUS)
                .findFirst()
                .orElse(otherwise);
    }

    private static String[] preferences(Context context) {
        var header = context.header("Prefer");
        return header == null
                ? new String[0]
                : header.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*");
    }
}
