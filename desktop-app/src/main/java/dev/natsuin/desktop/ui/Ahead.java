package dev.natsuin.desktop.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;

/**
 * What nobody sees in the first picture of the window: it is done after that picture, one piece between two pictures,
 * so that neither the first picture nor what is typed has to wait for it; or at once, when it is needed sooner.
 */
public final class Ahead {
    private final Deque<Runnable> pieces = new ArrayDeque<>();
    private final AnimationTimer pace = new AnimationTimer() {
        private int pictures;

        @Override
        public void handle(long now) {
            pictures++;
            if (pictures > 1) {
                next();
            }
        }
    };

    /** Nothing yet. */
    public Ahead() {}

    /** Adds a piece, to be done after those that were added before. */
    public void add(Runnable piece) {
        pieces.add(piece);
    }

    /** Adds two: something is made, and only afterwards put into the window, where it gets its style and its place. */
    public <T> void add(Supplier<T> made, Consumer<? super T> put) {
        add(() -> {
            var there = made.get();
            pieces.addFirst(() -> put.accept(there));
        });
    }

    /** From now on a piece is done before each picture but the next. */
    public void begin() {
        pace.start();
    }

    private void next() {
        var piece = pieces.poll();
        if (piece != null) {
            piece.run();
        }
        if (pieces.isEmpty()) {
            pace.stop();
        }
    }

    /** Does all that is left. */
    public void now() {
        while (!pieces.isEmpty()) {
            next();
        }
    }

    /** Waits with what is left until the next beginning. */
    public void pause() {
        pace.stop();
    }
}
