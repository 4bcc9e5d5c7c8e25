package dev.natsuin.sap.operation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.courier.Courier.Outcome;
import dev.natsuin.sap.courier.SgmAway;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks how far the SGM is with its long work: for all of it one thread, which asks for one after the other. So however
 * many wait, they hold one connection of the link, and no thread of the web server.
 *
 * <p>What is followed is asked for until it ends, whether anybody still waits or not. Thread-safe.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration PACE = Duration.ofMillis(100);

    /** Some hundred octets each. Who comes when so many wait is told at once that it works. */
    private static final int MOST_WAITING = 2_000;

    private static final long STOPPING_SECONDS = 2;

    private final Function<Bytes, Outcome> asking;
    private final Map<Bytes, Set<Waiter>> followed = new LinkedHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var made = new Thread(work, "sap-operations");
        made.setDaemon(true);
        return made;
    });
    private int waiting;
    private boolean planned;
    private boolean closed;

    /** Asks this, on its own thread; what it throws goes to those who wait. */
    Follower(Function<Bytes, Outcome> asking) {
        this.asking = asking;
    }

    /** One who waits; equal to nobody else. */
    private static final class Waiter {
        private final CompletableFuture<Outcome> told;

        Waiter(CompletableFuture<Outcome> told) {
            this.told = told;
        }
    }

    synchronized boolean follows(Bytes sealedSha256) {
        return followed.containsKey(sealedSha256);
    }

    /**
     * Follows the work on these octets, and gives how it ended, or that it goes on when the time is over. Whoever takes
     * that up must not linger: it is told on the one thread that asks.
     */
    synchronized CompletableFuture<Outcome> follow(Bytes sealedSha256, Duration patience) {
        if (closed) {
            return CompletableFuture.completedFuture(new Outcome.Working());
        }
        var waiters = followed.computeIfAbsent(sealedSha256, hash -> new HashSet<>());
        planRound();
        if (patience.isZero() || waiting >= MOST_WAITING) {
            return CompletableFuture.completedFuture(new Outcome.Working());
        }
        var waiter = new Waiter(new CompletableFuture<>());
        waiters.add(waiter);
        waiting++;
        return waiter.told
                .completeOnTimeout(new Outcome.Working(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((outcome, failure) -> leave(waiters, waiter));
    }

    private synchronized void leave(Set<Waiter> waiters, Waiter waiter) {
        if (waiters.remove(waiter)) {
            waiting--;
        }
    }

    /** The next round, unless it is planned or at work: then it plans the one after it. */
    private synchronized void planRound() {
        if (!planned && !closed && !followed.isEmpty()) {
            planned = true;
            var unused = thread.schedule(this::round, PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    // Whatever keeps the answer away must reach those who wait for it, and must not end the thread.
    @SuppressWarnings("IllegalCatch")
    private void round() {
        for (var hash : toAskFor()) {
            if (!follows(hash)) {
                continue; // the SGM went away within this round
            }
            try {
                var outcome = asking.apply(hash);
                if (!(outcome instanceof Outcome.Working)) {
                    end(hash).forEach(waiter -> waiter.told.complete(outcome));
                }
            } catch (SgmAway e) {
                LOG.info("the SGM does not answer; nothing of its work is followed any more");
                toAskFor().forEach(each -> end(each).forEach(waiter -> waiter.told.completeExceptionally(e)));
            } catch (RuntimeException e) {
                LOG.error("the end of long work could not be taken up", e);
                end(hash).forEach(waiter -> waiter.told.completeExceptionally(e));
            }
        }
        synchronized (this) {
            planned = false;
            planRound();
        }
    }

    private synchronized List<Bytes> toAskFor() {
        return List.copyOf(followed.keySet());
    }

    private synchronized List<Waiter> end(Bytes sealedSha256) {
        var waiters = followed.remove(sealedSha256);
        return waiters == null ? List.of() : List.copyOf(waiters);
    }

    /** Tells all who wait that the work goes on, and asks no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.shutdownNow();
        toAskFor().forEach(each -> end(each).forEach(waiter -> waiter.told.complete(new Outcome.Working())));
        try {
            if (!thread.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a question to the SGM is cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
