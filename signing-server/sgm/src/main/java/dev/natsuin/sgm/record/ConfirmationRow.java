package dev.natsuin.sgm.record;

import java.time.Instant;

/**
 * A device whose fingerprint was confirmed.
 *
 * @param device id
 * @param user whose it is
 * @param confirmedBy the staff's device that ordered it, or the console
 * @param confirmed when
 */
public record ConfirmationRow(String device, String user, String confirmedBy, Instant confirmed) {}
