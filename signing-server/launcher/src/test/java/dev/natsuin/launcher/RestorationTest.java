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

    @Test
    void the_sgm_is_told_the_newer_log_and_the_administrators_device() throws IOException {
        assertThat(restores("--log", folder.resolve("export").toString(), "--administrator", "0123-4567-89AB-CDEF"))
                .isZero();

        assertThat(Files.readString(folder.resolve("found/sgm.ran")))
                .contains("log=" + folder.resolve("export"), "administrator=0123-4567-89AB-CDEF");
    }
}
