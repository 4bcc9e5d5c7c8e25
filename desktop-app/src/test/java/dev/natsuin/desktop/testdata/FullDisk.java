package dev.natsuin.desktop.testdata;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own in a folder, to be filled. Only root can mount one: elsewhere the test is left out. */
public final class FullDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 512;

    private final Path folder;

    private FullDisk(Path folder) {
        this.folder = folder;
    }

    /** In an empty folder. */
    public static FullDisk in(Path folder, String size) throws IOException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=700", "tmpfs", folder.toString()) == 0,
                "only root can mount a small disk");
        return new FullDisk(folder);
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Leaves no octet free. */
    public void fill() throws IOException {
        try (var out = Files.newOutputStream(filler())) {
            var block = new byte[BLOCK_BYTES];
            while (Files.size(filler()) < 1L << 30) {
                out.write(block);
            }
        } catch (IOException e) {
            if (Files.size(filler()) > 0) {
                return;
            }
            throw e;
        }
        throw new IOException("that is no small disk");
    }

    /** Gives the room back. */
    public void empty() throws IOException {
        Files.delete(filler());
    }

    /** With all that is on it. */
    @Override
    public void close() throws IOException {
        run("umount", "--lazy", folder.toString());
    }
}
