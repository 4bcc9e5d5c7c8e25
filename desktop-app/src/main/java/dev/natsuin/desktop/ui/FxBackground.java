package dev.natsuin.desktop.ui;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;

/** One working thread of the window. The only class that knows how to reach the JavaFX thread. */
public final class FxBackground implements Background, AutoCloseable {
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

    @Override
    public void later(Runnable change) {
        Platform.runLater(change);
    }

    /** Lets running work end and takes no more. */
    @Override
    public void close() {
        lane.shutdown();
    }
}
