package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Workers at work, a thread each, until they are told to stop. */
final class Crew implements AutoCloseable {
    private static final int LONGEST_SILENCE_SECONDS = 180;
    private static final int LONGEST_ROUND_MINUTES = 10;

    private final ExecutorService threads;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private final List<Future<?>> working = new ArrayList<>();

    /** Sets them to work. */
    Crew(List<? extends Worker> workers) {
        threads = Executors.newFixedThreadPool(workers.size());
        for (var worker : workers) {
            working.add(threads.submit(() -> untilTheEnd(worker)));
        }
    }

    private boolean untilTheEnd(Worker worker) throws Exception {
        do {
            worker.round();
            rounds.incrementAndGet();
        } while (!ending.get());
        return true;
    }

    /** Waits until they have ended so many more rounds, so that the server is seen to serve. */
    void awaitRounds(int more, Supplier<String> said) throws Exception {
        var before = rounds.get();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS);
        while (rounds.get() < before + more) {
            assertThat(System.nanoTime())
                    .as("nothing is done any more:%n%s", said.get())
                    .isLessThan(end);
            nobodyHasStopped();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Throws what stopped one of them, if one has stopped. */
    void nobodyHasStopped() throws Exception {
        for (var one : working) {
            if (one.isDone()) {
                one.get();
            }
        }
    }

    /** Lets everyone end the round they are in. */
    void stop() throws Exception {
        ending.set(true);
        for (var one : working) {
            one.get(LONGEST_ROUND_MINUTES, TimeUnit.MINUTES);
        }
    }

    @Override
    public void close() {
        ending.set(true);
        threads.shutdownNow();
    }
}
