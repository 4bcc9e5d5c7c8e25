package dev.natsuin.storage;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** What one writing transaction does when there is nothing to hand back. */
@FunctionalInterface
public interface Change {
    /**
     * Runs within a transaction that the {@link Database} begins and ends; a writing one perhaps on the thread of
     * another writer with whom it shares the commit.
     *
     * @param handle on the transaction's connection; not to be kept, closed, committed or handed to another thread
     * @throws SQLException from plain JDBC; the transaction is rolled back and a {@link StorageFault} comes out
     */
    void in(Handle handle) throws SQLException;
}
