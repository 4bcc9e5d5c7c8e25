package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlocksTest {
    private static final int LENGTH = 1_000_003;

    private final Random random = new Random(5);
    private final byte[] octets = new byte[LENGTH];

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void a_file_of_many_blocks() throws IOException {
        random.nextBytes(octets);
        file = Files.write(folder.resolve("octets"), octets);
    }

    @Test
    void what_is_read_anywhere_and_in_any_order_is_what_stands_there() throws IOException {
        try (var blocks = new FileBlocks(file)) {
            assertThat(blocks.length()).isEqualTo(LENGTH);
            for (int i = 0; i < 2000; i++) {
                int at = random.nextInt(LENGTH);
                blocks.seek(at);
                assertThat(blocks.read()).isEqualTo(octets[at] & 0xff);
                blocks.rewind(1);
                var wanted = new byte[random.nextInt(200_000)];
                int read = Math.max(0, blocks.read(wanted, 0, wanted.length));
                assertThat(read).isEqualTo(Math.min(wanted.length, LENGTH - at));
                assertThat(Arrays.mismatch(wanted, 0, read, octets, at, at + read))
                        .isNegative();
                assertThat(blocks.getPosition()).isEqualTo(at + read);
            }
        }
    }

    @Test
    void behind_the_end_is_nothing_and_before_the_file_nobody_reads() throws IOException {
        try (var blocks = new FileBlocks(file)) {
            blocks.seek(LENGTH + 7L);
            assertThat(blocks.isEOF()).isTrue();
            assertThat(blocks.read()).isEqualTo(-1);
            assertThat(blocks.read(new byte[3], 0, 3)).isEqualTo(-1);
            assertThat(blocks.getPosition()).isEqualTo(LENGTH);
            assertThatThrownBy(() -> blocks.seek(-1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_view_reads_at_a_place_of_its_own() throws IOException {
        try (var blocks = new FileBlocks(file);
                var view = blocks.createView(70_000, 10)) {
            blocks.seek(5);
            assertThat(view.read()).isEqualTo(octets[70_000] & 0xff);
            assertThat(blocks.getPosition()).isEqualTo(5);
            assertThat(view.read(new byte[20], 0, 20)).isEqualTo(9);
            assertThat(view.read()).isEqualTo(-1);
        }
    }

    @Test
    void a_file_that_became_shorter_is_an_error_and_not_zeros() throws IOException {
        try (var blocks = new FileBlocks(file)) {
            Files.write(file, Arrays.copyOf(octets, 100));
            blocks.seek(500_000);
            assertThatThrownBy(blocks::read).isInstanceOf(IOException.class);
        }
    }
}
