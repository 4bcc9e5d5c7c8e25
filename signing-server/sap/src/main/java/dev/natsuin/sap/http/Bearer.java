package dev.natsuin.sap.http;

import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Account;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out from the Authorization header who asks (RFC 6750 §2.1). */
final class Bearer {
    private static final Pattern HEADER = Pattern.compile("(?i:bearer) ([A-Za-z0-9._~+/-]{1,200}=*)");

    private Bearer() {}

    /** The token, if the header has the form it must have. */
    static Optional<String> token(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        var matched = HEADER.matcher(header);
        return matched.matches() ? Optional.of(matched.group(1)) : Optional.empty();
    }

    static Optional<String> token(Context context) {
        return token(context.header("Authorization"));
    }

    /** What a 401 asks for; of a token that came, that it is not good (RFC 6750 §3). */
    static String challenge(Context context) {
        return "Bearer realm=\"natsuin\"" + (token(context).isPresent() ? ", error=\"invalid_token\"" : "");
    }

    /** Who asks; nobody is refused. */
    static Account required(Context context) throws HttpRefusal {
        return Arrival.of(context).account().orElseThrow(() -> new HttpRefusal(ProblemCode.LOGIN_REQUIRED));
    }
}
