package dev.natsuin.desktop.desk;

import java.time.Instant;
import java.util.List;

/**
 * The signer's keys, from a signed answer.
 *
 * @param rows in the server's order, which stays the same between calls
 * @param time SGM time of the answer
 */
public record KeyList(List<KeyRow> rows, Instant time) {
    /** Copies the list. */
    public KeyList {
        rows = List.copyOf(rows);
    }
}
