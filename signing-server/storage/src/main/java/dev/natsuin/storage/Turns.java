package dev.natsuin.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One turn, given to threads in order of arrival. Who has it may take those who wait behind out of the line and do on
 * its own thread what they came for.
 *
 * <p>Thread-safe. Nobody is lost: who waits either gives up while still in line, or gets the turn, or is served.
 */
final class Turns {
    private final Deque<Waiter> line = new ArrayDeque<>();
    private boolean taken;

    /** How waiting ended. */
    enum End {
        /** With the turn, to be {@linkplain #handOn handed on}. */
        TURN,
        /** Somebody with the turn did what there was to do. */
        SERVED,
        /** It took too long, or the thread was interrupted, which it then still is. */
        GAVE_UP
    }

    private enum State {
        IN_LINE,
        HAS_TURN,
        TAKEN_OUT,
        SERVED
    }

    /** One who comes for the turn; made by the thread that waits. */
    abstract static class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile State state = State.IN_LINE;

        /** Whether somebody else may do what it came for. */
        abstract boolean joins();

        private void become(State next) {
            state = next;
            LockSupport.unpark(thread);
        }
    }

    /** Waits; called by the waiter's thread, once. */
    End await(Waiter me, Duration patience) {
        if (Thread.currentThread().isInterrupted()) {
            return End.GAVE_UP;
        }
        synchronized (this) {
            if (!taken) {
                taken = true;
                return End.TURN;
            }
            line.add(me);
        }
        var interrupted = false;
        try {
            var begun = System.nanoTime();
            while (true) {
                var state = me.state;
                if (state == State.HAS_TURN || state == State.SERVED) {
                    return state == State.SERVED ? End.SERVED : End.TURN;
                }
                var left = patience.toNanos() - (System.nanoTime() - begun);
                if (state == State.TAKEN_OUT) {
                    LockSupport.park(this); // the end always comes; an interrupt is kept for later
                } else if ((interrupted || left <= 0) && leave(me)) {
                    return End.GAVE_UP;
                } else {
                    LockSupport.parkNanos(this, left);
                }
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean leave(Waiter me) {
        return line.remove(me);
    }

    /** Takes the next out of the line, if that one joins; for whoever has the turn, who must serve it. */
    @Nullable synchronized Waiter takeJoining() {
        var next = line.peek();
        if (next == null || !next.joins()) {
            return null;
        }
        line.remove();
        next.become(State.TAKEN_OUT);
        return next;
    }

    /** Lets one go on that was taken out of the line. */
    static void served(Waiter waiter) {
        waiter.become(State.SERVED);
    }

    /** Hands the turn to the next in line, or to nobody. */
    synchronized void handOn() {
        var next = line.poll();
        if (next == null) {
            taken = false;
        } else {
            next.become(State.HAS_TURN);
        }
    }

    /** How many are in line now. */
    synchronized int waiting() {
        return line.size();
    }
}
