package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that was revoked.
 *
 * @param serial its serial number, big-endian
 * @param revoked when
 * @param cause why, as relying parties are told
 */
public record RevocationRow(Bytes serial, Instant revoked, Cause cause) {
    /**
     * What relying parties are told of why (RFC 5280 §5.3.1): all of it that protects them, and nothing more. Who left,
     * lost a computer or changed their name is nobody's business there.
     */
    public enum Cause {
        CESSATION_OF_OPERATION,
        KEY_COMPROMISE;

        /** The one that an order of staff with this reason means. */
        public static Cause of(Optional<Reason> reason) {
            return reason.map(Reason::code)
                            .filter(Reason.Code.KEY_COMPROMISED::equals)
                            .isPresent()
                    ? KEY_COMPROMISE
                    : CESSATION_OF_OPERATION;
        }
    }
}
