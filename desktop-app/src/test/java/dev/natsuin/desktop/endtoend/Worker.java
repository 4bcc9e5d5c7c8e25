package dev.natsuin.desktop.endtoend;

/** Somebody at work while processes die; afterwards they say whether everything is as they were told. */
interface Worker {
    /** One piece of work, for as long as it takes until its outcome is known. */
    void round() throws Exception;

    /** Compares what was told with keys and log, with nobody dying any more; fails with what does not fit. */
    void everythingIsAsTold() throws Exception;
}
