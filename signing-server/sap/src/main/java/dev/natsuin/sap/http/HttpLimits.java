package dev.natsuin.sap.http;

import java.time.Duration;

/**
 * How much a listener takes from outside.
 *
 * @param maxConnections connections at once; more wait unaccepted. Beyond three quarters, slow ones are ended early
 * @param maxThreads requests worked on at once
 * @param idle how long a connection may be without a whole request, whatever drips in meanwhile; a body may take twice
 *     as long
 * @param work how long a request may take from the last octet of its body to the last of its answer
 * @param drain how long stopping waits for running requests; both listeners' together stay below the ten seconds after
 *     which the launcher ends the process
 * @param bodyRoom octets of bodies kept at once of people who logged in; strangers' are small
 * @param workRoom octets that orders worked on at once may need, as estimated
 * @param fetchingRoom the same of answers to work that took long, fetched later
 */
public record HttpLimits(
        int maxConnections,
        int maxThreads,
        Duration idle,
        Duration work,
        Duration drain,
        long bodyRoom,
        long workRoom,
        long fetchingRoom) {
    private static final int CONNECTIONS = 4_000;
    /** A connection costs some 40 KiB, most of it TLS. */
    private static final long HEAP_PER_CONNECTION = 96 << 10;

    /** With longest times and room enough for whatever is no test of them. */
    public HttpLimits(int maxConnections, int maxThreads, Duration idle, Duration drain) {
        this(maxConnections, maxThreads, idle, Duration.ofMinutes(3), drain, 64 << 20, 256 << 20, 64 << 20);
    }

    /**
     * For the API of a SAP with this much memory.
     *
     * @param heap octets that Java may use
     */
    public static HttpLimits api(Duration idle, long heap) {
        return new HttpLimits(
                (int) Math.min(CONNECTIONS, heap / HEAP_PER_CONNECTION),
                64,
                idle,
                Duration.ofMinutes(3),
                Duration.ofSeconds(7),
                heap / 8,
                heap * 3 / 8,
                heap / 8);
    }

    /** For the publications. */
    public static HttpLimits publications() {
        return new HttpLimits(500, 16, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 0, 0, 0);
    }
}
