package dev.natsuin.sap.http;

import java.time.Duration;

/**
 * How much a listener takes from outside.
 *
 * @param maxConnections connections at once; more wait unaccepted
 * @param maxThreads requests worked on at once
 * @param idle how long a connection may be silent, between requests or within one
 * @param drain how long stopping waits for running requests; both listeners' together stay below the ten seconds after
 *     which the launcher ends the process
 */
public record HttpLimits(int maxConnections, int maxThreads, Duration idle, Duration drain) {
    /** For the API. */
    public static HttpLimits api() {
        return new HttpLimits(2_000, 64, Duration.ofSeconds(30), Duration.ofSeconds(7));
    }

    /** For the publications. */
    public static HttpLimits publications() {
        return new HttpLimits(500, 16, Duration.ofSeconds(10), Duration.ofSeconds(1));
    }
}
