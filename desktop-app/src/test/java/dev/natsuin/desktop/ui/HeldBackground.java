package dev.natsuin.desktop.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Holds work back until the test lets it go, so that the states in between can be looked at. */
public final class HeldBackground implements Background {
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean breaking;

    @Override
    public <T> void run(Supplier<T> work, Consumer<? super T> then, Runnable broken) {
        held.add(() -> {
            if (breaking) {
                broken.run();
            } else {
                then.accept(work.get());
            }
        });
    }

    @Override
    public void later(Runnable change) {
        change.run();
    }

    /** Does what was held first. */
    public void next() {
        held.remove().run();
    }

    /** True if nothing is held. */
    public boolean isIdle() {
        return held.isEmpty();
    }

    /** Does all that is held, also what that asks for. */
    public void go() {
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** From now on all work throws. */
    public void breakAll() {
        breaking = true;
    }
}
