package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseViewTest {
    @TempDir
    private Path folder;

    private DatabaseView view(String scripts) {
        return DatabaseView.open(folder.resolve("notes.db"), Migrations.of(Notes.class, scripts));
    }

    private static List<String> texts(DatabaseView view) {
        return view.read(h -> h.createQuery("SELECT text FROM note ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    @Test
    void reads_a_closed_database() {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");
        }

        try (var view = view("notes")) {
            assertThat(texts(view)).containsExactly("one");
        }
        Notes.open(folder).close();
    }

    @Test
    void reads_beside_the_process_that_owns_it_and_sees_it_go_on() throws Exception {
        try (var child = Child.of(folder, "half")) {
            assertThat(child.said()).isEqualTo("written");

            try (var view = view("notes")) {
                assertThat(texts(view)).containsExactly("whole");
            }
        }
    }

    @Test
    void reads_what_a_killed_process_committed() throws Exception {
        try (var child = Child.of(folder, "half")) {
            assertThat(child.said()).isEqualTo("written");
            child.kill();
        }

        try (var view = view("notes")) {
            assertThat(texts(view)).containsExactly("whole");
        }
    }

    @Test
    void does_not_write() {
        Notes.open(folder).close();

        try (var view = view("notes")) {
            var fault = catchThrowableOfType(
                    StorageFault.class,
                    () -> view.read(h -> h.execute("INSERT INTO note (text) VALUES ('sneaked in')")));

            assertThat(fault.kind()).isEqualTo(StorageFault.Kind.REFUSED);
        }
    }

    @Test
    void does_not_change_an_older_schema() {
        Notes.open(folder).close();

        assertThatThrownBy(() -> view("notes-newer")).hasMessageContaining("older version");
        Notes.open(folder).close();
    }

    @Test
    void a_missing_database_stays_missing() {
        assertThatThrownBy(() -> view("notes")).hasMessage("there is no database notes.db");
        assertThat(folder).isEmptyDirectory();
    }
}
