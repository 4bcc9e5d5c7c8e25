package dev.natsuin.link;

import java.time.Duration;

/**
 * How long a {@link LinkClient} waits, and for how many connections.
 *
 * @param maxConnections connections at once
 * @param turn how long a call waits for one of them
 * @param connect for the TCP connection; a kept one that was not used for so long must show that it lives
 * @param handshake longest pause within the TLS handshake
 * @param answer longest pause while an answer is awaited or read
 * @param idle after which an unused connection is not used again; shorter than the server's
 */
public record LinkTimes(
        int maxConnections, Duration turn, Duration connect, Duration handshake, Duration answer, Duration idle) {
    /** What suits one SAP beside, or in the same rack as, its SGM. */
    public static LinkTimes defaults() {
        return new LinkTimes(
                16,
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2));
    }
}
