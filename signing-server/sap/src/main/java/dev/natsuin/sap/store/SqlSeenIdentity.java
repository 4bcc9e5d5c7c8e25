package dev.natsuin.sap.store;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.witness.SeenIdentity;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.Prepared;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The followed successions in the one row of {@code identity}. */
public final class SqlSeenIdentity implements SeenIdentity {
    private static final String MEMBER = "successions";

    private final Database database;

    /** Keeps them in this database. */
    public SqlSeenIdentity(Database database) {
        this.database = database;
    }

    /** Those in a database that another process may be serving. */
    public static List<JsonObject> in(DatabaseView view) {
        return view.read(SqlSeenIdentity::successions);
    }

    @Override
    public List<JsonObject> successions() {
        return database.read(SqlSeenIdentity::successions);
    }

    private static List<JsonObject> successions(Handle handle) throws SQLException {
        try (var row = Prepared.on(handle, "SELECT successions FROM identity").executeQuery()) {
            return row.next()
                    ? JsonObject.strict(Bytes.utf8(row.getString(1))).reader().objects(MEMBER)
                    : List.<JsonObject>of();
        } catch (Malformed e) {
            throw new IllegalStateException("successions that nobody wrote", e);
        }
    }

    @Override
    public void keep(List<JsonObject> successions) {
        database.change(handle -> put(handle, successions));
    }

    static void put(Handle handle, List<JsonObject> successions) throws SQLException {
        var text = JsonObject.empty()
                .andObjects(MEMBER, successions)
                .build()
                .toBytes()
                .toUtf8();
        var put = Prepared.on(
                handle,
                "INSERT INTO identity (one, successions) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET successions ="
                        + " excluded.successions");
        put.setString(1, text);
        put.executeUpdate();
    }
}
