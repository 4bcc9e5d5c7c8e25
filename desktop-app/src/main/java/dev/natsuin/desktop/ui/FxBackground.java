package dev.natsuin.desktop.ui;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;

/** One working thread of the window. The only class that knows how to reach the JavaFX thread. */
public final class FxBackground implements Background, AutoCloseable {
    /** So long a turn of changes may take: half of what is left between two pictures. */
    private static final long TURN_NANOS = 8_000_000;

    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean posted = new AtomicBoolean();
    private final ExecutorService lane;
    private final Consumer<Throwable> faults;

    /**
     * A lane of its own.
     *
     * @param name of its thread
     * @param faults hears, on the JavaFX thread, of work that threw
     */
    public FxBackground(String name, Consumer<Throwable> faults) {
        this.lane = Executors.newSingleThreadExecutor(work -> {
            var thread = new Thread(work, "natsuin-" + name);
            thread.setDaemon(true);
            return thread;
        });
        this.faults = faults;
    }

    @Override
    public <T> void run(Supplier<T> work, Consumer<? super T> then, Runnable broken) {
        var unused = CompletableFuture.supplyAsync(work, lane)
                .whenComplete((value, fault) -> later(() -> {
                    if (fault == null) {
                        then.accept(value);
                    } else {
                        faults.accept(fault);
                        broken.run();
                    }
                }));
    }

    /**
     * In the order they come, a few milliseconds of them at a time: what people type and what is drawn goes between.
     */
    @Override
    public void later(Runnable change) {
        changes.add(change);
        post();
    }

    private void post() {
        if (!changes.isEmpty() && posted.compareAndSet(false, true)) {
            Platform.runLater(this::turn);
        }
    }

    private void turn() {
        var end = System.nanoTime() + TURN_NANOS;
        try {
            for (var change = changes.poll(); change != null; change = changes.poll()) {
                change.run();
                if (System.nanoTime() - end > 0) {
                    break;
                }
            }
        } finally {
            posted.set(false);
            post();
        }
    }

    /** Lets running work end and takes no more. */
    @Override
    public void close() {
        lane.shutdown();
    }
}
