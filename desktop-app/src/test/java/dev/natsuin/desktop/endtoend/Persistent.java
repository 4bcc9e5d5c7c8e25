package dev.natsuin.desktop.endtoend;

import dev.natsuin.desktop.desk.Refusal;
import java.util.concurrent.TimeUnit;

/** Tries again while what is in the way may be over in a moment, as a person does. */
final class Persistent {
    private static final int MOST_TRIES = 400;
    private static final int PAUSE_MILLISECONDS = 150;

    private Persistent() {}

    static <T> T until(Refusal.Work<T> work) throws Refusal {
        for (var i = 1; ; i++) {
            try {
                return work.run();
            } catch (Refusal e) {
                if (i == MOST_TRIES || !Orders.PASSING.contains(Orders.cause(e))) {
                    System.out.printf("given up: %s, instead of an answer: %s%n", e.why(), e.instead());
                    throw e;
                }
                pause();
            }
        }
    }

    static void pause() {
        pause(PAUSE_MILLISECONDS);
    }

    static void pause(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
