package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void keeps_what_was_written_over_closing_and_opening() {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");
        }

        try (var database = Notes.open(folder)) {
            assertThat(Notes.all(database)).containsExactly("one");
        }
    }

    private boolean isInAFile(String text) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void what_was_deleted_is_in_no_file_once_the_log_is_folded() throws IOException {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "a secret that is over");
            assertThat(database.foldLog()).isTrue();
            database.change(h -> h.execute("DELETE FROM note"));
            assertThat(isInAFile("a secret that is over")).isTrue();

            assertThat(database.foldLog()).isTrue();

            assertThat(isInAFile("a secret that is over")).isFalse();
            Notes.add(database, "and it goes on");
            assertThat(Notes.all(database)).containsExactly("and it goes on");
        }
    }

    @Test
    void the_log_is_not_folded_under_somebody_who_reads_an_older_state() throws Exception {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");
            var folded = database.read(h -> {
                var before = h.createQuery("SELECT count(*) FROM note")
                        .mapTo(Long.class)
                        .one();
                Notes.add(database, "two");
                var done = database.foldLog();
                assertThat(h.createQuery("SELECT count(*) FROM note")
                                .mapTo(Long.class)
                                .one())
                        .isEqualTo(before);
                return done;
            });

            assertThat(folded).isFalse();
            assertThat(database.foldLog()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "journal_mode,wal",
        "synchronous,2",
        "fullfsync,1",
        "checkpoint_fullfsync,1",
        "foreign_keys,1",
        "trusted_schema,0",
        "secure_delete,1",
        "temp_store,2"
    })
    void every_connection_runs_with_the_promised_setting(String pragma, String value) {
        try (var database = Notes.open(folder)) {
            Work<String> ask =
                    h -> h.createQuery("PRAGMA " + pragma).mapTo(String.class).one();

            assertThat(database.write(ask)).isEqualTo(value);
            assertThat(database.read(ask)).isEqualTo(value);
        }
    }

    @Test
    void files_are_for_their_owner_only() throws IOException {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");

            try (var files = Files.list(folder)) {
                assertThat(files)
                        .hasSize(4)
                        .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void a_database_that_others_may_read_is_refused() throws IOException {
        Notes.open(folder).close();
        Files.setPosixFilePermissions(folder.resolve("notes.db"), PosixFilePermissions.fromString("rw-r-----"));

        var fault = catchThrowableOfType(StorageFault.class, () -> Notes.open(folder));

        assertThat(fault.kind()).isEqualTo(StorageFault.Kind.REFUSED);
        assertThat(fault).hasMessageContaining("mode to 600");
    }

    @Test
    void a_missing_database_is_not_made_where_one_must_be() {
        var fault = catchThrowableOfType(StorageFault.class, () -> Notes.openExisting(folder));

        assertThat(fault.kind()).isEqualTo(StorageFault.Kind.REFUSED);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_empty_database_in_the_place_of_one_is_refused_and_left_as_it_is() throws IOException {
        Notes.open(folder).close();
        var file = folder.resolve("notes.db");
        Files.write(file, new byte[0]);

        var empty = catchThrowableOfType(StorageFault.class, () -> Notes.openExisting(folder));

        assertThat(empty.kind()).isEqualTo(StorageFault.Kind.DAMAGED);
        assertThat(empty).hasMessage("the file notes.db is damaged or not a database of this program");
        assertThat(file).isEmptyFile();
    }

    @Test
    void a_database_without_our_schema_is_refused_where_one_must_be() throws IOException {
        Notes.open(folder).close();
        try (var emptied = Notes.open(folder)) {
            emptied.change(h -> h.execute("DROP TABLE schema_migration"));
        }

        var fault = catchThrowableOfType(StorageFault.class, () -> Notes.openExisting(folder));

        assertThat(fault.kind()).isEqualTo(StorageFault.Kind.DAMAGED);
    }

    @Test
    void a_directory_in_the_place_of_a_database_is_refused() throws IOException {
        Files.createDirectory(folder.resolve("notes.db"));

        var fault = catchThrowableOfType(StorageFault.class, () -> Notes.openExisting(folder));

        assertThat(fault.kind()).isEqualTo(StorageFault.Kind.DAMAGED);
    }

    @Test
    void a_database_deleted_while_it_is_in_use_takes_nothing_more() throws IOException {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");
            Files.delete(folder.resolve("notes.db"));

            var fault = catchThrowableOfType(StorageFault.class, () -> Notes.add(database, "two"));

            assertThat(fault).hasMessage("the database notes.db was moved, replaced or deleted while it was in use");
            assertThat(database.sound()).isFalse();
        }
        assertThat(folder.resolve("notes.db")).doesNotExist();
        assertThatThrownBy(() -> Notes.openExisting(folder)).hasMessage("there is no database notes.db");
    }

    @Test
    void a_copy_or_a_folder_in_its_place_while_it_is_in_use_takes_nothing_more() throws IOException {
        var file = folder.resolve("notes.db");
        var aside = folder.resolve("aside.db");
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");
            Files.move(file, aside);
            Files.copy(aside, file);

            assertThatThrownBy(() -> Notes.add(database, "two")).hasMessageContaining("replaced");

            Files.delete(file);
            Files.createDirectory(file);
            assertThatThrownBy(() -> Notes.add(database, "three")).hasMessageContaining("replaced");
        }
    }

    @Test
    void a_database_locked_by_somebody_else_keeps_nothing_and_goes_on_when_it_is_free() throws Exception {
        try (var database = Notes.open(folder);
                var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("notes.db"));
                var statement = other.createStatement()) {
            Notes.add(database, "before");
            statement.execute("BEGIN IMMEDIATE");

            var fault = catchThrowableOfType(StorageFault.class, () -> Notes.add(database, "locked out"));
            assertThat(fault.kind()).isEqualTo(StorageFault.Kind.BUSY);
            assertThat(Notes.all(database)).containsExactly("before");

            statement.execute("ROLLBACK");
            Notes.add(database, "after");
            assertThat(Notes.all(database)).containsExactly("before", "after");
            assertThat(database.sound()).isTrue();
        }
    }

    @Test
    void who_must_open_it_anew_is_told_when_it_stops() throws IOException {
        try (var database = Notes.open(folder)) {
            for (int i = 0; i < 400; i++) {
                Notes.add(database, i + " ".repeat(1000));
            }
        }
        try (var file = FileChannel.open(folder.resolve("notes.db"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate((int) file.size() - 8 * 4096), 8 * 4096);
        }
        var told = new AtomicInteger();
        try (var database = Notes.open(folder)) {
            database.whenStopped(told::incrementAndGet);
            assertThat(database.sound()).isTrue();

            assertThatThrownBy(() -> Notes.all(database)).isInstanceOf(StorageFault.class);
            assertThatThrownBy(() -> Notes.all(database)).isInstanceOf(StorageFault.class);

            assertThat(database.sound()).isFalse();
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void a_second_opener_in_the_same_process_is_refused() {
        try (var first = Notes.open(folder)) {
            assertThatThrownBy(() -> Notes.open(folder)).hasMessageContaining("in use by another process");
            Notes.add(first, "the first goes on");
        }
    }

    @Test
    void opens_under_a_folder_with_an_awkward_name() throws IOException {
        var awkward = Files.createDirectory(folder.resolve("空 白?a=b&c%41#d"));

        try (var database = Notes.open(awkward)) {
            Notes.add(database, "one");
        }

        assertThat(awkward.resolve("notes.db")).isNotEmptyFile();
    }

    @Test
    void nothing_is_kept_of_a_transaction_that_throws() {
        try (var database = Notes.open(folder)) {
            assertThatThrownBy(() -> database.change(h -> {
                        h.execute("INSERT INTO note (text) VALUES ('half')");
                        throw new IllegalStateException("changed my mind");
                    }))
                    .hasMessage("changed my mind");

            assertThat(Notes.all(database)).isEmpty();
        }
    }

    @Test
    void nothing_is_kept_of_a_transaction_that_meets_an_error_of_the_jvm() {
        try (var database = Notes.open(folder)) {
            assertThatThrownBy(() -> database.change(h -> {
                        h.execute("INSERT INTO note (text) VALUES ('half')");
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);

            assertThat(Notes.all(database)).isEmpty();
        }
    }

    @Test
    void a_broken_rule_of_the_schema_is_told_apart() {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");

            var byJdbc = catchThrowableOfType(StorageFault.class, () -> Notes.add(database, "one"));
            var byJdbi = catchThrowableOfType(
                    StorageFault.class, () -> database.change(h -> h.execute("INSERT INTO reply (note) VALUES (99)")));

            assertThat(byJdbc.kind()).isEqualTo(StorageFault.Kind.CONSTRAINT);
            assertThat(byJdbi.kind()).isEqualTo(StorageFault.Kind.CONSTRAINT);
            Notes.add(database, "two");
        }
    }

    @Test
    void work_may_go_on_after_a_broken_rule_it_expected() {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");

            database.change(h -> {
                var insert = "INSERT INTO note (text) VALUES (?)";
                assertThatThrownBy(() -> h.execute(insert, "one")).isInstanceOf(JdbiException.class);
                h.execute(insert, "two");
                var plain = Prepared.on(h, insert);
                plain.setString(1, "two");
                assertThatThrownBy(plain::executeUpdate).isInstanceOf(SQLException.class);
                var again = Prepared.on(h, insert);
                again.setString(1, "three");
                again.executeUpdate();
            });

            assertThat(Notes.all(database)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void a_full_disk_loses_the_transaction_and_nothing_else() {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "before");
            database.change(h -> h.execute("PRAGMA max_page_count = 8"));

            var fault = catchThrowableOfType(StorageFault.class, () -> Notes.add(database, "x".repeat(100_000)));

            assertThat(fault.kind()).isEqualTo(StorageFault.Kind.FULL);
            assertThat(fault).hasMessage("the disk is full: the database notes.db cannot grow");
            Notes.add(database, "after");
            assertThat(Notes.all(database)).containsExactly("before", "after");
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        Files.writeString(folder.resolve("notes.db"), "this is not a database ".repeat(100));
        Files.setPosixFilePermissions(folder.resolve("notes.db"), PosixFilePermissions.fromString("rw-------"));

        var fault = catchThrowableOfType(StorageFault.class, () -> Notes.open(folder));

        assertThat(fault.kind()).isEqualTo(StorageFault.Kind.DAMAGED);
    }

    @Test
    void a_database_found_damaged_takes_nothing_more() throws IOException {
        try (var database = Notes.open(folder)) {
            for (int i = 0; i < 400; i++) {
                Notes.add(database, i + " ".repeat(1000));
            }
        }
        try (var file = FileChannel.open(folder.resolve("notes.db"), StandardOpenOption.WRITE)) {
            // Leaves the first eight pages, so that the schema can still be read.
            file.write(ByteBuffer.allocate((int) file.size() - 8 * 4096), 8 * 4096);
        }

        try (var database = Notes.open(folder)) {
            assertThatThrownBy(() -> Notes.all(database)).hasMessageContaining("is damaged");
            var later = catchThrowableOfType(StorageFault.class, () -> Notes.add(database, "more"));

            assertThat(later.kind()).isEqualTo(StorageFault.Kind.DAMAGED);
            assertThat(later).hasMessageContaining("was stopped");
        }
    }

    @Test
    void writers_at_once_lose_no_update() throws Exception {
        var failures = new AtomicInteger();
        try (var database = Notes.open(folder)) {
            var workers = Executors.newFixedThreadPool(8);
            var jobs = new ArrayList<Callable<Boolean>>();
            for (int w = 0; w < 8; w++) {
                jobs.add(() -> {
                    for (int i = 0; i < 25; i++) {
                        addNextNumber(database);
                    }
                    return true;
                });
            }
            for (var done : workers.invokeAll(jobs)) {
                failures.addAndGet(done.get() ? 0 : 1);
            }
            workers.shutdown();

            assertThat(failures).hasValue(0);
            assertThat(Notes.all(database))
                    .isEqualTo(
                            IntStream.range(0, 200).mapToObj(Integer::toString).toList());
        }
    }

    private static void addNextNumber(Database database) {
        database.change(h -> {
            int next = h.createQuery("SELECT count(*) FROM note")
                    .mapTo(Integer.class)
                    .one();
            h.execute("INSERT INTO note (text) VALUES (?)", Integer.toString(next));
        });
    }

    @Test
    void a_reader_sees_one_state_while_a_writer_goes_on() throws Exception {
        try (var database = Notes.open(folder)) {
            Notes.add(database, "one");
            var writerDone = new CountDownLatch(1);
            var readerStarted = new CountDownLatch(1);
            var writer = Executors.newSingleThreadExecutor();
            writer.execute(() -> {
                awaited(readerStarted);
                Notes.add(database, "two");
                writerDone.countDown();
            });

            List<Integer> counts = database.read(h -> {
                int before = h.createQuery("SELECT count(*) FROM note")
                        .mapTo(Integer.class)
                        .one();
                readerStarted.countDown();
                awaited(writerDone);
                int after = h.createQuery("SELECT count(*) FROM note")
                        .mapTo(Integer.class)
                        .one();
                return List.of(before, after);
            });
            writer.shutdown();

            assertThat(counts).containsExactly(1, 1);
            assertThat(Notes.all(database)).containsExactly("one", "two");
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_reader_cannot_write() {
        try (var database = Notes.open(folder)) {
            var fault = catchThrowableOfType(
                    StorageFault.class,
                    () -> database.read(h -> h.execute("INSERT INTO note (text) VALUES ('sneaked in')")));

            assertThat(fault.kind()).isEqualTo(StorageFault.Kind.REFUSED);
            assertThat(Notes.all(database)).isEmpty();
        }
    }

    @Test
    void a_write_inside_a_write_is_a_mistake() {
        try (var database = Notes.open(folder)) {
            assertThatThrownBy(() -> database.change(h -> Notes.add(database, "inner")))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(Notes.all(database)).isEmpty();
        }
    }

    @Test
    void work_that_ends_its_transaction_itself_is_a_fault() {
        try (var database = Notes.open(folder)) {
            assertThatThrownBy(() -> database.change(h -> h.execute("COMMIT"))).isInstanceOf(StorageFault.class);

            Notes.add(database, "the next transaction is whole");
            assertThat(Notes.all(database)).hasSize(1);
        }
    }

    @Test
    void a_closed_database_says_so() {
        var database = Notes.open(folder);
        database.close();

        assertThat(catchThrowableOfType(StorageFault.class, () -> Notes.all(database))
                        .kind())
                .isEqualTo(StorageFault.Kind.CLOSED);
        assertThat(catchThrowableOfType(StorageFault.class, () -> Notes.add(database, "late"))
                        .kind())
                .isEqualTo(StorageFault.Kind.CLOSED);
    }
}
