package dev.natsuin.storage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SQLite database whose acknowledged transactions survive a killed process and a lost power supply.
 *
 * <p>One process owns the file; one writer works at a time, in order of arrival, and sees all that those before it did;
 * readers see one committed state each and wait for nobody. What a writer does is kept whole or not at all: whatever is
 * thrown out of it undoes it, and nothing else. Writers that come while another is at work share its commit (decision
 * 0011): a call returns, or throws, only after that commit is on the disk or has failed for all who share it. After the
 * disk failed or the file proved damaged every further call is refused until the database is opened anew, because what
 * of the last transaction is on the disk is then unknown.
 *
 * <p>Thread-safe. A write inside a write of the same thread is a mistake and throws; a read inside a write sees what
 * was committed before it, not what that write or one it shares a commit with did.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 4;
    private static final Duration TURN = Duration.ofSeconds(30);
    private static final Duration FOLDING = Duration.ofMillis(200);

    private final SqliteFile file;
    private final SqliteConnection writer;
    private final GroupCommit writing;
    private final BlockingDeque<SqliteConnection> idleReaders;
    private final AtomicReference<@Nullable StorageFault> broken = new AtomicReference<>();
    private volatile Runnable whenStopped = () -> {};
    private volatile boolean closed;

    private Database(SqliteFile file, SqliteConnection writer, List<SqliteConnection> readers) {
        this.file = file;
        this.writer = writer;
        this.writing = new GroupCommit(writer, this::requireInItsPlace, this::stop, TURN, this::waitedTooLong);
        this.idleReaders = new LinkedBlockingDeque<>(readers);
    }

    /**
     * Opens the database, making the file (mode 600) if there is none, and brings its schema up to date.
     *
     * @throws StorageFault if another process has it, it is damaged, others may read it, the schema is not ours, or
     *     SQLite does not take one of the settings that durability rests on
     */
    public static Database open(Path path, Migrations migrations) {
        return open(SqliteFile.claimed(path.toAbsolutePath(), true), migrations, false);
    }

    /**
     * Opens a database that must be there: an empty one in its place would forget every counter.
     *
     * @throws StorageFault as {@link #open}, and if there is no file, an empty one, or one without our schema
     */
    public static Database openExisting(Path path, Migrations migrations) {
        return open(SqliteFile.claimed(path.toAbsolutePath(), false), migrations, true);
    }

    private static Database open(SqliteFile file, Migrations migrations, boolean mustBeOurs) {
        var opened = new ArrayList<SqliteConnection>();
        boolean sound = false;
        try {
            var writer = SqliteConnection.writer(file.path());
            opened.add(writer);
            for (int i = 0; i < READERS; i++) {
                opened.add(SqliteConnection.reader(file.path()));
            }
            var database = new Database(file, writer, opened.subList(1, opened.size()));
            if (mustBeOurs) {
                migrations.requireSome(database);
            }
            migrations.apply(database);
            sound = true;
            return database;
        } catch (SQLException e) {
            throw StorageFault.of(e, file.name());
        } finally {
            if (!sound) {
                // Readers first: the last connection to close folds the log back into the file.
                for (int i = opened.size() - 1; i >= 0; i--) {
                    SqliteConnection.closeQuietly(opened.get(i));
                }
                file.close();
            }
        }
    }

    /**
     * Runs one writing transaction; when this returns, its changes are on the disk.
     *
     * @throws StorageFault if nothing of it was kept (for {@code IO}: if that is unknown)
     */
    public <R> R write(Work<R> work) {
        return guarded(() -> writing.write(work));
    }

    /**
     * Runs one writing transaction that has no result; when this returns, its changes are on the disk.
     *
     * @throws StorageFault if nothing of it was kept (for {@code IO}: if that is unknown)
     */
    public void change(Change change) {
        write(handle -> {
            change.in(handle);
            return true;
        });
    }

    /**
     * Runs queries that all see the same state of the database.
     *
     * @throws StorageFault if a query failed or no reader became free in time
     */
    public <R> R read(Work<R> work) {
        requireUsable();
        var reader = takeReader();
        try {
            return guarded(() -> reader.transact(work));
        } finally {
            idleReaders.addFirst(reader);
        }
    }

    /**
     * Sees to it that what was deleted or overwritten is in no file any more: SQLite overwrites it in the file only
     * when the write-ahead log is folded into it. Holds writers up for a moment, readers never.
     *
     * @return false if somebody still reads an older state: then it is to be tried again
     * @throws StorageFault if the disk failed
     */
    public boolean foldLog() {
        return guarded(() -> {
            var folded = new AtomicBoolean();
            writing.alone(() -> {
                requireInItsPlace();
                folded.set(writer.foldLog(FOLDING));
            });
            return folded.get();
        });
    }

    private <R> R guarded(Supplier<R> transaction) {
        requireUsable();
        try {
            return transaction.get();
        } catch (StorageFault e) {
            if (e.leavesUnknown()) {
                stop(e);
            }
            throw e;
        }
    }

    private void stop(StorageFault fault) {
        if (broken.compareAndSet(null, fault)) {
            LOG.error("database stopped kind={}", fault.kind());
            whenStopped.run();
        }
    }

    /** True until the disk failed or the file proved damaged. */
    public boolean sound() {
        return broken.get() == null;
    }

    /**
     * Has this run, on the thread that notices, when the database stops for good: somebody must open it anew. May run
     * twice if it stops at this moment.
     */
    public void whenStopped(Runnable told) {
        whenStopped = told;
        if (!sound()) {
            told.run();
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new StorageFault(StorageFault.Kind.CLOSED, "the database " + file.name() + " is closed");
        }
        var fault = broken.get();
        if (fault != null) {
            throw new StorageFault(fault.kind(), fault.getMessage() + "; it was stopped then", fault);
        }
    }

    /** What is asked before each writing transaction. */
    private void requireInItsPlace() {
        requireUsable();
        if (!file.inItsPlace()) {
            throw new StorageFault(
                    StorageFault.Kind.DAMAGED,
                    "the database " + file.name() + " was moved, replaced or deleted while it was in use");
        }
    }

    private SqliteConnection takeReader() {
        try {
            var reader = idleReaders.pollFirst(TURN.toMillis(), TimeUnit.MILLISECONDS);
            if (reader != null) {
                return reader;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw waitedTooLong();
    }

    private StorageFault waitedTooLong() {
        return new StorageFault(
                StorageFault.Kind.BUSY, "the database " + file.name() + " is busy: a transaction got no turn");
    }

    String name() {
        return file.name();
    }

    /** Waits for running transactions, then closes the file and lets go of it. Later calls are refused. */
    @Override
    public void close() {
        writing.alone(() -> {
            if (closed) {
                return;
            }
            closed = true;
            for (int i = 0; i < READERS; i++) {
                SqliteConnection.closeQuietly(takeReader());
            }
            SqliteConnection.closeQuietly(writer);
            file.close();
        });
    }

    /** How many writers wait for their turn now. */
    int waitingWriters() {
        return writing.waiting();
    }
}
