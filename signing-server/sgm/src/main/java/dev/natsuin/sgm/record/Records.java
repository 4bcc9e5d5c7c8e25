package dev.natsuin.sgm.record;

import java.util.function.Function;

/** Transactions over the SGM's rows. Thread-safe. */
public interface Records {
    /** What {@link Edition} says, to be taken before the read that it is to stand for. */
    Edition edition();

    /** Runs queries on one state of the rows; waits for nobody. */
    <R> R read(Function<Rows, R> work);

    /**
     * Runs one transaction alone: no other writer between its first read and its end. When this returns, its changes
     * survive a crash of the machine; if it throws, nothing was changed.
     */
    <R> R write(Function<Rows, R> work);

    /**
     * Sees to it that what was erased (keys, seals, service keys) since the last time is in no file any more. Does
     * nothing if nothing was; what somebody still reads is left for the next time.
     */
    void forgetErased();
}
