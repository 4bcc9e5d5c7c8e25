package dev.natsuin.sap.courier;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question to the SGM that many have at once: one of them asks, and its answer is everybody's. Whoever can do without
 * an answer need not wait for one. Thread-safe, and no lock is held while the SGM is asked.
 */
public final class Asking<T> {
    /** An SGM that is well answers within it. */
    private static final Duration OWN_PATIENCE = Duration.ofSeconds(2);

    private final AtomicReference<@Nullable FutureTask<T>> underWay = new AtomicReference<>();
    private final Supplier<T> question;

    /**
     * Of this question.
     *
     * @param question asks, and keeps the answer for those who come later
     */
    public Asking(Supplier<T> question) {
        this.question = question;
    }

    /** The answer, of this asking or of one that is under way. Whoever asks throws what the question does. */
    public T answer() {
        var mine = new FutureTask<>(question::get);
        var asked = joined(mine);
        if (asked == mine) {
            run(mine);
        }
        return told(asked);
    }

    /**
     * The answer, or nothing if it is not there in time; then the question goes on without whoever asked it. For those
     * who can do without: an SGM that takes questions and answers none holds up nobody of them for longer.
     *
     * @param patience how long to wait for somebody else's answer; whoever asks waits two seconds
     */
    public Optional<T> answer(Duration patience) {
        var mine = new FutureTask<>(question::get);
        var asked = joined(mine);
        if (asked == mine) {
            begin(mine);
        }
        try {
            asked.get((asked == mine ? OWN_PATIENCE : patience).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            // told below
        }
        return Optional.of(told(asked));
    }

    /**
     * The question that is under way, else this one, which is from now on. One that was answered is not, though whoever
     * ran it has not cleared it away yet: its answer may be of before what the next one asks for.
     */
    private FutureTask<T> joined(FutureTask<T> mine) {
        while (true) {
            var others = underWay.get();
            if (others != null && !others.isDone()) {
                return others;
            }
            if (underWay.compareAndSet(others, mine)) {
                return mine;
            }
        }
    }

    private void begin(FutureTask<T> mine) {
        var begun = false;
        try {
            var thread = new Thread(() -> run(mine), "sap-asking");
            thread.setDaemon(true);
            thread.start();
            begun = true;
        } finally {
            if (!begun) {
                mine.cancel(false); // there was no thread to be had: nobody waits for it, and others may ask
                underWay.compareAndSet(mine, null);
            }
        }
    }

    private void run(FutureTask<T> mine) {
        try {
            mine.run();
        } finally {
            underWay.compareAndSet(mine, null);
        }
    }

    private static <T> T told(FutureTask<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SgmAway("interrupted while somebody else asked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
