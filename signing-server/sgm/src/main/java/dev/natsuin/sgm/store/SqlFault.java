package dev.natsuin.sgm.store;

import java.sql.SQLException;

/** A statement failed within a transaction, which is rolled back by it. */
final class SqlFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SqlFault(SQLException cause) {
        super("a statement on the SGM's database failed", cause);
    }
}
