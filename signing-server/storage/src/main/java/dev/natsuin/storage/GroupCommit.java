package dev.natsuin.storage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes writers that come while another is at work into one transaction with it, so that one write to the disk serves
 * all of them.
 *
 * <p>Writers run one at a time, in order of arrival, each on its own thread and in a savepoint of its own: one that
 * fails is undone alone, and each sees what those before it did. Whoever finds nobody behind, or enough before,
 * commits. Nobody gets a result or an exception before the commit is on the disk; if it fails, everybody of that
 * transaction gets its fault and nothing of any of them is kept.
 *
 * <p>Thread-safe.
 */
final class GroupCommit {
    /** So that the first of many does not wait long for the last. */
    private static final int MOST_TOGETHER = 32;

    private final SqliteConnection connection;
    private final Turns turns = new Turns();
    private final Runnable usable;
    private final Consumer<StorageFault> stop;
    private final Supplier<StorageFault> noTurn;
    private final Duration patience;

    /** The transaction to join. Touched only by who has the turn. */
    private @Nullable Batch open;

    /** Who runs work now; for telling a write inside a write. */
    private volatile @Nullable Thread running;

    /**
     * Over a connection that nobody else uses.
     *
     * @param usable throws if no transaction may be begun or joined; asked with the turn in hand
     * @param stop told of a fault that leaves unknown what is on the disk, before anybody else gets the turn
     * @param patience how long a writer waits for its turn
     * @param noTurn what it gets then
     */
    GroupCommit(
            SqliteConnection connection,
            Runnable usable,
            Consumer<StorageFault> stop,
            Duration patience,
            Supplier<StorageFault> noTurn) {
        this.connection = connection;
        this.usable = usable;
        this.stop = stop;
        this.patience = patience;
        this.noTurn = noTurn;
    }

    /** Writers that share a transaction, and what became of it. */
    private static final class Batch {
        private final CountDownLatch ended = new CountDownLatch(1);
        private int parts;
        private @Nullable StorageFault lost;

        /** Waits for the commit, which others make and which always comes; an interrupt is kept for later. */
        void awaitEnd() {
            boolean interrupted = false;
            while (true) {
                try {
                    ended.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void requireKept() {
            if (lost != null) {
                throw new StorageFault(lost.kind(), String.valueOf(lost.getMessage()), lost);
            }
        }
    }

    /**
     * Runs one piece of work in a transaction; when this returns, it is on the disk.
     *
     * @throws StorageFault if nothing of it was kept
     * @throws IllegalStateException if this thread is within such work
     */
    <R> R write(Work<R> work) {
        if (running == Thread.currentThread()) {
            throw new IllegalStateException("a write inside a write");
        }
        takeTurn(true);
        var batch = open == null ? new Batch() : open;
        try {
            return part(batch, work);
        } finally {
            end(batch);
        }
    }

    private <R> R part(Batch batch, Work<R> work) {
        try {
            usable.run();
            if (open == null) {
                connection.begin();
                open = batch;
            }
            batch.parts++;
            running = Thread.currentThread();
            return connection.part(work);
        } catch (SqliteConnection.TransactionLost e) {
            batch.lost = e.fault();
            throw e.fault();
        } catch (StorageFault e) {
            if (e.leavesUnknown()) {
                batch.lost = e; // what a failed disk did to one of them it may have done to all
            }
            throw e;
        } finally {
            running = null;
        }
    }

    /** Lets the next one join and waits for the commit, or commits. */
    private void end(Batch batch) {
        var full = batch.lost != null || batch.parts >= MOST_TOGETHER;
        if (batch == open && !full && turns.handOnToJoining()) {
            batch.awaitEnd();
        } else {
            boolean known = false;
            try {
                if (batch == open) {
                    commit(batch);
                }
                known = true;
            } finally {
                if (!known) {
                    batch.lost = new StorageFault(
                            StorageFault.Kind.IO, "a transaction was neither kept nor undone", batch.lost);
                }
                if (batch.lost != null && batch.lost.leavesUnknown()) {
                    stop.accept(batch.lost);
                }
                open = null;
                turns.handOn();
                batch.ended.countDown();
            }
        }
        batch.requireKept();
    }

    private void commit(Batch batch) {
        if (batch.lost == null) {
            try {
                connection.commit();
                return;
            } catch (StorageFault e) {
                batch.lost = e;
            }
        }
        connection.rollBack();
    }

    /** Runs something between transactions, alone. */
    void alone(Runnable work) {
        takeTurn(false);
        try {
            work.run();
        } finally {
            turns.handOn();
        }
    }

    private void takeTurn(boolean joins) {
        if (!turns.take(joins, patience)) {
            throw noTurn.get();
        }
    }

    /** How many writers wait for their turn. */
    int waiting() {
        return turns.waiting();
    }
}
