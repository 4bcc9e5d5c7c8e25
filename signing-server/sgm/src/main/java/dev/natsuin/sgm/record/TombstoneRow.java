package dev.natsuin.sgm.record;

import java.time.Instant;

/**
 * Something that ended for ever. Rows of what ended say so too; these are for a replay after a restore, which there is
 * not yet (decision 0034).
 *
 * @param kind what it was
 * @param id its id
 * @param since when it ended
 */
public record TombstoneRow(Kind kind, String id, Instant since) {
    /** What can end. */
    public enum Kind {
        PERSON,
        DEVICE,
        KEY
    }
}
