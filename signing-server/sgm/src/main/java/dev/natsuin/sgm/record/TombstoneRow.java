package dev.natsuin.sgm.record;

import java.time.Instant;

/**
 * Something that ended for ever. Rows of what ended say so too; these say when.
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
