package dev.natsuin.sgm.record;

/**
 * A row is not what this SGM wrote: its MAC fails, or what it seals does not open. An alarm, never a person's mistake.
 */
public final class RowTampered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the kind of row, not its content. */
    public RowTampered(String table) {
        super("a row of sgm.db was altered: " + table);
    }

    /** Names the row by its kind and its id, not its content. */
    public RowTampered(String table, String id) {
        this(table + " " + id);
    }
}
