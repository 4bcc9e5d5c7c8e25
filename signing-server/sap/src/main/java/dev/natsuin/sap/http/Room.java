package dev.natsuin.sap.http;

import java.util.concurrent.atomic.AtomicLong;

/** So many octets of memory, lent out. Thread-safe. */
final class Room {
    private final long all;
    private final AtomicLong taken = new AtomicLong();

    Room(long all) {
        this.all = all;
    }

    /** What one request has of the room until it is closed. Thread-safe. */
    final class Loan implements AutoCloseable {
        private long octets;
        private boolean closed;

        /**
         * True if there was room for so many more octets; never once it is closed, as nobody would give them back. What
         * is more than the whole room waits to have it alone.
         */
        synchronized boolean take(long more) {
            var wanted = Math.min(more, all);
            if (closed || taken.getAndUpdate(now -> now + wanted > all ? now : now + wanted) + wanted > all) {
                return false;
            }
            octets += wanted;
            return true;
        }

        /** Gives everything back, and says how much it was. */
        synchronized long giveBack() {
            var had = octets;
            octets = 0;
            taken.addAndGet(-had);
            return had;
        }

        @Override
        public synchronized void close() {
            closed = true;
            giveBack();
        }
    }

    Loan loan() {
        return new Loan();
    }

    /** The octets lent out now. */
    long taken() {
        return taken.get();
    }
}
