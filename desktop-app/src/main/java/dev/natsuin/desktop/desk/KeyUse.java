package dev.natsuin.desktop.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a signing key was used, from a signed answer.
 *
 * @param created when it was made, or taken in
 * @param last when it has last signed; nothing if it never has
 */
public record KeyUse(Instant created, Optional<Instant> last) {
    /** A key that signs once a year is not dormant. */
    public static final Duration DORMANT_AFTER = Duration.ofDays(400);

    /** True if it has signed nothing for long. */
    public boolean isDormant(Instant now) {
        return !now.isBefore(last.orElse(created).plus(DORMANT_AFTER));
    }
}
