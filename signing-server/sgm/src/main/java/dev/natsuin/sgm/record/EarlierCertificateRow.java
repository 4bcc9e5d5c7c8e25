package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;

/**
 * A certificate that a key had before it was renewed: revoked with the key.
 *
 * @param serial its serial number, big-endian
 * @param keyId the key
 * @param notAfter its last second
 */
public record EarlierCertificateRow(Bytes serial, String keyId, Instant notAfter) {}
