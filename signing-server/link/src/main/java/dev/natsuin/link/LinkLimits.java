package dev.natsuin.link;

import java.time.Duration;

/**
 * How much a {@link LinkServer} takes from outside.
 *
 * @param maxConnections connections at once, a thread each; more are closed unheard
 * @param maxBodyBytes octets in one body, either way; a longer one ends the connection before it is read
 * @param handshake time for the whole handshake
 * @param idle how long a connection may wait between requests; a peer whose machine died keeps its places so long
 * @param frame longest pause within a frame that has begun
 * @param drain how long {@code close} waits for running requests
 */
public record LinkLimits(
        int maxConnections, int maxBodyBytes, Duration handshake, Duration idle, Duration frame, Duration drain) {
    /**
     * The octets one body may have unless told otherwise: 16 MiB. The answer to 10,000 RSA-4096 hashes has some 9.2
     * million.
     */
    public static final int MAX_BODY_BYTES = 16 << 20;

    /** What suits one SAP with some ten connections. */
    public static LinkLimits defaults() {
        return new LinkLimits(
                64,
                MAX_BODY_BYTES,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(8));
    }
}
