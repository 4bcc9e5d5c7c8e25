package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;

/**
 * Brings sealed octets to the SGM and its signed answer back, as long as patience lasts.
 *
 * <p>While nothing comes the same octets are sent again. While the server says that it works on them it is asked for
 * the operation instead, which is named by the octets' hash; if it no longer knows it, the octets go out again. Only a
 * signed answer ends this well.
 */
final class Delivery {
    private static final int WORKS = 202;

    private final Server server;
    private final Login login;
    private Identity identity;
    private final Patience patience;
    private final Waiting waiting;

    Delivery(Server server, Login login, Identity identity, Surroundings surroundings, Waiting waiting) {
        this.server = server;
        this.login = login;
        this.identity = identity;
        this.patience = new Patience(surroundings, waiting);
        this.waiting = waiting;
    }

    /** The signed answer to these octets. */
    Answer answer(Dispatch dispatch, Bytes sealed) throws Refusal {
        while (true) {
            var asked = Optional.<java.time.Duration>empty();
            Refusal why;
            try {
                var reply = finished(call(dispatch), sealed);
                var token = Replies.answerToken(reply);
                if (token.isPresent()) {
                    return opened(token.get(), sealed);
                }
                asked = reply.retryAfter();
                why = new Refusal(Replies.saidByTheSap(reply));
            } catch (Refusal e) {
                why = e;
            }
            if (!Patience.mayPass(why.why().code()) || !patience.another(asked)) {
                throw waiting.ended() ? new Refusal(ProblemCode.CANCELLED, why) : why;
            }
        }
    }

    private Wire.Reply call(Dispatch dispatch) throws Refusal {
        return dispatch.needsLogin()
                ? login.with(token -> dispatch.send(server, Optional.of(token)))
                : dispatch.send(server, Optional.empty());
    }

    /** The reply that is more than a word that the work goes on. */
    private Wire.Reply finished(Wire.Reply first, Bytes sealed) throws Refusal {
        var reply = first;
        while (reply.status() == WORKS) {
            requireOurs(reply, sealed);
            if (!patience.whileItWorks(reply.retryAfter())) {
                throw new Refusal(waiting.ended() ? ProblemCode.CANCELLED : ProblemCode.SGM_UNAVAILABLE);
            }
            reply = login.with(token -> Dispatch.loggedIn(
                    server.get("/api/v1/operations/" + sealed.sha256().toHex(), token)));
        }
        return reply;
    }

    private static void requireOurs(Wire.Reply reply, Bytes sealed) throws Refusal {
        try {
            var named = Replies.parsed(reply).map(JsonObject::reader);
            if (named.isEmpty() || !named.get().hex("operation", 32).equals(sealed.sha256())) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private Answer opened(String token, Bytes sealed) throws Refusal {
        if (!server.identityHash().equals(identity.keyHash())) {
            identity = server.greet().identity(); // Another process of this desk has followed to a newer one.
        }
        try {
            return Answer.open(token, identity, sealed);
        } catch (Malformed e) {
            identity = renewed(e);
        }
        try {
            return Answer.open(token, identity, sealed);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** The SGM's identity key may be another since it was greeted. */
    private Identity renewed(Malformed why) throws Refusal {
        var now = server.greet().identity();
        if (now.equals(identity)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, why);
        }
        return now;
    }
}
