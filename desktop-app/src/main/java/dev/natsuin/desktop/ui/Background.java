package dev.natsuin.desktop.ui;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs slow work away from the window, one piece after the other, and brings results back to it.
 *
 * <p>Models use nothing else for threads; tests run everything inline.
 */
public interface Background {
    /**
     * Runs the work after what was given before it; then, on the window's thread, hands over its result.
     *
     * @param broken called on the window's thread instead, if the work threw; the fault itself is reported elsewhere
     */
    <T> void run(Supplier<T> work, Consumer<? super T> then, Runnable broken);

    /** Makes a change on the window's thread, after those asked for before. May be called from any thread. */
    void later(Runnable change);
}
