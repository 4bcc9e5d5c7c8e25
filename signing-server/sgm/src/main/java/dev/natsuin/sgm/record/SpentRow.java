package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;

/**
 * A statement id that was used.
 *
 * @param id the statement's
 * @param user who used it
 * @param sealedSha256 SHA-256 of the sealed octets it came in
 */
public record SpentRow(String id, String user, Bytes sealedSha256) {}
