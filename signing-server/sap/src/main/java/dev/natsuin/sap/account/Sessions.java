package dev.natsuin.sap.account;

import dev.natsuin.protocol.bytes.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Who holds which access token: 256 random bits, good for a quarter of an hour, known here only by their SHA-256.
 *
 * <p>They live in memory; after a restart people's desktops log in again. At most {@value #MOST}; beyond that the
 * oldest die early. Thread-safe.
 */
public final class Sessions {
    /** How long an access token is good. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final int TOKEN_SIZE_BYTES = 32;
    private static final int MOST = 100_000;

    private final SecureRandom random;
    private final InstantSource clock;
    /** By the token's hash, oldest first: all live equally long. */
    private final LinkedHashMap<Bytes, Session> open = new LinkedHashMap<>();

    /** Starts without any. */
    public Sessions(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    private record Session(Account account, Instant dies) {
        /** Not if it was made while the clock was ahead: it would be good until that time has come and gone. */
        boolean holdsAt(Instant now) {
            return now.isBefore(dies) && !now.plus(LIFE).isBefore(dies);
        }
    }

    /** A new access token for this account. */
    public synchronized String open(Account account) {
        var now = clock.instant();
        var oldest = open.values().iterator();
        while (oldest.hasNext()) {
            var session = oldest.next();
            if (session.holdsAt(now) && open.size() < MOST) {
                break;
            }
            oldest.remove();
        }
        var octets = new byte[TOKEN_SIZE_BYTES];
        random.nextBytes(octets);
        var token = Bytes.of(octets).toBase64Url();
        open.put(Bytes.utf8(token).sha256(), new Session(account, now.plus(LIFE)));
        return token;
    }

    /** Who holds this access token, if it is good now. */
    public synchronized Optional<Account> of(String token) {
        var session = open.get(Bytes.utf8(token).sha256());
        return session != null && session.holdsAt(clock.instant()) ? Optional.of(session.account()) : Optional.empty();
    }
}
