package dev.natsuin.bench;

import java.util.List;

/**
 * The exchanges of a stretch of time.
 *
 * <p>An exchange that lies only partly in it counts by its part, so that long ones neither win nor lose by where the
 * stretch begins. Latencies are those of the exchanges that began in it.
 */
final class Window {
    private final long beginNanos;
    private final long endNanos;
    private final List<Client.Exchange> all;

    Window(long beginNanos, long endNanos, List<Client.Exchange> all) {
        this.beginNanos = beginNanos;
        this.endNanos = endNanos;
        this.all = List.copyOf(all);
    }

    /** How many exchanges, in parts. */
    double count() {
        return all.stream().mapToDouble(this::part).sum();
    }

    private double part(Client.Exchange e) {
        var inside = Math.min(e.endedNanos(), endNanos) - Math.max(e.beganNanos(), beginNanos);
        return inside <= 0 ? 0 : inside / (double) (e.endedNanos() - e.beganNanos());
    }

    double seconds() {
        return (endNanos - beginNanos) / 1e9;
    }

    /** The latency that this share (0 to 1) of the exchanges did not exceed, in milliseconds; the nearest rank. */
    double percentileMs(double share) {
        var latencies = all.stream()
                .filter(e -> e.beganNanos() >= beginNanos && e.beganNanos() < endNanos)
                .mapToLong(e -> e.endedNanos() - e.beganNanos())
                .sorted()
                .toArray();
        if (latencies.length == 0) {
            throw new BenchFault("no order began in the measured time; measure longer");
        }
        return latencies[(int) Math.ceil(share * latencies.length) - 1] / 1e6;
    }
}
