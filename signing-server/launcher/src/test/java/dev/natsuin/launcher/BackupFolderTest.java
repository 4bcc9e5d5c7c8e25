package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup in a folder is called. */
final class BackupFolderTest {
    @TempDir
    private Path folder;

    @Test
    void a_backup_is_named_after_its_moment() {
        var named = new BackupFolder(folder, InstantSource.fixed(Instant.parse("2026-11-27T02:40:00.9Z"))).next();

        assertThat(named).isEqualTo(folder.resolve("natsuin-20261127T024000Z.backup"));
    }
}
