package dev.natsuin.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One turn, handed from thread to thread in order of arrival. Who has it may see who comes next and hand it on.
 *
 * <p>Thread-safe. A turn that was granted is never lost: who waits either gives up before it is granted or takes it.
 */
final class Turns {
    private final ReentrantLock gate = new ReentrantLock();
    private final Deque<Waiting> line = new ArrayDeque<>();
    private boolean taken;

    /** Somebody in line; guarded by the gate. */
    private static final class Waiting {
        private final Condition called;
        private final boolean joins;
        private boolean granted;

        Waiting(Condition called, boolean joins) {
            this.called = called;
            this.joins = joins;
        }
    }

    /**
     * Waits for the turn.
     *
     * @param joins whether {@link #handOnToJoining} may call this one
     * @return false if it was not granted in time or the thread was interrupted, which it then still is
     */
    boolean take(boolean joins, Duration patience) {
        try {
            gate.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (!taken) {
                taken = true;
                return true;
            }
            return granted(new Waiting(gate.newCondition(), joins), patience.toNanos());
        } finally {
            gate.unlock();
        }
    }

    private boolean granted(Waiting me, long patienceNanos) {
        line.add(me);
        try {
            for (var left = patienceNanos; !me.granted && left > 0; ) {
                left = me.called.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!me.granted) {
            line.remove(me);
        }
        return me.granted;
    }

    /** Hands the turn to the next in line if that one joins; else keeps it and says false. */
    boolean handOnToJoining() {
        gate.lock();
        try {
            var next = line.peek();
            if (next == null || !next.joins) {
                return false;
            }
            callNext();
            return true;
        } finally {
            gate.unlock();
        }
    }

    /** Hands the turn to the next in line, or to nobody. */
    void handOn() {
        gate.lock();
        try {
            if (line.isEmpty()) {
                taken = false;
            } else {
                callNext();
            }
        } finally {
            gate.unlock();
        }
    }

    private void callNext() {
        var next = line.remove();
        next.granted = true;
        next.called.signal();
    }

    /** How many are in line now. */
    int waiting() {
        gate.lock();
        try {
            return line.size();
        } finally {
            gate.unlock();
        }
    }
}
