package dev.natsuin.sgm.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is in its place whole, or nowhere, and says what was in its way. */
final class BackupFileTest {
    @TempDir
    private Path folder;

    private void write(Path target) throws IOException {
        var part = Files.writeString(folder.resolve("sgm.db"), "rows");
        var head = new BackupHead(
                Bytes.of(new byte[32]),
                Instant.parse("2026-11-27T12:00:00Z"),
                Bytes.of(new byte[32]),
                Bytes.utf8("{}"),
                Optional.empty());
        try (var key = Secret.taking(new byte[32])) {
            BackupFile.write(target, head, key, Map.of("sgm.db", part));
        }
    }

    @Test
    void a_folder_that_is_not_there_is_the_reason() {
        assertThatThrownBy(() -> write(folder.resolve("absent/backup")))
                .isInstanceOf(BackupFault.class)
                .hasMessageEndingWith("absent/backup cannot be written: there is no such folder.");
    }

    @Test
    void what_a_killed_backup_left_half_written_goes_with_the_next() throws IOException {
        var left = Files.writeString(folder.resolve(".natsuin-backup123.part"), "half");

        var fresh = Files.writeString(folder.resolve(".natsuin-backup124.part"), "half");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(90)));

        write(folder.resolve("backup"));

        assertThat(fresh).exists();
        assertThat(left).doesNotExist();
        assertThat(folder.resolve("backup")).isRegularFile();
    }

    @Test
    void what_another_one_is_writing_stays() throws IOException {
        var others = Files.writeString(folder.resolve(".natsuin-backup123.part"), "half");

        Files.setLastModifiedTime(others, FileTime.from(Instant.now().minusSeconds(90)));

        try (var channel = FileChannel.open(others, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            write(folder.resolve("backup"));
            assertThat(held.isValid()).isTrue();
        }

        assertThat(others).hasContent("half");
    }
}
