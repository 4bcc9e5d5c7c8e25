package dev.natsuin.desktop.desk;

import java.time.Instant;

/**
 * A new identity key of the SGM, which this desk has followed to: proven by the old key, the new one, and the log.
 *
 * @param fingerprint of the new key, without separators
 * @param number how many keys there were before it, 1 or more
 * @param since when it took the place of the one before
 * @param askedBy id of the administrator who ordered it first
 * @param approvedBy id of the one who ordered it second
 */
public record NewIdentity(String fingerprint, int number, Instant since, String askedBy, String approvedBy) {}
