package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;

/**
 * The device's login at the SAP: it opens the door and says nothing to the SGM. One login serves all errands of this
 * program until the SAP no longer knows it.
 */
final class Login {
    /** A call that needs the access token. */
    interface Call<T> {
        T with(String accessToken) throws Refusal;
    }

    private final Server server;
    private final SigningSeed loginKey;
    private final String user;
    private final String device;

    Login(Server server, SigningSeed loginKey, String user, String device) {
        this.server = server;
        this.loginKey = loginKey;
        this.user = user;
        this.device = device;
    }

    /** Logs in unless that was done already. */
    void ready() throws Refusal {
        if (server.accessToken(device).isEmpty()) {
            logIn();
        }
    }

    /** Calls with an access token; logs in first if needed, and once more if the token is no longer good. */
    <T> T with(Call<T> call) throws Refusal {
        var had = server.accessToken(device);
        var token = had.isPresent() ? had.get() : logIn();
        try {
            return call.with(token);
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.LOGIN_REQUIRED) {
                throw e;
            }
            return call.with(logIn());
        }
    }

    /** A server that was given another address since it was met knows no login for the one it had: it is met anew. */
    private String logIn() throws Refusal {
        var named = server.descriptor().url();
        try {
            return logIn(named);
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.LOGIN_NOT_ACCEPTED) {
                throw e;
            }
            server.forget();
            var now = server.descriptor().url();
            if (now.equals(named)) {
                throw e;
            }
            return logIn(now);
        }
    }

    private String logIn(String audience) throws Refusal {
        var payload = JsonObject.with("type", "login")
                .and("v", 1)
                .and("aud", audience)
                .and("user", user)
                .and("device", device)
                .and("challenge", server.challenge())
                .build();
        var assertion = Token.sign(Token.Purpose.LOGIN, payload.toBytes(), loginKey);
        var reply = Replies.object(server.post(
                "/api/v1/login", JsonObject.with("assertion", assertion).build(), Optional.empty()));
        try {
            var token = reply.reader().text("access_token");
            if (!token.matches("[A-Za-z0-9._~+/=-]{1,8192}")) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            server.keepAccessToken(device, token);
            return token;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
