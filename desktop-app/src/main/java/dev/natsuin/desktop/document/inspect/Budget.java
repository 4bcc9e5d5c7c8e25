package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.HostileInput;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long one inspection may take and how much it may look at. Used by one thread. */
final class Budget {
    /** More objects, characters and paintings than any paper has. */
    private static final long MOST_UNITS = 60_000_000;

    private static final int UNITS_BETWEEN_LOOKS = 256;

    private final LongSupplier nanos;
    private final long end;
    private long units;

    Budget(LongSupplier nanos, Duration most) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + most.toNanos();
    }

    /**
     * A clock of this thread's work, so that a computer that is busy otherwise finds as much as one that is not; of
     * time, where work cannot be told.
     */
    static LongSupplier work() {
        return HostileInput::work;
    }

    /** It is used up. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("the budget of an inspection is spent", null, false, false);
        }
    }

    /** One more thing was looked at. */
    void spend() {
        units++;
        if (units % UNITS_BETWEEN_LOOKS == 0) {
            check();
        }
    }

    /** Much was done in one piece. */
    void check() {
        if (units > MOST_UNITS || nanos.getAsLong() - end > 0) {
            throw new Spent();
        }
    }
}
