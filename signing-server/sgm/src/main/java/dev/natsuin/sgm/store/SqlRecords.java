package dev.natsuin.sgm.store;

import dev.natsuin.sgm.record.Edition;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The SGM's rows in a {@link Database}.
 *
 * <p>Isolation: one write works at a time and sees all that those before it did; it may share its commit with others,
 * and returns only after that commit (decision 0011). A read sees one committed snapshot.
 */
public final class SqlRecords implements Records {
    private final Database database;
    private final RowGuard guard;
    private final Editions editions = new Editions();

    /** True while something that was erased may still stand in a file, also from before this process. */
    private final AtomicBoolean erased = new AtomicBoolean(true);

    /** Over an open database; {@code guard} makes and checks the MACs. */
    public SqlRecords(Database database, RowGuard guard) {
        this.database = database;
        this.guard = guard;
    }

    /** Rows that can only be read, from outside of the process that owns them. */
    public static Records viewing(DatabaseView view, RowGuard guard) {
        return new Records() {
            @Override
            public Edition edition() {
                throw new UnsupportedOperationException("others write these rows");
            }

            @Override
            public <R> R read(Function<Rows, R> work) {
                return view.read(handle -> work.apply(new SqlRows(handle, guard, () -> {}, () -> {})));
            }

            @Override
            public <R> R write(Function<Rows, R> work) {
                throw new UnsupportedOperationException("these rows are only looked at");
            }

            @Override
            public void forgetErased() {
                throw new UnsupportedOperationException("these rows are only looked at");
            }
        };
    }

    @Override
    public Edition edition() {
        return editions.now();
    }

    @Override
    public <R> R read(Function<Rows, R> work) {
        return database.read(handle -> work.apply(new SqlRows(handle, guard, () -> {}, () -> {})));
    }

    @Override
    public <R> R write(Function<Rows, R> work) {
        var change = new Change();
        try {
            return database.write(handle -> work.apply(new SqlRows(handle, guard, change::begin, change::erases)));
        } finally {
            change.end();
        }
    }

    @Override
    public void forgetErased() {
        if (!erased.getAndSet(false)) {
            return;
        }
        var gone = false;
        try {
            gone = database.foldLog();
        } finally {
            if (!gone) {
                erased.set(true);
            }
        }
    }

    /** One writer's; told of every row it changes. */
    private final class Change {
        private boolean begun;
        private boolean erases;

        void erases() {
            erases = true;
        }

        void begin() {
            if (!begun) {
                begun = true;
                editions.begin();
            }
        }

        void end() {
            if (erases) {
                erased.set(true);
            }
            if (begun) {
                editions.end();
            }
        }
    }
}
