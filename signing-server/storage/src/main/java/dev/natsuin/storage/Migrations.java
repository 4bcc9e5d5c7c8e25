package dev.natsuin.storage;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The numbered SQL scripts that make one side's schema, in order: {@code /db/<side>/V001__first.sql} and so on.
 *
 * <p>A script that was ever applied anywhere never changes; its SHA-256 stands in the table {@code schema_migration}
 * and a difference is refused. Each script runs in one transaction, so it holds no {@code BEGIN} or {@code COMMIT}.
 */
public final class Migrations {
    private static final Pattern NAME = Pattern.compile("V([0-9]{3})__[a-z0-9_]+\\.sql");

    private final List<Script> scripts;

    private Migrations(List<Script> scripts) {
        this.scripts = scripts;
    }

    /**
     * The scripts in the class path folder {@code /db/<side>/} that {@code anchor}'s class loader sees.
     *
     * @throws StorageFault if there are none, a name is not {@code V001__lower_case.sql}, or a number is missing or
     *     double
     */
    public static Migrations of(Class<?> anchor, String side) {
        var folder = anchor.getResource("/db/" + side + "/");
        if (folder == null) {
            throw new StorageFault(StorageFault.Kind.REFUSED, "there are no schema scripts for " + side);
        }
        try {
            return new Migrations(inOrder(read(folder), side));
        } catch (IOException | URISyntaxException e) {
            throw new StorageFault(StorageFault.Kind.REFUSED, "the schema scripts for " + side + " are unreadable", e);
        }
    }

    private static List<Script> read(URL folder) throws IOException, URISyntaxException {
        if (folder.openConnection() instanceof JarURLConnection inJar) {
            var jar = Path.of(inJar.getJarFileURL().toURI());
            try (var entries = FileSystems.newFileSystem(jar)) {
                return readFolder(entries.getPath("/" + inJar.getEntryName()));
            }
        }
        return readFolder(Path.of(folder.toURI()));
    }

    private static List<Script> readFolder(Path folder) throws IOException {
        var scripts = new ArrayList<Script>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                scripts.add(Script.of(file.getFileName().toString(), Bytes.of(Files.readAllBytes(file))));
            }
        }
        return scripts;
    }

    private static List<Script> inOrder(List<Script> found, String side) {
        var ordered =
                found.stream().sorted(Comparator.comparingInt(Script::number)).toList();
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).number() != i + 1) {
                throw new StorageFault(
                        StorageFault.Kind.REFUSED,
                        "schema script " + (i + 1) + " of " + side + " is missing or double");
            }
        }
        if (ordered.isEmpty()) {
            throw new StorageFault(StorageFault.Kind.REFUSED, "there are no schema scripts for " + side);
        }
        return ordered;
    }

    /** Brings the schema up to date, or refuses a database that these scripts did not make. */
    void apply(Database database) {
        database.change(h -> h.execute("CREATE TABLE IF NOT EXISTS schema_migration ("
                + "number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT"));
        var applied = database.read(Migrations::applied);
        requireOurs(applied, database.name());
        for (var script : scripts.subList(applied.size(), scripts.size())) {
            database.change(h -> script.apply(h));
        }
    }

    /** Refuses a database that no script of ours was ever applied to. */
    void requireSome(Database database) {
        var ours = database.read(handle -> {
            try (var row = Prepared.on(handle, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'")
                    .executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        });
        if (!ours) {
            throw new StorageFault(StorageFault.Kind.DAMAGED, StorageFault.damaged(database.name()));
        }
    }

    /** Refuses a database whose schema is not exactly what these scripts make. */
    void requireCurrent(DatabaseView view) {
        var applied = view.read(Migrations::applied);
        requireOurs(applied, view.name());
        if (applied.size() < scripts.size()) {
            throw new StorageFault(
                    StorageFault.Kind.REFUSED,
                    "the database " + view.name() + " is of an older version; start the server once");
        }
    }

    private void requireOurs(List<Applied> applied, String name) {
        for (int i = 0; i < applied.size(); i++) {
            checkApplied(applied.get(i), i, name);
        }
    }

    private void checkApplied(Applied row, int index, String name) {
        if (index >= scripts.size()) {
            throw new StorageFault(
                    StorageFault.Kind.REFUSED,
                    "the database " + name + " was made by a newer version of this program (schema " + row.number()
                            + "): install that version again, or restore a backup of before it");
        }
        if (!row.equals(scripts.get(index).asApplied())) {
            throw new StorageFault(
                    StorageFault.Kind.REFUSED,
                    "the database " + name + " was made by another schema script " + row.number()
                            + " than this program has");
        }
    }

    private static List<Applied> applied(Handle handle) throws SQLException {
        var rows = new ArrayList<Applied>();
        try (var row = Prepared.on(handle, "SELECT number, name, sha256 FROM schema_migration ORDER BY number")
                .executeQuery()) {
            while (row.next()) {
                rows.add(new Applied(row.getInt(1), row.getString(2), row.getString(3)));
            }
        }
        return rows;
    }

    private record Applied(int number, String name, String sha256) {}

    private record Script(int number, String name, Bytes content) {
        static Script of(String name, Bytes content) {
            var matched = NAME.matcher(name);
            if (!matched.matches()) {
                throw new StorageFault(
                        StorageFault.Kind.REFUSED, "a schema script has a name that is not V001__lower_case.sql");
            }
            return new Script(Integer.parseInt(matched.group(1)), name, content);
        }

        Applied asApplied() {
            return new Applied(number, name, content.sha256().toHex());
        }

        void apply(Handle handle) throws SQLException {
            try (var statement = handle.getConnection().createStatement()) {
                statement.executeUpdate(content.toUtf8());
            }
            var row = asApplied();
            var insert = Prepared.on(handle, "INSERT INTO schema_migration (number, name, sha256) VALUES (?, ?, ?)");
            insert.setInt(1, row.number());
            insert.setString(2, row.name());
            insert.setString(3, row.sha256());
            insert.executeUpdate();
        }
    }
}
