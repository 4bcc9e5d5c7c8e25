package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Joins calls with the same octets: one works, the others wait for what it gives. Thread-safe. */
final class RunningStatements {
    private final ConcurrentHashMap<Bytes, FutureTask<String>> tasks = new ConcurrentHashMap<>();

    /** What {@code work} gives, run at most once at a time for these octets. */
    String once(Bytes sealedSha256, Supplier<String> work) {
        var mine = new FutureTask<>(work::get);
        var first = tasks.putIfAbsent(sealedSha256, mine);
        if (first != null) {
            return outcome(first);
        }
        try {
            mine.run();
            return outcome(mine);
        } finally {
            tasks.remove(sealedSha256);
        }
    }

    private static String outcome(FutureTask<String> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SgmFault("waiting for the same statement", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new SgmFault("deciding", e);
        }
    }
}
