package dev.natsuin.sgm.door;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.protocol.Malformed;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where questions are answered that anybody may ask: a few at a time, in their order, so that however many come they
 * leave processors and the database's readers to what signers order. Thread-safe.
 */
final class Counter {
    private final Semaphore places;
    private final Duration patience;

    /**
     * With so many places.
     *
     * @param patience how long a question waits for one
     */
    Counter(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /** Answers a question. */
    interface Question {
        /**
         * The answer.
         *
         * @throws Malformed if it is no question
         */
        LinkAnswer answer() throws Malformed;
    }

    /** The answer, or that there is no room now. */
    LinkAnswer ask(Question question) throws Malformed {
        if (!hasPlace()) {
            return LinkAnswer.busy();
        }
        try {
            return question.answer();
        } finally {
            places.release();
        }
    }

    private boolean hasPlace() {
        try {
            return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
