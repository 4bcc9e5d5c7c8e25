package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is restored whole or not at all, however a restore ends; the sides are fakes. */
class RestorationTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int restores(String... more) {
        var arguments = new java.util.ArrayList<>(
                List.of("restore", "backup", "--data", folder.resolve("found").toString()));
        arguments.addAll(List.of(more));
        return Main.commandLine(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(arguments.toArray(String[]::new));
    }

    private Path leftByAnother() throws IOException {
        var left = Files.createDirectories(folder.resolve("found.restoring123"));
        Files.createDirectories(left.resolve("sgm"));
        Files.writeString(left.resolve("sgm/vault.key"), "the key");
        Files.writeString(left.resolve(".at-work"), "");
        return left;
    }

    @Test
    void what_a_killed_restore_left_is_cleared_away_by_the_next() throws IOException {
        var left = leftByAnother();

        assertThat(restores()).isZero();

        assertThat(left).doesNotExist();
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("found"));
        assertThat(folder.resolve("found").resolve(ConfigFile.NAME)).exists();
        assertThat(folder.resolve("found/.at-work")).doesNotExist();
    }

    @Test
    void what_a_restore_at_work_has_made_stays() throws IOException {
        var left = leftByAnother();

        try (var channel = FileChannel.open(left.resolve(".at-work"), StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(restores()).isEqualTo(64);
        }

        assertThat(left.resolve("sgm/vault.key")).exists();
        assertThat(folder.resolve("found")).doesNotExist();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Another restore");
    }

    /**
     * As the folder of a service is: /var/lib is not the service's. Root may write anywhere; a mount point shows it.
     */
    @Test
    void a_directory_that_is_there_is_restored_into_and_stays_itself() throws IOException {
        var found = Files.createDirectory(folder.resolve("found"));
        var before = Files.readAttributes(found, BasicFileAttributes.class).fileKey();
        var parent = Files.getPosixFilePermissions(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThat(restores()).as(err.toString(StandardCharsets.UTF_8)).isZero();
        } finally {
            Files.setPosixFilePermissions(folder, parent);
        }

        assertThat(found.resolve(ConfigFile.NAME)).exists();
        assertThat(Unfinished.marks(found)).isFalse();
        assertThat(Files.readAttributes(found, BasicFileAttributes.class).fileKey())
                .isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found)))
                .isEqualTo("rwx------");
    }

    @Test
    void what_was_killed_in_it_is_no_server_and_goes_with_the_next() throws IOException {
        var found = Files.createDirectory(folder.resolve("found"));
        Files.writeString(found.resolve("init-unfinished"), "");
        Files.createDirectory(found.resolve("sgm"));
        Files.writeString(found.resolve("sgm/vault.key"), "the key");
        Files.writeString(found.resolve(ConfigFile.NAME), "{");

        assertThat(restores()).as(err.toString(StandardCharsets.UTF_8)).isZero();

        assertThat(found.resolve("sgm/vault.key")).doesNotExist();
        assertThat(Unfinished.marks(found)).isFalse();
    }

    private Path leftBy(Unfinished.Making making) throws IOException {
        var found = Files.createDirectory(folder.resolve("found"));
        try (var unfinished = Unfinished.mark(found, making)) {
            unfinished.clearAway();
        }
        Servers.make(found);
        Files.createDirectory(found.resolve("sgm"));
        return found;
    }

    @Test
    void keys_that_a_killed_init_made_in_a_token_go_with_what_lies_there() throws IOException {
        var found = leftBy(Unfinished.Making.INIT);

        assertThat(restores()).as(err.toString(StandardCharsets.UTF_8)).isZero();

        assertThat(folder.resolve("sgm.undone")).exists();
        assertThat(Unfinished.marks(found)).isFalse();
    }

    @Test
    void keys_that_a_killed_init_made_and_that_cannot_be_destroyed_are_not_forgotten() throws IOException {
        var found = leftBy(Unfinished.Making.INIT);
        Files.writeString(found.resolve("sgm.errs"), "");

        assertThat(restores()).isEqualTo(64);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("keys in a token");
        assertThat(found.resolve("sgm")).isDirectory();
        assertThat(Unfinished.marks(found)).isTrue();
    }

    @Test
    void keys_of_the_server_that_is_restored_stay_in_its_token_however_often_a_restore_is_killed() throws IOException {
        leftBy(Unfinished.Making.RESTORE);

        assertThat(restores()).as(err.toString(StandardCharsets.UTF_8)).isZero();

        assertThat(folder.resolve("sgm.undone")).doesNotExist();
    }

    @Test
    void what_was_left_beside_it_goes_also_where_the_directory_is_there_by_now() throws IOException {
        var left = leftByAnother();
        Files.createDirectory(folder.resolve("found"));

        assertThat(restores()).isZero();

        assertThat(left).doesNotExist();
    }

    @Test
    void one_that_is_refused_leaves_the_directory_empty() throws IOException {
        var found = Files.createDirectory(folder.resolve("found"));

        assertThat(restores("--administrator", "refused")).isEqualTo(3);

        assertThat(found).isEmptyDirectory();
    }

    @Test
    void the_sgm_is_told_the_newer_log_and_the_administrators_device() throws IOException {
        assertThat(restores("--log", folder.resolve("export").toString(), "--administrator", "0123-4567-89AB-CDEF"))
                .isZero();

        assertThat(Files.readString(folder.resolve("found/sgm.ran")))
                .contains("log=" + folder.resolve("export"), "administrator=0123-4567-89AB-CDEF");
    }
}
