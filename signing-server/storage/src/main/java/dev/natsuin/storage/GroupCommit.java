package dev.natsuin.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes writers that come while another is at work into one transaction with it, so that one write to the disk serves
 * all of them.
 *
 * <p>Writers' work runs one after the other, in order of arrival, each in a savepoint of its own: one that fails is
 * undone alone, and each sees what those before it did. The first of a transaction does, on its own thread, also the
 * work of those who come meanwhile, until nobody waits or enough was done, and commits; so each of them waits once.
 * Nobody gets a result or an exception before the commit is on the disk; if it fails, everybody of that transaction
 * gets its fault and nothing of any of them is kept.
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

    /** What one writer came for, and what became of it. */
    private static final class Part<R> extends Turns.Waiter {
        private final Work<R> work;
        private @Nullable R result;
        private @Nullable Throwable failure;
        private @Nullable StorageFault lost;

        Part(Work<R> work) {
            this.work = work;
        }

        @Override
        boolean joins() {
            return true;
        }

        @SuppressWarnings("NullAway") // the result is as the work gave it
        R outcome() {
            if (lost != null) {
                throw new StorageFault(lost.kind(), String.valueOf(lost.getMessage()), lost);
            }
            if (failure instanceof RuntimeException fault) {
                throw fault;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return result;
        }
    }

    /** Writers that share a transaction. */
    private static final class Batch {
        private final List<Part<?>> parts = new ArrayList<>();
        private @Nullable StorageFault lost;

        boolean takesMore() {
            return lost == null && parts.size() < MOST_TOGETHER;
        }
    }

    /**
     * Runs one piece of work in a transaction, perhaps on another writer's thread; when this returns, it is on the
     * disk.
     *
     * @throws StorageFault if nothing of it was kept
     * @throws IllegalStateException if this thread is within such work
     */
    <R> R write(Work<R> work) {
        if (running == Thread.currentThread()) {
            throw new IllegalStateException("a write inside a write");
        }
        var part = new Part<>(work);
        switch (turns.await(part, patience)) {
            case GAVE_UP -> throw noTurn.get();
            case TURN -> lead(part);
            case SERVED -> {}
        }
        return part.outcome();
    }

    /** With the turn: does this part and those that wait behind it, commits, and hands the turn on. */
    private void lead(Part<?> first) {
        var batch = new Batch();
        boolean known = false;
        try {
            transact(first, batch);
            known = true;
        } finally {
            if (!known) {
                batch.lost =
                        new StorageFault(StorageFault.Kind.IO, "a transaction was neither kept nor undone", batch.lost);
            }
            if (batch.lost != null && batch.lost.leavesUnknown()) {
                stop.accept(batch.lost);
            }
            turns.handOn();
            for (var part : batch.parts) {
                part.lost = batch.lost;
                if (part != first) {
                    Turns.served(part);
                }
            }
        }
    }

    private void transact(Part<?> first, Batch batch) {
        batch.parts.add(first);
        try {
            usable.run();
            connection.begin();
        } catch (StorageFault e) {
            first.failure = e;
            if (e.leavesUnknown()) {
                batch.lost = e;
            }
            return;
        }
        run(first, batch);
        while (batch.takesMore() && turns.takeJoining() instanceof Part<?> next) {
            batch.parts.add(next);
            run(next, batch);
        }
        commit(batch);
    }

    // Whatever was thrown is for the writer whose work it was.
    @SuppressWarnings("IllegalCatch")
    private <R> void run(Part<R> part, Batch batch) {
        running = Thread.currentThread();
        try {
            part.result = connection.part(part.work);
        } catch (SqliteConnection.TransactionLost e) {
            batch.lost = e.fault();
        } catch (StorageFault e) {
            part.failure = e;
            if (e.leavesUnknown()) {
                batch.lost = e; // what a failed disk did to one of them it may have done to all
            }
        } catch (RuntimeException | Error e) {
            part.failure = e;
        } finally {
            running = null;
        }
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

    /** One who needs the turn on its own thread. */
    private static final class Alone extends Turns.Waiter {
        @Override
        boolean joins() {
            return false;
        }
    }

    /** Runs something between transactions, alone. */
    void alone(Runnable work) {
        if (turns.await(new Alone(), patience) == Turns.End.GAVE_UP) {
            throw noTurn.get();
        }
        try {
            work.run();
        } finally {
            turns.handOn();
        }
    }

    /** How many writers wait for their turn. */
    int waiting() {
        return turns.waiting();
    }
}
