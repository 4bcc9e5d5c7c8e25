package dev.natsuin.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A database read from outside, also while the process that owns it goes on: for console commands such as
 * {@code verify-log}.
 *
 * <p>Thread-safe; one query at a time. Never writes a row.
 */
public final class DatabaseView implements AutoCloseable {
    private final SqliteConnection reader;
    private final String name;

    private DatabaseView(SqliteConnection reader, String name) {
        this.reader = reader;
        this.name = name;
    }

    /**
     * Opens a database that is there, and leaves its schema as it is.
     *
     * @throws StorageFault if there is none, it is damaged, or its schema is not exactly this program's
     */
    public static DatabaseView open(Path path, Migrations migrations) {
        var name = path.getFileName().toString();
        if (!Files.exists(path)) {
            throw new StorageFault(StorageFault.Kind.REFUSED, "there is no database " + name);
        }
        try {
            var view = new DatabaseView(SqliteConnection.reader(path.toAbsolutePath()), name);
            boolean sound = false;
            try {
                migrations.requireCurrent(view);
                sound = true;
                return view;
            } finally {
                if (!sound) {
                    view.close();
                }
            }
        } catch (SQLException e) {
            throw StorageFault.of(e, name);
        }
    }

    /** Runs queries that all see the same state of the database. */
    public synchronized <R> R read(Work<R> work) {
        return reader.transact(work);
    }

    /**
     * Copies one committed state of the database into a new file, mode 600, while others go on writing; the copy is
     * whole and on the disk when this returns.
     *
     * @throws StorageFault if there is something in that place or it cannot be written; nothing is left there then
     */
    public synchronized void copyTo(Path copy) {
        SqliteFile.createPrivate(copy);
        boolean done = false;
        try {
            reader.vacuumInto(copy);
            done = true;
        } finally {
            if (!done) {
                SqliteFile.deleteQuietly(copy);
            }
        }
    }

    String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        SqliteConnection.closeQuietly(reader);
    }
}
