package dev.natsuin.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** Plain JDBC statements for the few places where Jdbi's comfort costs more than the statement itself. */
public final class Prepared {
    private Prepared() {}

    /**
     * The statement of this text on the handle's connection, compiled once and kept with the connection.
     *
     * <p>The caller sets every parameter and closes result sets, but not the statement, and does not use the same text
     * again while a result set of it is open.
     *
     * @throws IllegalArgumentException if the handle does not come from a {@link Database}
     */
    public static PreparedStatement on(Handle handle, String sql) throws SQLException {
        if (handle.getStatementBuilder() instanceof CachedStatements statements) {
            return statements.lasting(handle.getConnection(), sql);
        }
        throw new IllegalArgumentException("the handle is not from a Database");
    }
}
