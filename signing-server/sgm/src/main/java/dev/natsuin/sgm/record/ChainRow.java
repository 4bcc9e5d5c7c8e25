package dev.natsuin.sgm.record;

/**
 * Where a chain of log entries stands.
 *
 * @param chain id of the key or device
 * @param user whose it is
 * @param number its newest running number
 * @param lastIndex log index of its newest entry
 */
public record ChainRow(String chain, String user, long number, long lastIndex) {}
