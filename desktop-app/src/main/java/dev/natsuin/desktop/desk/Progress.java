package dev.natsuin.desktop.desk;

/** Hears how far work has come. Called on the working thread, often; must return at once. */
@FunctionalInterface
public interface Progress {
    /** What really happens, in order. */
    enum Step {
        /** Documents are read and hashed here. */
        HASH,
        /** The order goes to the server and its answer comes back and is checked. */
        ASK,
        /** Signatures are put into copies of the documents. */
        SEAL,
        /** What was put into each copy is read back and verified. */
        CHECK,
        /** Copies get timestamps and states of certificates, one after the other; only for a level above B. */
        RAISE
    }

    /** So many of so many are done in this step; {@code done == total} ends the step. */
    void at(Step step, int done, int total);

    /** The server has the order and works on it; told again and again while it does. */
    default void serverWorks() {}
}
