package dev.natsuin.sgm.token;

import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ReentrantLock inside = new ReentrantLock();
    private @Nullable Session session;

    TransportRoom(Supplier<Session> opening) {
        this.opening = opening;
    }

    /**
     * Works in the session.
     *
     * @throws CryptokiFault if the token refuses or fails; what else lies here stays
     */
    <R> R with(Token.Work<R> work) {
        inside.lock();
        try {
            var open = session;
            if (open == null) {
                open = opening.get();
                session = open;
            }
            empty(open);
            return work.in(open);
        } finally {
            inside.unlock();
        }
    }

    /** Has an object destroyed when somebody is next inside; never waits. */
    void leave(long object) {
        leaving.add(object);
    }

    /**
     * Destroys what is to leave, if anybody was ever inside and nobody is now: the keeper, who comes here, must wait
     * for no call into a token.
     */
    void empty() {
        if (inside.tryLock()) {
            try {
                if (session != null) {
                    empty(session);
                }
            } finally {
                inside.unlock();
            }
        }
    }

    private void empty(Session open) {
        for (var object = leaving.poll(); object != null; object = leaving.poll()) {
            destroy(open, object);
        }
    }

    /** Destroys an object of the session; one that cannot be goes with the session. */
    static void destroy(Session open, long object) {
        try {
            open.destroy(object);
        } catch (CryptokiFault e) {
            LOG.debug("an object goes with its session reason={}", e.getMessage());
        }
    }
}
