package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Duration;
import java.time.Instant;

/**
 * What every statement says about itself.
 *
 * @param audience identity hash of the SGM it is for, 32 octets
 * @param user id of the person who orders, 16 hexadecimal digits
 * @param device id of the device that signs, 32 hexadecimal digits
 * @param id spent for ever once it was used, 32 hexadecimal digits
 * @param issued when it was made, by SGM time, whole seconds
 * @param expires the first second at which it no longer holds; at most {@link #LONGEST_LIFE} after issued
 */
public record StatementHead(Bytes audience, String user, String device, String id, Instant issued, Instant expires) {
    /** The longest life of a statement. */
    public static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
}
