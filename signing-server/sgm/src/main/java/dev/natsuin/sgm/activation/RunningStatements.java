package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins calls with the same octets: one works, the others get what it gives. A call waits for what another call's
 * thread does, never for long work. Thread-safe.
 */
final class RunningStatements {
    private static final Logger LOG = LoggerFactory.getLogger(RunningStatements.class);

    /** What calls are told; an entry stays until the work has ended. */
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
         * @param rest does it and keeps its answer: nobody waits for it
         * @param after runs in any case, also if the rest never began
         */
        record Longer(Runnable rest, Runnable after) implements Step {}
    }

    /**
     * What {@code work} gives, run at most once at a time for these octets. Work that ends on this thread is not handed
     * to another one.
     */
    Progress once(Bytes sealedSha256, Supplier<Step> work) {
        var mine = new CompletableFuture<Progress>();
        var first = running.putIfAbsent(sealedSha256, mine);
        if (first != null) {
            return told(first);
        }
        var goesOn = false;
        try {
            var step = work.get();
            if (step instanceof Step.Longer longer) {
                goesOn = handOver(sealedSha256, mine, longer);
                mine.complete(new Progress.Working());
            } else if (step instanceof Step.Ended ended) {
                mine.complete(ended.progress());
            }
        } finally {
            if (!goesOn) {
                if (!mine.isDone()) { // whatever was thrown is on its way to the caller
                    mine.completeExceptionally(new SgmFault("deciding the same statement elsewhere"));
                }
                running.remove(sealedSha256, mine);
            }
        }
        return told(mine);
    }

    private boolean handOver(Bytes sealedSha256, CompletableFuture<Progress> told, Step.Longer longer) {
        var accepted = false;
        try {
            longWork.run(() -> finish(sealedSha256, told, longer));
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

    // Nobody's call sees what ends the work badly.
    @SuppressWarnings("IllegalCatch")
    private void finish(Bytes sealedSha256, CompletableFuture<Progress> told, Step.Longer longer) {
        try {
            longer.rest().run();
        } catch (RuntimeException | Error e) {
            LOG.error("long work failed; nothing of it was released", e);
        } finally {
            // In this order: whoever has the answer may order again at once.
            longer.after().run();
            running.remove(sealedSha256, told);
        }
    }

    /** Whether work on these octets has begun and not ended. */
    boolean isRunning(Bytes sealedSha256) {
        return running.containsKey(sealedSha256);
    }

    private static Progress told(CompletableFuture<Progress> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new SgmFault("deciding", e);
        }
    }
}
