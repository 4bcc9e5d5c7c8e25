package dev.natsuin.sgm.activation;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Judges the PINs of a device one after the other, so that a wrong one is counted before the next is looked at.
 *
 * <p>It lies in this process's memory, which is enough because one process owns the database ({@code Database}); rows
 * that several processes share need a lock in the database in its place. Devices may share a turn by chance; then one
 * waits for the other. Turns are given in order of arrival, none inside a transaction. Thread-safe.
 */
final class PinTurns {
    private static final int STRIPES = 64;

    private final ReentrantLock[] stripes =
            Stream.generate(() -> new ReentrantLock(true)).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** Does the work when it is this device's turn. */
    <R> R of(String device, Supplier<R> work) {
        var stripe = stripes[Math.floorMod(device.hashCode(), STRIPES)];
        stripe.lock();
        try {
            return work.get();
        } finally {
            stripe.unlock();
        }
    }
}
