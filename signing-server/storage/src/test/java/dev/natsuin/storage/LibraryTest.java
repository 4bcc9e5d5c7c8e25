package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's own code lies in a jar and is unpacked first; on a full disk it cannot be. */
final class LibraryTest {
    @TempDir
    private Path folder;

    @Test
    void where_it_cannot_be_unpacked_each_opening_says_so() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder.resolve("absent"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        folder.resolve("sgm.db").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("first IO: the database sgm.db cannot be opened: SQLite's own code");
        assertThat(said).contains("second IO: the database sgm.db cannot be opened: SQLite's own code");
    }

    /** In a process of its own, as a library is loaded once. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            for (var time : new String[] {"first", "second"}) {
                try (var database = Database.open(Path.of(arguments[0]), Migrations.of(Notes.class, "notes"))) {
                    System.out.println(time + " opened " + database.name());
                } catch (StorageFault e) {
                    System.out.println(time + " " + e.kind() + ": " + e.getMessage());
                }
            }
        }
    }
}
