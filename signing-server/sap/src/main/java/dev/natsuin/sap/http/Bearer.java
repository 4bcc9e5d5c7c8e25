package dev.natsuin.sap.http;

import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.account.Sessions;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out from the Authorization header who asks (RFC 6750 §2.1). */
final class Bearer {
    private static final Pattern HEADER = Pattern.compile("(?i:bearer) ([A-Za-z0-9._~+/-]{1,200}=*)");

    private final Sessions sessions;

    Bearer(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The token, if the header has the form it must have. */
    static Optional<String> token(Context context) {
        var header = context.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        var matched = HEADER.matcher(header);
        return matched.matches() ? Optional.of(matched.group(1)) : Optional.empty();
    }

    /** Who holds the token, if it is good. */
    Optional<Account> account(Context context) {
        return token(context).flatMap(sessions::of);
    }

    /** Who asks; nobody is refused. */
    Account required(Context context) throws HttpRefusal {
        return account(context).orElseThrow(() -> new HttpRefusal(ProblemCode.LOGIN_REQUIRED));
    }
}
