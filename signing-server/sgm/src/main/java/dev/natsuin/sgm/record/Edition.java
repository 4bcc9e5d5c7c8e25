package dev.natsuin.sgm.record;

/**
 * A state of the rows that say who may do what: people, devices, confirmations, signing keys, revocations, and what
 * waits for a second person. Taken before a read, it tells later, without reading again, that what was read still
 * stands.
 *
 * @param number counts the changes
 * @param settled false while somebody's changes are neither kept nor undone; then it is the same as no other
 */
public record Edition(long number, boolean settled) {
    /** True if none of those rows was changed between the two. */
    public boolean isStill(Edition later) {
        return settled && later.settled && number == later.number;
    }
}
