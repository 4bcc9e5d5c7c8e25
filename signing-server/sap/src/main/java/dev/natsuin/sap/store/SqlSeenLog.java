package dev.natsuin.sap.store;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.sap.witness.SeenLog;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.Prepared;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** The cosigning key and the newest checkpoint in the one row of {@code witness}. */
public final class SqlSeenLog implements SeenLog {
    private final Database database;

    /** Keeps them in this database. */
    public SqlSeenLog(Database database) {
        this.database = database;
    }

    @Override
    public Secret seed(Supplier<Secret> random) {
        return database.write(handle -> {
            var kept = seed(handle);
            if (kept.isPresent()) {
                return kept.get();
            }
            var made = random.get();
            var insert = Prepared.on(handle, "INSERT INTO witness (one, seed, log_key, note) VALUES (1, ?, x'', '')");
            insert.setBytes(1, made.use(octets -> octets.clone()));
            insert.executeUpdate();
            return made;
        });
    }

    private static Optional<Secret> seed(Handle handle) throws SQLException {
        try (var row =
                Prepared.on(handle, "SELECT seed FROM witness WHERE one = 1").executeQuery()) {
            return row.next() ? Optional.of(Secret.taking(row.getBytes(1))) : Optional.empty();
        }
    }

    /** The newest in a database that another process may be serving. */
    public static Optional<Seen> in(DatabaseView view) {
        return view.read(SqlSeenLog::newest);
    }

    @Override
    public Optional<Seen> newest() {
        return database.read(SqlSeenLog::newest);
    }

    private static Optional<Seen> newest(Handle handle) throws SQLException {
        try (var row = Prepared.on(handle, "SELECT log_key, note FROM witness WHERE note <> ''")
                .executeQuery()) {
            return row.next()
                    ? Optional.of(new Seen(VerifyingKey.of(Bytes.of(row.getBytes(1))), row.getString(2)))
                    : Optional.<Seen>empty();
        } catch (Malformed e) {
            throw new IllegalStateException("a key that nobody wrote", e);
        }
    }

    @Override
    public void keep(Seen seen) {
        database.change(handle -> put(handle, seen));
    }

    static void put(Handle handle, Seen seen) throws SQLException {
        var update = Prepared.on(handle, "UPDATE witness SET log_key = ?, note = ? WHERE one = 1");
        update.setBytes(1, seen.logKey().encoded().toArray());
        update.setString(2, seen.note());
        update.executeUpdate();
    }
}
