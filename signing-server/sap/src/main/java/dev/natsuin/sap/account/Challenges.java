package dev.natsuin.sap.account;

import dev.natsuin.protocol.bytes.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * Challenges for logins: 32 random octets, good once, for two minutes.
 *
 * <p>At most {@value #MOST} are kept; beyond that the oldest die early, so that asking for many costs the asker and not
 * the memory. Thread-safe.
 */
public final class Challenges {
    /** The length of a challenge, in octets. */
    public static final int SIZE_BYTES = 32;

    /** How long a challenge is good. */
    public static final Duration LIFE = Duration.ofMinutes(2);

    private static final int MOST = 50_000;

    private final SecureRandom random;
    private final InstantSource clock;
    /** When each dies, oldest first: all live equally long. */
    private final LinkedHashMap<Bytes, Instant> open = new LinkedHashMap<>();

    /** Starts without any. */
    public Challenges(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** A new challenge. */
    public synchronized Bytes issue() {
        var now = clock.instant();
        var oldest = open.entrySet().iterator();
        while (oldest.hasNext()) {
            var entry = oldest.next();
            if (holds(entry.getValue(), now) && open.size() < MOST) {
                break;
            }
            oldest.remove();
        }
        var octets = new byte[SIZE_BYTES];
        random.nextBytes(octets);
        var challenge = Bytes.of(octets);
        open.put(challenge, now.plus(LIFE));
        return challenge;
    }

    /** True if the challenge was good; it no longer is. */
    public synchronized boolean spend(Bytes challenge) {
        var dies = open.remove(challenge);
        return dies != null && holds(dies, clock.instant());
    }

    /** Not if it was made while the clock was ahead. */
    private static boolean holds(Instant dies, Instant now) {
        return now.isBefore(dies) && !now.plus(LIFE).isBefore(dies);
    }
}
