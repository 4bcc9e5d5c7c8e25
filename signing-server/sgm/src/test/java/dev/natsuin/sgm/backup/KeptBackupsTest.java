package dev.natsuin.sgm.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backups of a folder stay. */
final class KeptBackupsTest {
    private static final Bytes OURS = Bytes.utf8("this server").sha256();
    private static final Bytes ANOTHERS = Bytes.utf8("another server").sha256();

    @TempDir
    private Path folder;

    private Path backup(String moment) {
        return backup(OURS, moment);
    }

    private Path backup(Bytes server, String moment) {
        var file = folder.resolve("natsuin-" + moment + ".backup");
        var head = new BackupHead(
                server,
                Instant.parse("2026-11-27T02:40:00Z"),
                Bytes.of(new byte[BackupHead.SALT_SIZE_BYTES]),
                Bytes.utf8("{}"),
                Optional.empty());
        try (var key = Secret.taking(new byte[32])) {
            BackupFile.write(file, head, key, Map.of());
        }
        return file;
    }

    @Test
    void the_newest_stay() throws IOException {
        var first = backup("20261125T024000Z");
        var second = backup("20261126T024000Z");
        var third = backup("20261127T024000Z");

        assertThat(KeptBackups.thin(third, 2)).containsExactly(first);

        assertThat(first).doesNotExist();
        assertThat(second).exists();
        assertThat(third).exists();
        assertThat(KeptBackups.thin(third, 2)).isEmpty();
    }

    @Test
    void the_one_just_made_stays_though_the_clock_was_ahead_when_others_were() throws IOException {
        var ahead = backup("20271127T024000Z");
        var made = backup("20261127T024000Z");

        assertThat(KeptBackups.thin(made, 1)).containsExactly(ahead);

        assertThat(made).exists();
    }

    @Test
    void those_of_another_server_in_the_same_folder_stay() throws IOException {
        var others = backup(ANOTHERS, "20261125T024000Z");
        var older = backup("20261126T024000Z");
        var made = backup("20261127T024000Z");

        assertThat(KeptBackups.thin(made, 1)).containsExactly(older);

        assertThat(others).exists();
        assertThat(made).exists();
    }

    @Test
    void what_has_another_name_or_is_no_backup_is_not_touched() throws IOException {
        var made = backup("20261127T024000Z");
        var mine = Files.copy(made, folder.resolve("before-the-move.backup"));
        var link = Files.createSymbolicLink(folder.resolve("natsuin-20200101T000000Z.backup"), mine);
        var inner = Files.createDirectory(folder.resolve("natsuin-20200102T000000Z.backup"));
        var letter = Files.writeString(folder.resolve("natsuin-20200103T000000Z.backup"), "a letter");

        assertThat(KeptBackups.thin(made, 1)).isEmpty();

        assertThat(mine).exists();
        assertThat(link).exists();
        assertThat(inner).isDirectory();
        assertThat(letter).exists();
    }
}
