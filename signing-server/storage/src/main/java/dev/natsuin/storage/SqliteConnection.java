package dev.natsuin.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteConfig;

/**
 * One connection with the settings that durability and integrity rest on, each read back after it was set.
 *
 * <p>Not thread-safe: {@link Database} hands it to one thread at a time.
 */
final class SqliteConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteConnection.class);

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
    private final String name;
    private final Handle handle;
    private final String begin;
    private final CachedStatements ends = new CachedStatements();

    private SqliteConnection(Connection connection, String name, String begin) {
        this.connection = connection;
        this.name = name;
        var jdbi = Jdbi.create(connection);
        jdbi.setStatementBuilderFactory(c -> new CachedStatements());
        this.handle = jdbi.open();
        this.begin = begin;
    }

    /** The connection that writes: its transactions take the write lock when they begin. */
    static SqliteConnection writer(Path path) throws SQLException {
        return opened(path, false, "BEGIN IMMEDIATE");
    }

    /** A connection that cannot write: each transaction sees one state of the database. */
    static SqliteConnection reader(Path path) throws SQLException {
        return opened(path, true, "BEGIN");
    }

    private static SqliteConnection opened(Path path, boolean readOnly, String begin) throws SQLException {
        var name = path.getFileName().toString();
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setGetGeneratedKeys(false); // saves a SELECT after every INSERT
        var connection = connected(config, path, name);
        boolean sound = false;
        try {
            set(connection, readOnly, name);
            var opened = new SqliteConnection(connection, name, begin);
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                connection.close();
            }
        }
    }

    /**
     * SQLite's own code is unpacked when it is first needed; once that failed, the driver falls over what it misses.
     */
    private static Connection connected(SQLiteConfig config, Path path, String name) throws SQLException {
        try {
            // A file: URI, so that '?' and '%' in a folder's name are not read as options.
            return config.createConnection("jdbc:sqlite:" + path.toUri());
        } catch (UnsatisfiedLinkError e) {
            throw notUnpacked(name, e);
        } catch (SQLException e) {
            if (e.getCause() instanceof NativeLibraryNotFoundException) {
                throw notUnpacked(name, e);
            }
            throw e;
        }
    }

    private static StorageFault notUnpacked(String name, Throwable cause) {
        return new StorageFault(
                StorageFault.Kind.IO,
                "the database " + name + " cannot be opened: SQLite's own code could not be unpacked into the folder"
                        + " for temporary files; see whether the disk is full or cannot be written",
                cause);
    }

    private static void set(Connection connection, boolean readOnly, String name) throws SQLException {
        if (!readOnly) {
            execute(connection, "PRAGMA journal_mode=WAL");
            execute(connection, "PRAGMA journal_size_limit=67108864");
            // Only the writer's pages stay right between transactions; the default of 2 MiB holds not even its indexes.
            execute(connection, "PRAGMA cache_size=-16384");
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

    /**
     * Runs one transaction, kept whole or not at all.
     *
     * @throws StorageFault of kind {@code IO} if it is unknown whether the connection can be used further
     */
    <R> R transact(Work<R> work) {
        boolean done = false;
        begin();
        try {
            R result = done(work);
            commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    private <R> R done(Work<R> work) {
        try {
            return work.in(handle);
        } catch (SQLException e) {
            throw StorageFault.of(e, name);
        } catch (JdbiException e) {
            var sql = StorageFault.sqlCause(e);
            if (sql.isEmpty()) {
                throw e;
            }
            throw StorageFault.of(sql.get(), name);
        }
    }

    /** Begins a transaction. */
    void begin() {
        end(begin);
    }

    /** Ends the transaction; what it changed is on the disk. */
    void commit() {
        end("COMMIT");
    }

    /**
     * Runs a part of the open transaction, kept whole or not at all whatever becomes of the other parts.
     *
     * @throws TransactionLost if the whole transaction is gone
     */
    <R> R part(Work<R> work) {
        boolean done = false;
        @Nullable StorageFault why = null;
        end("SAVEPOINT part");
        try {
            R result = done(work);
            end("RELEASE part");
            done = true;
            return result;
        } catch (StorageFault e) {
            why = e;
            throw e;
        } finally {
            if (!done) {
                undoPart(why);
            }
        }
    }

    private void undoPart(@Nullable StorageFault why) {
        try {
            ends.lasting(connection, "ROLLBACK TO part").execute();
            ends.lasting(connection, "RELEASE part").execute();
        } catch (SQLException e) {
            // Some errors make SQLite roll back everything; or the part ended a transaction that was not its own.
            throw new TransactionLost(why == null ? StorageFault.of(e, name) : why);
        }
    }

    private void end(String sql) {
        try {
            ends.lasting(connection, sql).execute();
        } catch (SQLException e) {
            throw StorageFault.of(e, name);
        }
    }

    /**
     * Writes all that is committed now into an empty file (sqlite.org/lang_vacuum.html#vacuuminto), synced to the disk.
     */
    void vacuumInto(Path target) {
        try (var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, target.toAbsolutePath().toString());
            statement.execute();
        } catch (SQLException e) {
            throw StorageFault.of(e, name);
        }
    }

    /**
     * Folds the write-ahead log into the file and empties it, so that neither holds what was overwritten
     * (sqlite.org/pragma.html#pragma_wal_checkpoint). Outside of a transaction.
     *
     * @param patience how long to wait for readers of older states
     * @return false if somebody still reads an older state
     */
    boolean foldLog(Duration patience) {
        try {
            execute(connection, "PRAGMA busy_timeout=" + patience.toMillis());
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                return row.next() && row.getInt(1) == 0;
            } finally {
                execute(connection, "PRAGMA busy_timeout=" + SETTINGS.get("busy_timeout"));
            }
        } catch (SQLException e) {
            throw StorageFault.of(e, name);
        }
    }

    /** Undoes the open transaction, if there still is one. */
    void rollBack() {
        try {
            ends.lasting(connection, "ROLLBACK").execute();
        } catch (SQLException e) {
            // SQLite rolls back by itself on some errors and then has nothing left to do; anything else is serious.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw new StorageFault(StorageFault.Kind.IO, "the database " + name + " did not roll back", e);
            }
        }
    }

    /** A part failed and took the whole transaction with it. */
    static final class TransactionLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final StorageFault fault;

        TransactionLost(StorageFault fault) {
            super("the transaction is lost", fault);
            this.fault = fault;
        }

        StorageFault fault() {
            return fault;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static void closeQuietly(SqliteConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("connection not closed cleanly reason={}", e.getClass().getSimpleName());
        }
    }
}
