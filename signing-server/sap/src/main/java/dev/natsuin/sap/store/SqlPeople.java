package dev.natsuin.sap.store;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.account.People;
import dev.natsuin.sap.account.SearchTerms;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Prepared;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names for screens in the tables {@code display} and {@code display_detail}, found through {@code people_terms}. */
public final class SqlPeople implements People {
    private static final String COLUMNS = "d.person, d.name, e.kana, d.email, e.salt";

    private static final Logger LOG = LoggerFactory.getLogger(SqlPeople.class);
    private static final int FOLDINGS = 10;

    private final Database database;

    /** Keeps them in this database; names from before there was an index are entered in it. */
    public SqlPeople(Database database) {
        this.database = database;
        database.change(SqlPeople::indexOldNames);
    }

    private static void indexOldNames(Handle handle) throws SQLException {
        var old = new ArrayList<Named>();
        try (var row = Prepared.on(
                        handle,
                        "SELECT person, name, email FROM display d"
                                + " WHERE NOT EXISTS (SELECT 1 FROM display_detail e WHERE e.person = d.person)")
                .executeQuery()) {
            while (row.next()) {
                old.add(new Named(row.getString(1), new DisplayName(row.getString(2), row.getString(3))));
            }
        }
        for (var person : old) {
            detail(handle, person.user(), person.display());
        }
    }

    @Override
    public void keepIfNew(String user, DisplayName display) {
        database.change(handle -> keepIfNew(handle, user, display));
    }

    static void keepIfNew(Handle handle, String user, DisplayName display) throws SQLException {
        if (isErased(handle, user)) {
            return;
        }
        var insert = Prepared.on(
                handle, "INSERT INTO display (person, name, email) VALUES (?, ?, ?) ON CONFLICT (person) DO NOTHING");
        insert.setString(1, user);
        insert.setString(2, display.name());
        insert.setString(3, display.email());
        if (insert.executeUpdate() == 1) {
            detail(handle, user, display);
        }
    }

    @Override
    public void rename(String user, DisplayName display, Instant told) {
        database.change(handle -> {
            keepIfNew(handle, user, display);
            var older = Prepared.on(
                    handle, "UPDATE display_detail SET kana = ?, salt = ?, told = ? WHERE person = ? AND told <= ?");
            older.setString(1, display.kana());
            older.setBytes(2, display.salt().toArray());
            older.setLong(3, told.getEpochSecond());
            older.setString(4, user);
            older.setLong(5, told.getEpochSecond());
            if (older.executeUpdate() == 1) {
                var name = Prepared.on(handle, "UPDATE display SET name = ?, email = ? WHERE person = ?");
                name.setString(1, display.name());
                name.setString(2, display.email());
                name.setString(3, user);
                name.executeUpdate();
                var before = Prepared.on(
                        handle,
                        "DELETE FROM people_terms WHERE rowid = (SELECT number FROM display_detail WHERE person = ?)");
                before.setString(1, user);
                before.executeUpdate();
                index(handle, user, display);
            }
        });
    }

    /** True if what was kept of this person was erased: nothing is kept of them any more. */
    static boolean isErased(Handle handle, String user) throws SQLException {
        var select = Prepared.on(handle, "SELECT 1 FROM erased WHERE person = ?");
        select.setString(1, user);
        try (var row = select.executeQuery()) {
            return row.next();
        }
    }

    @Override
    public int erase(List<String> users) {
        var erased = database.write(handle -> {
            var count = 0;
            for (var user : users) {
                count += erase(handle, user) ? 1 : 0;
            }
            if (count > 0) {
                // The index marks what was deleted and keeps it; brought into one piece, it has it no more.
                update(handle, "INSERT INTO people_terms (people_terms) VALUES ('optimize')");
            }
            return count;
        });
        if (erased > 0) {
            fold();
        }
        return erased;
    }

    private static boolean erase(Handle handle, String user) throws SQLException {
        update(handle, "INSERT INTO erased (person) VALUES (?) ON CONFLICT (person) DO NOTHING", user);
        update(
                handle,
                "DELETE FROM people_terms WHERE rowid = (SELECT number FROM display_detail WHERE person = ?)",
                user);
        update(handle, "DELETE FROM display_detail WHERE person = ?", user);
        var names = update(handle, "DELETE FROM display WHERE person = ?", user);
        var certificates = update(
                handle, "UPDATE credential SET gone = 1, info = x'' WHERE person = ? AND length(info) > 0", user);
        return names + certificates > 0;
    }

    private static int update(Handle handle, String change, String... values) throws SQLException {
        var update = Prepared.on(handle, change);
        for (int i = 0; i < values.length; i++) {
            update.setString(i + 1, values[i]);
        }
        return update.executeUpdate();
    }

    /** What was erased is in the write-ahead log until that is folded into the file; a reader may be in the way. */
    private void fold() {
        for (int tried = 0; tried < FOLDINGS && !database.foldLog(); tried++) {
            LOG.debug("the log is read; folded again");
        }
    }

    private static void detail(Handle handle, String user, DisplayName display) throws SQLException {
        var insert = Prepared.on(
                handle,
                "INSERT INTO display_detail (number, person, kana, salt)"
                        + " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM display_detail), ?, ?, ?)");
        insert.setString(1, user);
        insert.setString(2, display.kana());
        insert.setBytes(3, display.salt().toArray());
        insert.executeUpdate();
        index(handle, user, display);
    }

    private static void index(Handle handle, String user, DisplayName display) throws SQLException {
        var index = Prepared.on(
                handle,
                "INSERT INTO people_terms (rowid, terms) VALUES ((SELECT number FROM display_detail WHERE person = ?),"
                        + " ?)");
        index.setString(1, user);
        index.setString(2, String.join(" ", SearchTerms.of(user, display)));
        index.executeUpdate();
    }

    @Override
    public Map<String, DisplayName> all(int most) {
        return database.read(handle -> {
            var names = new LinkedHashMap<String, DisplayName>();
            var select = Prepared.on(
                    handle,
                    "SELECT " + COLUMNS
                            + " FROM display d JOIN display_detail e ON e.person = d.person ORDER BY d.person LIMIT ?");
            select.setInt(1, most);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    names.put(row.getString(1), display(row));
                }
            }
            return Collections.unmodifiableMap(names);
        });
    }

    private static DisplayName display(ResultSet row) throws SQLException {
        return new DisplayName(row.getString(2), row.getString(3), row.getString(4), Bytes.of(row.getBytes(5)));
    }

    @Override
    public List<Named> found(String query, int most) {
        var asked = SearchTerms.asked(query);
        return database.read(handle -> {
            if (asked.isEmpty()) {
                var select = Prepared.on(
                        handle,
                        "SELECT " + COLUMNS
                                + " FROM display_detail e JOIN display d ON d.person = e.person ORDER BY e.number DESC"
                                + " LIMIT ?");
                select.setInt(1, most);
                return named(select.executeQuery());
            }
            // The index gives rows in their order: as soon as there are enough, it is asked no further.
            var select = Prepared.on(
                    handle,
                    "SELECT " + COLUMNS
                            + " FROM people_terms t JOIN display_detail e ON e.number = t.rowid JOIN display d ON"
                            + " d.person = e.person WHERE people_terms MATCH ? ORDER BY t.rowid DESC LIMIT ?");
            select.setString(1, expression(asked));
            select.setInt(2, most);
            return named(select.executeQuery());
        });
    }

    /** In the index's own language; words have letters and digits only, so nothing in them has a meaning there. */
    private static String expression(List<Set<String>> asked) {
        return asked.stream()
                .map(spellings -> spellings.stream()
                        .map(word -> "\"" + word + "\"*")
                        .collect(Collectors.joining(" OR ", "(", ")")))
                .collect(Collectors.joining(" AND "));
    }

    private static List<Named> named(ResultSet rows) throws SQLException {
        try (rows) {
            var found = new ArrayList<Named>();
            while (rows.next()) {
                found.add(new Named(rows.getString(1), display(rows)));
            }
            return Collections.unmodifiableList(found);
        }
    }

    @Override
    public List<Named> named(List<String> users) {
        return database.read(handle -> {
            var found = new ArrayList<Named>();
            for (var user : users) {
                var select = Prepared.on(
                        handle,
                        "SELECT " + COLUMNS
                                + " FROM display d JOIN display_detail e ON e.person = d.person WHERE d.person = ?");
                select.setString(1, user);
                found.addAll(named(select.executeQuery()));
            }
            return Collections.unmodifiableList(found);
        });
    }
}
