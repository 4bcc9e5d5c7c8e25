package dev.natsuin.sap.store;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.credential.Credential;
import dev.natsuin.sap.credential.CredentialStore;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Prepared;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Credentials in the table {@code credential}. */
public final class SqlCredentialStore implements CredentialStore {
    private static final String DESTROYED = "destroyed";

    private final Database database;

    /** Keeps them in this database. */
    public SqlCredentialStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Credential> of(String user) {
        return database.read(handle -> {
            var select = Prepared.on(
                    handle, "SELECT info, as_of FROM credential WHERE person = ? AND gone = 0 ORDER BY key_id");
            select.setString(1, user);
            var found = new ArrayList<Credential>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(credential(row));
                }
            }
            return List.copyOf(found);
        });
    }

    @Override
    public Optional<Credential> find(String keyId) {
        return database.read(handle -> {
            var select = Prepared.on(handle, "SELECT info, as_of FROM credential WHERE key_id = ? AND gone = 0");
            select.setString(1, keyId);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(credential(row)) : Optional.<Credential>empty();
            }
        });
    }

    @Override
    public Optional<String> ownerOf(String keyId) {
        return database.read(handle -> {
            var select = Prepared.on(handle, "SELECT person FROM credential WHERE key_id = ? AND gone = 0");
            select.setString(1, keyId);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
            }
        });
    }

    private static Credential credential(ResultSet row) throws SQLException {
        try {
            var info = Results.KeyInfo.read(JsonObject.strict(Bytes.of(row.getBytes(1))));
            return new Credential(info, Instant.ofEpochSecond(row.getLong(2)));
        } catch (Malformed e) {
            throw new IllegalStateException("a credential's row is not as it was written", e);
        }
    }

    @Override
    public void keep(Results.KeyInfo key, Instant asOf) {
        database.change(handle -> keep(handle, key, asOf));
    }

    private static void keep(Handle handle, Results.KeyInfo key, Instant asOf) throws SQLException {
        if (SqlPeople.isErased(handle, key.user())) {
            return;
        }
        var upsert = Prepared.on(
                handle,
                "INSERT INTO credential (key_id, person, gone, as_of, info) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (key_id) DO UPDATE SET person = excluded.person,"
                        + " gone = max(gone, excluded.gone), as_of = excluded.as_of, info = excluded.info"
                        + " WHERE excluded.as_of >= credential.as_of");
        upsert.setString(1, key.keyId());
        upsert.setString(2, key.user());
        upsert.setInt(3, key.status().equals(DESTROYED) ? 1 : 0);
        upsert.setLong(4, asOf.getEpochSecond());
        upsert.setBytes(5, key.toJson().toBytes().toArray());
        upsert.executeUpdate();
    }

    @Override
    public void keepAll(String user, List<Results.KeyInfo> keys, Instant asOf) {
        database.change(handle -> {
            for (var key : keys) {
                keep(handle, key, asOf);
            }
            var listed = new HashSet<String>();
            keys.forEach(key -> listed.add(key.keyId()));
            for (var keyId : knownBefore(handle, user, asOf)) {
                if (!listed.contains(keyId)) {
                    gone(handle, keyId, asOf);
                }
            }
        });
    }

    /** Strictly before: a key made within the answer's second may not have been there yet when it was written. */
    private static List<String> knownBefore(Handle handle, String user, Instant asOf) throws SQLException {
        var select = Prepared.on(handle, "SELECT key_id FROM credential WHERE person = ? AND gone = 0 AND as_of < ?");
        select.setString(1, user);
        select.setLong(2, asOf.getEpochSecond());
        var found = new ArrayList<String>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    @Override
    public void gone(String keyId, Instant asOf) {
        database.change(handle -> gone(handle, keyId, asOf));
    }

    /** A key that is not known yet gets a row too: the answer that made it may still be sent again. */
    private static void gone(Handle handle, String keyId, Instant asOf) throws SQLException {
        var upsert = Prepared.on(
                handle,
                "INSERT INTO credential (key_id, person, gone, as_of, info) VALUES (?, '', 1, ?, x'')"
                        + " ON CONFLICT (key_id) DO UPDATE SET gone = 1");
        upsert.setString(1, keyId);
        upsert.setLong(2, asOf.getEpochSecond());
        upsert.executeUpdate();
    }
}
