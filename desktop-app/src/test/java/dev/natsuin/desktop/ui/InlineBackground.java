package dev.natsuin.desktop.ui;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs everything at once, on the thread that asks. */
public final class InlineBackground implements Background {
    @Override
    public <T> void run(Supplier<T> work, Consumer<? super T> then, Runnable broken) {
        then.accept(work.get());
    }

    @Override
    public void later(Runnable change) {
        change.run();
    }

    public static Lanes lanes() {
        var inline = new InlineBackground();
        return new Lanes(inline, inline, inline, inline);
    }
}
