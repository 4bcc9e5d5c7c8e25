package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;

/**
 * A certificate that was revoked.
 *
 * @param serial its serial number, big-endian
 * @param revoked when
 */
public record RevocationRow(Bytes serial, Instant revoked) {}
