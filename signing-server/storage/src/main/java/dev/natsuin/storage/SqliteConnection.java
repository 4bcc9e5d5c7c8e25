package dev.natsuin.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/**
 * One connection with the settings that durability and integrity rest on, each read back after it was set.
 *
 * <p>Not thread-safe: {@link Database} hands it to one thread at a time.
 */
final class SqliteConnection implements AutoCloseable {
    /** Everything a connection must answer to {@code PRAGMA name}; names and values from sqlite.org/pragma.html. */
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("busy_timeout", "10000");
        SETTINGS.put("synchronous", "2"); // FULL: a commit is on the disk before it returns
        SETTINGS.put("fullfsync", "1"); // macOS: through the drive's cache as well
        SETTINGS.put("checkpoint_fullfsync", "1");
        SETTINGS.put("foreign_keys", "1");
        SETTINGS.put("trusted_schema", "0"); // a doctored schema gets no functions with side effects
        SETTINGS.put("cell_size_check", "1");
        SETTINGS.put("secure_delete", "1"); // a destroyed row is overwritten in its page, not only unlinked
        SETTINGS.put("temp_store", "2"); // sorting never writes rows to a temporary file
        SETTINGS.put("recursive_triggers", "1");
    }

    private final Connection connection;
    private final Handle handle;
    private final String begin;
    private final CachedStatements ends = new CachedStatements();

    private SqliteConnection(Connection connection, String begin) {
        this.connection = connection;
        var jdbi = Jdbi.create(connection);
        jdbi.setStatementBuilderFactory(c -> new CachedStatements());
        this.handle = jdbi.open();
        this.begin = begin;
    }

    /** The connection that writes: its transactions take the write lock when they begin. */
    static SqliteConnection writer(SqliteFile file) throws SQLException {
        return opened(file, false, "BEGIN IMMEDIATE");
    }

    /** A connection that cannot write: each transaction sees one state of the database. */
    static SqliteConnection reader(SqliteFile file) throws SQLException {
        return opened(file, true, "BEGIN");
    }

    private static SqliteConnection opened(SqliteFile file, boolean readOnly, String begin) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setGetGeneratedKeys(false); // saves a SELECT after every INSERT
        // A file: URI, so that '?' and '%' in a folder's name are not read as options.
        var connection = config.createConnection("jdbc:sqlite:" + file.path().toUri());
        boolean sound = false;
        try {
            set(connection, readOnly, file.name());
            var opened = new SqliteConnection(connection, begin);
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                connection.close();
            }
        }
    }

    private static void set(Connection connection, boolean readOnly, String name) throws SQLException {
        if (!readOnly) {
            execute(connection, "PRAGMA journal_mode=WAL");
            execute(connection, "PRAGMA journal_size_limit=67108864");
        }
        for (var setting : SETTINGS.entrySet()) {
            execute(connection, "PRAGMA " + setting.getKey() + "=" + setting.getValue());
        }
        require(connection, "journal_mode", "wal", name);
        for (var setting : SETTINGS.entrySet()) {
            require(connection, setting.getKey(), setting.getValue(), name);
        }
    }

    private static void require(Connection connection, String pragma, String wanted, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA " + pragma)) {
            var found = row.next() ? row.getString(1).toLowerCase(Locale.ROOT) : "nothing";
            if (!found.equals(wanted)) {
                throw new StorageFault(
                        StorageFault.Kind.REFUSED,
                        "the database " + name + " cannot run safely here: " + pragma + " is " + found + ", not "
                                + wanted);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Handle handle() {
        return handle;
    }

    void begin() throws SQLException {
        ends.lasting(connection, begin).execute();
    }

    void commit() throws SQLException {
        ends.lasting(connection, "COMMIT").execute();
    }

    void rollback() throws SQLException {
        ends.lasting(connection, "ROLLBACK").execute();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
