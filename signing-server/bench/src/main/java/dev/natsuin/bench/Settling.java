package dev.natsuin.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells when the compilers of a process have little left to do: less than 2 % of one processor over ten seconds. */
final class Settling {
    private static final Duration SPAN = Duration.ofSeconds(10);
    private static final double SHARE = 0.02;

    private final Supplier<Optional<Duration>> compilers;
    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(Duration at, Duration used) {}

    /** Reads the compilers' processor time from here; where it is not known, they count as settled. */
    Settling(Supplier<Optional<Duration>> compilers) {
        this.compilers = compilers;
    }

    /** Whether they have settled; to be asked again and again while time passes. */
    boolean settled(Duration now) {
        var used = compilers.get();
        if (used.isEmpty()) {
            return true;
        }
        looks.addLast(new Look(now, used.get()));
        if (now.compareTo(SPAN) < 0) {
            return false;
        }
        var from = now.minus(SPAN);
        var before = looks.getFirst();
        while (!looks.isEmpty() && looks.getFirst().at().compareTo(from) <= 0) {
            before = looks.removeFirst();
        }
        looks.addFirst(before);
        var busy = used.get().minus(before.used()).toNanos()
                / (double) now.minus(before.at()).toNanos();
        return busy < SHARE;
    }
}
