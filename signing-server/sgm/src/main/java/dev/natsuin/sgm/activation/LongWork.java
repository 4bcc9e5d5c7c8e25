package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where long work runs: on its own threads, one for each slot, so that no call's thread is held by it.
 *
 * <p>A device has one place at most, and there are as many places as slots and waiting ones together; who gets none is
 * told that the SGM is busy. Thread-safe.
 */
final class LongWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LongWork.class);
    private static final long DRAIN_SECONDS = 5;

    private final int places;
    private final ExecutorService threads;
    /** The statement that each device has a place for. */
    private final Map<String, Bytes> taken = new HashMap<>();

    LongWork(WorkRules rules) {
        places = rules.slots() + rules.waiting();
        var number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(rules.slots(), work -> {
            var thread = new Thread(work, "sgm-work-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the device's place for this statement; true if it has it, also from an earlier call. To be given back by
     * {@link #free}, or by {@link #run} at the end of the work.
     */
    synchronized boolean take(String device, Bytes sealedSha256) {
        var holder = taken.get(device);
        if (holder != null) {
            return holder.equals(sealedSha256);
        }
        if (taken.size() >= places) {
            return false;
        }
        taken.put(device, sealedSha256);
        return true;
    }

    /** Gives the place back if the device has it for this statement. */
    synchronized void free(String device, Bytes sealedSha256) {
        taken.remove(device, sealedSha256);
    }

    /**
     * Runs the work as soon as a slot is free.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the SGM is stopping
     */
    void run(Runnable work) {
        threads.execute(work);
    }

    /** Interrupts what runs, and waits a little for it to see that; what is not released by then never is. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("long work cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
