package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backups of a folder stay. */
final class BackupFolderTest {
    @TempDir
    private Path folder;

    private Path begun(String moment) throws IOException {
        var file = new BackupFolder(folder, InstantSource.fixed(Instant.parse(moment))).next();
        return Files.writeString(file, moment);
    }

    private BackupFolder backups() {
        return new BackupFolder(folder, InstantSource.system());
    }

    @Test
    void a_backup_is_named_after_its_moment_and_the_newest_stay() throws IOException {
        var first = begun("2026-11-25T02:40:00Z");
        var second = begun("2026-11-26T02:40:00.9Z");
        var third = begun("2026-11-27T02:40:00Z");
        assertThat(third).hasFileName("natsuin-20261127T024000Z.backup");

        assertThat(backups().thin(third, 2)).containsExactly(first);

        assertThat(folder).isDirectoryNotContaining(file -> file.equals(first));
        assertThat(second).exists();
        assertThat(third).exists();
        assertThat(backups().thin(third, 2)).isEmpty();
    }

    @Test
    void the_one_just_made_stays_though_the_clock_was_ahead_when_others_were() throws IOException {
        var ahead = begun("2027-11-27T02:40:00Z");
        var made = begun("2026-11-27T02:40:00Z");

        assertThat(backups().thin(made, 1)).containsExactly(ahead);

        assertThat(made).exists();
    }

    @Test
    void what_has_another_name_or_is_no_file_is_not_touched() throws IOException {
        var mine = Files.writeString(folder.resolve("before-the-move.backup"), "");
        var link = Files.createSymbolicLink(folder.resolve("natsuin-20200101T000000Z.backup"), mine);
        var inner = Files.createDirectory(folder.resolve("natsuin-20200102T000000Z.backup"));
        var made = begun("2026-11-27T02:40:00Z");

        assertThat(backups().thin(made, 1)).isEmpty();

        assertThat(mine).exists();
        assertThat(link).exists();
        assertThat(inner).isDirectory();
    }
}
