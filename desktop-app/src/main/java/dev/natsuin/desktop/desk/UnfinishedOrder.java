package dev.natsuin.desktop.desk;

import java.time.Instant;

/**
 * An order of this desk that an earlier run left: signed, but without all its files, or sent and not answered.
 *
 * @param time when it was made, by SGM time
 * @param documents how many it has
 * @param missing how many of them have no signed file, as far as is known without looking
 * @param signed true if its signatures are here; false if no believed answer came yet
 */
public record UnfinishedOrder(Instant time, int documents, int missing, boolean signed) {}
