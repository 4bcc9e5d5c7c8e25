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
        var others = underWay.compareAndExchange(null, mine);
        return others == null ? asked(mine) : told(others);
    }

    /**
     * The answer, or nothing if it is not there in time because somebody else has asked and was not answered yet.
     *
     * @param patience how long to wait for somebody else's answer
     */
    public Optional<T> answer(Duration patience) {
        var mine = new FutureTask<>(question::get);
        var others = underWay.compareAndExchange(null, mine);
        if (others == null) {
            return Optional.of(asked(mine));
        }
        try {
            others.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            // told below
        }
        return Optional.of(told(others));
    }

    private T asked(FutureTask<T> mine) {
        try {
            mine.run();
        } finally {
            underWay.set(null);
        }
        return told(mine);
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
