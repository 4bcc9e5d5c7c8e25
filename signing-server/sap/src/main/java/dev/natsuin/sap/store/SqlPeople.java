package dev.natsuin.sap.store;

import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.account.People;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Prepared;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names for screens in the table {@code display}. */
public final class SqlPeople implements People {
    private final Database database;

    /** Keeps them in this database. */
    public SqlPeople(Database database) {
        this.database = database;
    }

    @Override
    public void keepIfNew(String user, DisplayName display) {
        database.change(handle -> {
            var insert = Prepared.on(
                    handle,
                    "INSERT INTO display (person, name, email) VALUES (?, ?, ?) ON CONFLICT (person) DO NOTHING");
            insert.setString(1, user);
            insert.setString(2, display.name());
            insert.setString(3, display.email());
            insert.executeUpdate();
        });
    }

    @Override
    public Map<String, DisplayName> all() {
        return database.read(handle -> {
            var names = new LinkedHashMap<String, DisplayName>();
            try (var row = Prepared.on(handle, "SELECT person, name, email FROM display ORDER BY person")
                    .executeQuery()) {
                while (row.next()) {
                    names.put(row.getString(1), new DisplayName(row.getString(2), row.getString(3)));
                }
            }
            return Collections.unmodifiableMap(names);
        });
    }
}
