package dev.natsuin.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.core.CoreStatement;

/**
 * Prepared statements of one connection, compiled once per text.
 *
 * <p>Belongs to whoever holds the connection; not thread-safe. Two uses of the same text at once get two statements.
 */
final class CachedStatements extends DefaultStatementBuilder {
    /**
     * Texts are constants of the stores, so this is never reached by sound code; text built by hand would fill memory.
     */
    private static final int MOST_IDLE = 256;

    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();
    private final Map<String, PreparedStatement> lasting = new HashMap<>();

    /** The one statement of this text for plain JDBC. */
    PreparedStatement lasting(Connection connection, String sql) throws SQLException {
        var known = lasting.get(sql);
        if (known != null && alive(known)) {
            return known;
        }
        var made = connection.prepareStatement(sql);
        lasting.put(sql, made);
        return made;
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        var known = idle.remove(sql);
        return known != null ? known : super.create(connection, sql, context);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (statement instanceof PreparedStatement prepared
                && idle.size() < MOST_IDLE
                && !idle.containsKey(sql)
                && alive(prepared)) {
            prepared.clearParameters();
            idle.put(sql, prepared);
        } else {
            statement.close();
        }
    }

    /** The driver drops a statement that failed, without closing it; asking the driver's own object costs least. */
    static boolean alive(PreparedStatement statement) {
        if (statement instanceof CoreStatement driver) {
            return !driver.pointer.isClosed();
        }
        try {
            statement.getMetaData();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
