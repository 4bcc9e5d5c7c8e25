package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes backup after backup of a server that serves and dies; the last is restored and its whole log verified. */
final class BackupsWorker implements Worker {
    private static final int REST_MILLISECONDS = 3_000;

    private final Path data;
    private final Path folder;
    private final Optional<SoftToken> token;
    private final List<Path> made = new ArrayList<>();
    private int failed;

    BackupsWorker(Path data, Path folder, Optional<SoftToken> token) throws IOException {
        this.data = data;
        this.folder = Files.createDirectories(folder);
        this.token = token;
    }

    @Override
    public void round() throws IOException {
        Persistent.pause(REST_MILLISECONDS);
        var file = folder.resolve("backup-" + made.size());
        var said = LiveServer.command(data, token, "backup", file.toString());
        if (said.exit() == 0) {
            if (!made.isEmpty()) {
                Files.delete(made.get(made.size() - 1));
            }
            Files.move(file, folder.resolve("whole-" + made.size()), StandardCopyOption.ATOMIC_MOVE);
            made.add(folder.resolve("whole-" + made.size()));
        } else {
            assertThat(file)
                    .as("a backup that did not come to be: %s", said.text())
                    .doesNotExist();
            failed++;
        }
    }

    @Override
    public void everythingIsAsTold() throws IOException {
        assertThat(made).as("backups").isNotEmpty();
        var restored = folder.resolve("restored");
        var key = Files.copy(data.resolve("sgm").resolve("vault.key"), folder.resolve("vault.key"));
        var arguments = new ArrayList<>(
                List.of("restore", made.get(made.size() - 1).toString(), "--vault-key", key.toString()));
        token.ifPresent(t -> arguments.addAll(t.place()));
        var said = LiveServer.command(restored, token, arguments.toArray(String[]::new));
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(LiveServer.verifyLog(restored, token)).isZero();
        System.out.printf("backups: %d, and %d that were refused; the last restored%n", made.size(), failed);
    }
}
