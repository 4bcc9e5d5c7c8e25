package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins calls with the same octets: one works, the others wait for what it gives, none of them longer than its
 * patience. Thread-safe.
 */
final class RunningStatements {
    private static final Logger LOG = LoggerFactory.getLogger(RunningStatements.class);

    private final ConcurrentHashMap<Bytes, CompletableFuture<Progress>> running = new ConcurrentHashMap<>();
    private final LongWork longWork;

    RunningStatements(LongWork longWork) {
        this.longWork = longWork;
    }

    /** What deciding a statement gives: its end, or work that goes on elsewhere. */
    sealed interface Step {
        /** It ended on the thread of the call. */
        record Ended(Progress progress) implements Step {}

        /**
         * The rest is long work.
         *
         * @param rest gives the answer token
         * @param after runs in any case, also if the rest never began
         */
        record Longer(Supplier<String> rest, Runnable after) implements Step {}
    }

    /**
     * What {@code work} gives, run at most once at a time for these octets. Work that ends on this thread is not handed
     * to another one.
     */
    Progress once(Bytes sealedSha256, Duration patience, Supplier<Step> work) {
        var mine = new CompletableFuture<Progress>();
        var first = running.putIfAbsent(sealedSha256, mine);
        if (first != null) {
            return within(first, patience);
        }
        var goesOn = false;
        try {
            var step = work.get();
            if (step instanceof Step.Longer longer) {
                goesOn = handOver(sealedSha256, mine, longer);
            } else if (step instanceof Step.Ended ended) {
                mine.complete(ended.progress());
            }
        } finally {
            if (!goesOn) {
                // Without effect if it was completed; else whatever was thrown is on its way to the caller.
                mine.completeExceptionally(new SgmFault("deciding the same statement elsewhere"));
                running.remove(sealedSha256, mine);
            }
        }
        return within(mine, patience);
    }

    private boolean handOver(Bytes sealedSha256, CompletableFuture<Progress> outcome, Step.Longer longer) {
        var accepted = false;
        try {
            longWork.run(() -> finish(sealedSha256, outcome, longer));
            accepted = true;
            return true;
        } catch (RejectedExecutionException e) {
            throw new SgmFault("beginning long work while stopping", e);
        } finally {
            if (!accepted) {
                longer.after().run();
            }
        }
    }

    // Whatever ends the work must reach those who wait for it.
    @SuppressWarnings("IllegalCatch")
    private void finish(Bytes sealedSha256, CompletableFuture<Progress> outcome, Step.Longer longer) {
        try {
            outcome.complete(new Progress.Answered(toItsEnd(longer)));
        } catch (RuntimeException | Error e) {
            LOG.error("long work failed", e);
            outcome.completeExceptionally(e);
        } finally {
            running.remove(sealedSha256, outcome);
        }
    }

    /** The place is given back before the answer is told: whoever has the answer may order again at once. */
    private static String toItsEnd(Step.Longer longer) {
        try {
            return longer.rest().get();
        } finally {
            longer.after().run();
        }
    }

    /** What is running for these octets, waited for; nothing if nothing runs. */
    Optional<Progress> join(Bytes sealedSha256, Duration patience) {
        return Optional.ofNullable(running.get(sealedSha256)).map(outcome -> within(outcome, patience));
    }

    private static Progress within(CompletableFuture<Progress> outcome, Duration patience) {
        try {
            return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Progress.Working();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SgmFault("waiting for a statement", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new SgmFault("deciding", e);
        }
    }
}
