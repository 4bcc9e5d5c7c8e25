package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.sgm.key.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The transport keys that were offered and not used yet: in memory only, one for a device, each for some minutes and
 * for one import.
 *
 * <p>A restart forgets them, and a new one is asked for. Thread-safe.
 */
final class TransportKeys implements AutoCloseable {
    /** As long as a statement lives. */
    static final Duration LIFE = Duration.ofMinutes(5);

    /** So many are held at once. */
    static final int MOST = 1_000;

    private final Map<String, Offered> byDevice = new HashMap<>();
    private final Map<String, Instant> lastMade = new HashMap<>();
    private final Semaphore making = new Semaphore(1);
    private final Duration pause;

    /** @param pause between two of one device */
    TransportKeys(Duration pause) {
        this.pause = pause;
    }

    /**
     * What one is for.
     *
     * @param user whose import
     * @param device by which device
     * @param algorithm of what kind of key
     */
    record Purpose(String user, String device, KeyAlgorithm algorithm) {}

    /**
     * One that was offered.
     *
     * @param id its id
     * @param purpose what it is for
     * @param statement id of the statement that asked
     * @param key the key
     * @param expires the first second at which it is no more
     */
    record Offered(String id, Purpose purpose, String statement, KeyStore.TransportKey key, Instant expires) {
        /** Not if it was made while the clock was ahead, either. */
        boolean holdsAt(Instant now) {
            return now.isBefore(expires) && !now.plus(LIFE).isBefore(expires);
        }
    }

    /**
     * Offers one: to the same statement the same, to a later one of the device another in its place. One is made at a
     * time, because a token takes a second for it; who comes meanwhile is to come again.
     *
     * @return nothing if too many are held, another is being made, or the device had one a moment ago
     */
    Optional<Offered> offer(
            Purpose purpose, String statement, String newId, Supplier<KeyStore.TransportKey> made, Instant now) {
        var before = held(purpose, statement, now);
        if (before.isPresent() || !hasRoom(purpose, now) || !making.tryAcquire()) {
            return before;
        }
        try {
            var again = held(purpose, statement, now); // the same octets may have come twice
            return again.isPresent()
                    ? again
                    : Optional.of(put(new Offered(newId, purpose, statement, made.get(), now.plus(LIFE))));
        } finally {
            making.release();
        }
    }

    private synchronized Optional<Offered> held(Purpose purpose, String statement, Instant now) {
        erasePassed(now);
        return Optional.ofNullable(byDevice.get(purpose.device()))
                .filter(offered -> offered.statement().equals(statement)
                        && offered.purpose().equals(purpose));
    }

    private synchronized boolean hasRoom(Purpose purpose, Instant now) {
        lastMade.values().removeIf(made -> !now.isBefore(made.plus(pause)) || made.isAfter(now));
        return !lastMade.containsKey(purpose.device())
                && (byDevice.size() < MOST || byDevice.containsKey(purpose.device()));
    }

    private synchronized Offered put(Offered offered) {
        lastMade.put(offered.purpose().device(), offered.expires().minus(LIFE));
        var before = byDevice.put(offered.purpose().device(), offered);
        if (before != null) {
            before.key().close();
        }
        return offered;
    }

    /** True if this one is held for this purpose. */
    synchronized boolean holds(Purpose purpose, String id, Instant now) {
        erasePassed(now);
        return isHeld(purpose, id);
    }

    private boolean isHeld(Purpose purpose, String id) {
        var offered = byDevice.get(purpose.device());
        return offered != null && offered.id().equals(id) && offered.purpose().equals(purpose);
    }

    /** Gives it away, once: the caller closes it. */
    synchronized Optional<KeyStore.TransportKey> take(Purpose purpose, String id, Instant now) {
        erasePassed(now);
        return isHeld(purpose, id)
                ? Optional.ofNullable(byDevice.remove(purpose.device())).map(Offered::key)
                : Optional.empty();
    }

    /** Erases those whose time is over. */
    synchronized void erasePassed(Instant now) {
        var all = byDevice.values().iterator();
        while (all.hasNext()) {
            var offered = all.next();
            if (!offered.holdsAt(now)) {
                offered.key().close();
                all.remove();
            }
        }
    }

    /** Erases all. */
    @Override
    public synchronized void close() {
        byDevice.values().forEach(offered -> offered.key().close());
        byDevice.clear();
    }
}
