package dev.natsuin.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.certificate.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key is in its place whole, or nowhere. */
final class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void what_does_not_get_into_its_place_is_left_nowhere() throws IOException {
        Files.createDirectories(folder.resolve("key.pem/in-the-way"));

        assertThatThrownBy(() -> WholeFile.writePrivate(folder.resolve("key.pem"), new byte[] {1, 2, 3}))
                .isInstanceOf(IOException.class);

        assertThat(folder.resolve("key.pem.new")).doesNotExist();
    }

    @Test
    void what_a_killed_process_left_beside_it_gives_way() throws IOException {
        Files.write(folder.resolve("key.pem.new"), new byte[] {9});

        WholeFile.writePrivate(folder.resolve("key.pem"), new byte[] {1, 2, 3});

        assertThat(folder.resolve("key.pem")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(folder.resolve("key.pem.new")).doesNotExist();
    }
}
