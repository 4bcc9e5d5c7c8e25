package dev.natsuin.sgm.record;

/**
 * A signed checkpoint as kept.
 *
 * @param size how many entries it is over
 * @param note the signed note
 */
public record CheckpointRow(long size, String note) {}
