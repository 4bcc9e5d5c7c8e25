package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MigrationsTest {
    @TempDir
    private Path folder;

    private Database open(String scripts) {
        return Database.open(folder.resolve("notes.db"), Migrations.of(MigrationsTest.class, scripts));
    }

    @Test
    void applies_only_what_is_new_and_keeps_the_rows() {
        try (var database = open("notes")) {
            Notes.add(database, "one");
        }

        try (var database = open("notes-newer")) {
            assertThat(Notes.all(database)).containsExactly("one");
            assertThat(numbers(database)).containsExactly(1, 2);
        }
    }

    @Test
    void a_database_of_a_newer_version_is_refused_and_left_as_it_is() throws IOException {
        try (var database = open("notes-newer")) {
            Notes.add(database, "of the newer version");
        }
        var octets = Files.readAllBytes(folder.resolve("notes.db"));

        assertThatThrownBy(() -> open("notes"))
                .hasMessageContaining("newer version")
                .hasMessageContaining("install that version")
                .isInstanceOf(StorageFault.class);

        assertThat(Files.readAllBytes(folder.resolve("notes.db"))).isEqualTo(octets);
        try (var database = open("notes-newer")) {
            assertThat(Notes.all(database)).containsExactly("of the newer version");
        }
    }

    @Test
    void a_script_changed_after_it_was_applied_is_refused() {
        open("notes").close();

        assertThatThrownBy(() -> open("notes-changed")).hasMessageContaining("another schema script 1");
    }

    @Test
    void a_script_that_fails_half_way_leaves_nothing() {
        open("notes").close();

        assertThatThrownBy(() -> open("notes-broken")).isInstanceOf(StorageFault.class);

        try (var database = open("notes")) {
            List<String> left = database.read(h -> h.createQuery("SELECT name FROM sqlite_schema WHERE name = 'half'")
                    .mapTo(String.class)
                    .list());
            assertThat(left).isEmpty();
            assertThat(numbers(database)).containsExactly(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"notes-gap,missing or double", "notes-misnamed,V001__lower_case.sql", "nobody,no schema scripts"})
    void scripts_that_do_not_form_one_row_are_refused(String scripts, String reason) {
        assertThatThrownBy(() -> Migrations.of(MigrationsTest.class, scripts)).hasMessageContaining(reason);
    }

    @Test
    void scripts_are_found_inside_a_jar() throws Exception {
        var jar = folder.resolve("a side.jar");
        jarOf(jar, "/db/jarred/V001__notes.sql");

        try (var loader = new URLClassLoader(new java.net.URL[] {jar.toUri().toURL()}, null)) {
            // A class path with the jar alone: the anchor must come from it too.
            var anchor = Class.forName(MigrationsTest.class.getName(), false, loader);
            try (var database = Database.open(folder.resolve("j.db"), Migrations.of(anchor, "jarred"))) {
                assertThat(numbers(database)).containsExactly(1);
            }
        }
    }

    private static void jarOf(Path jar, String script) throws IOException {
        var anchor = MigrationsTest.class.getName().replace('.', '/') + ".class";
        try (var zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            copyFromClassPath("/" + anchor, zip.getPath("/" + anchor));
            copyFromClassPath("/db/notes/V001__notes.sql", zip.getPath(script));
        }
    }

    private static void copyFromClassPath(String resource, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (var from = Objects.requireNonNull(MigrationsTest.class.getResourceAsStream(resource))) {
            Files.copy(from, target);
        }
    }

    private static List<Integer> numbers(Database database) {
        return database.read(h -> h.createQuery("SELECT number FROM schema_migration ORDER BY number")
                .mapTo(Integer.class)
                .list());
    }
}
