package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What answers need of memory that are fetched later, by the hash of the octets they answer; the oldest are forgotten
 * first. Thread-safe.
 */
final class LaterWork {
    /** As many as there can be operations. */
    private static final int MOST = 10_000;

    private final Map<Bytes, Long> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized void remember(Bytes operation, long octets) {
        known.put(operation, octets);
    }

    /** As remembered; of any other as much as of an order, which it may be. */
    synchronized long of(Bytes operation) {
        return known.getOrDefault(operation, (long) Arrival.OPERATION_WORK);
    }
}
