package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;

/**
 * A log entry as kept.
 *
 * @param index place in the log
 * @param user whose entry it is
 * @param leaf what is hashed
 * @param salt salt of the record
 * @param record what happened in detail
 */
public record LogRow(long index, String user, Bytes leaf, Bytes salt, Bytes record) {}
