package dev.natsuin.bench;

import java.time.Duration;

/** Waiting. */
final class Pauses {
    private Pauses() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFault("interrupted", e);
        }
    }
}
