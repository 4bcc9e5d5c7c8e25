package dev.natsuin.sgm.store;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/**
 * A statement failed within a transaction, which is rolled back by it. One of JDBI's kind, so that the database tells a
 * full disk or a damaged file from it and stops.
 */
final class SqlFault extends JdbiException {
    private static final long serialVersionUID = 1L;

    SqlFault(SQLException cause) {
        super("a statement on the SGM's database failed", cause);
    }
}
