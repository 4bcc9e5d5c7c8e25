package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.ConfigFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupMakingTest {
    @TempDir
    private Path data;

    private ConfigFile config;

    @BeforeEach
    void make_a_server() {
        config = Servers.make(data);
    }

    private int backsUp() {
        return new BackupMaking(data.resolve(ConfigFile.NAME), config, false, SideLauncher.found())
                .to(data.resolve("out"), Optional.of(3));
    }

    private Path leftByAnother(String name) throws IOException {
        var left = Files.createDirectories(data.resolve("tmp").resolve(name));
        Files.writeString(left.resolve("sgm.db"), "a whole database");
        Files.writeString(left.resolve(".at-work"), "");
        return left;
    }

    @Test
    void copies_that_a_killed_backup_left_go_with_the_next() throws IOException {
        var left = leftByAnother("backup123");

        assertThat(backsUp()).isZero();

        assertThat(left).doesNotExist();
        assertThat(data.resolve("tmp"))
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("backup"));
    }

    @Test
    void copies_of_a_backup_at_work_stay_and_so_does_what_has_another_name() throws IOException {
        var held = leftByAnother("backup123");
        var another = leftByAnother("backup-of-mine");

        try (var channel = FileChannel.open(held.resolve(".at-work"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(backsUp()).isZero();
        }

        assertThat(held.resolve("sgm.db")).exists();
        assertThat(another.resolve("sgm.db")).exists();
    }

    @Test
    void the_sgm_which_knows_whose_a_backup_is_is_told_how_many_stay() {
        assertThat(backsUp()).isZero();

        assertThat(data.resolve("sgm.ran")).content().startsWith("backup[").contains("keep=3");
    }
}
