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
        private final AtomicLong octets = new AtomicLong();

        /** True if there was room for so many more octets. What is more than the whole room waits to have it alone. */
        boolean take(long more) {
            var wanted = Math.min(more, all);
            if (taken.addAndGet(wanted) > all) {
                taken.addAndGet(-wanted);
                return false;
            }
            octets.addAndGet(wanted);
            return true;
        }

        /** Gives everything back, and says how much it was. */
        long giveBack() {
            var had = octets.getAndSet(0);
            taken.addAndGet(-had);
            return had;
        }

        @Override
        public void close() {
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
