package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Works on many things, several at a time. Only a few are begun ahead of the one that is waited for, so that memory
 * does not grow with their number. Nobody is ever interrupted: Java closes a file under an interrupted reader.
 */
final class Hands {
    private static final int MOST = 8;
    private static final int MOST_WAITING = 16;
    private static final int AHEAD = 4;

    private final int count;

    private Hands(int count) {
        this.count = count;
    }

    /** One for each processor: for work that computes. */
    static Hands computing() {
        return new Hands(Math.min(MOST, Runtime.getRuntime().availableProcessors()));
    }

    /** Four for each processor: for work that mostly waits for disks. */
    static Hands writing() {
        return new Hands(Math.min(MOST_WAITING, 4 * Runtime.getRuntime().availableProcessors()));
    }

    /** Takes what came of one thing. */
    @FunctionalInterface
    interface Taking<R> {
        /** Takes it; whatever it throws ends all. */
        void take(R result) throws Refusal;
    }

    /** Does the work for each; things are given and what comes of them is taken in order, on the caller's thread. */
    <T, R> void each(Iterator<T> things, Function<T, R> work, Taking<R> taking) throws Refusal {
        var coming = new ArrayDeque<Future<R>>();
        var pool = Executors.newFixedThreadPool(count, runnable -> {
            var thread = new Thread(runnable, "natsuin-documents");
            thread.setDaemon(true);
            return thread;
        });
        try {
            while (things.hasNext()) {
                var thing = things.next();
                var task = new FutureTask<>(() -> work.apply(thing));
                coming.add(task);
                pool.execute(task);
                if (coming.size() > count * AHEAD) {
                    taking.take(result(coming.remove()));
                }
            }
            while (!coming.isEmpty()) {
                taking.take(result(coming.remove()));
            }
        } finally {
            coming.forEach(task -> task.cancel(false));
            pool.shutdown();
        }
    }

    private static <R> R result(Future<R> coming) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return coming.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("work that says what is wrong does not throw", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
