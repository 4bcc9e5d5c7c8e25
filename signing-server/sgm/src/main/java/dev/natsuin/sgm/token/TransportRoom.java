package dev.natsuin.sgm.token;

import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session in which all transport keys of a life lie: objects of a session go with it, and a session for each
 * would leave none for signing. Thread-safe; one thread at a time is inside.
 */
final class TransportRoom {
    private static final Logger LOG = LoggerFactory.getLogger(TransportRoom.class);

    private final Supplier<Session> opening;
    private final Queue<Long> leaving = new ConcurrentLinkedQueue<>();
    private @Nullable Session session;

    TransportRoom(Supplier<Session> opening) {
        this.opening = opening;
    }

    /**
     * Works in the session.
     *
     * @throws CryptokiFault if the token refuses or fails; what else lies here stays
     */
    synchronized <R> R with(Token.Work<R> work) {
        var inside = session;
        if (inside == null) {
            inside = opening.get();
            session = inside;
        }
        empty(inside);
        return work.in(inside);
    }

    /** Has an object destroyed when somebody is next inside; never waits. */
    void leave(long object) {
        leaving.add(object);
    }

    /** Destroys what is to leave, if anybody was ever inside. */
    synchronized void empty() {
        if (session != null) {
            empty(session);
        }
    }

    private void empty(Session inside) {
        for (var object = leaving.poll(); object != null; object = leaving.poll()) {
            destroy(inside, object);
        }
    }

    /** Destroys an object of the session; one that cannot be goes with the session. */
    static void destroy(Session inside, long object) {
        try {
            inside.destroy(object);
        } catch (CryptokiFault e) {
            LOG.debug("an object goes with its session reason={}", e.getMessage());
        }
    }
}
