package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A folder with little room around it: on a small file system of its own where one may be mounted, else the folder as
 * it is, with the processes that write into it kept from letting files grow.
 */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 4096;

    private final Path folder;
    private final Path aside;
    private final boolean mounted;

    private SmallDisk(Path folder, Path aside, boolean mounted) {
        this.folder = folder;
        this.aside = aside;
        this.mounted = mounted;
    }

    /** Moves what is in the folder onto it; nobody may use the folder meanwhile. */
    static SmallDisk over(Path folder) throws IOException {
        var aside = folder.resolveSibling(folder.getFileName() + "-aside");
        Files.move(folder, aside);
        Files.createDirectory(folder);
        var mounted = run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", folder.toString()) == 0;
        copy(aside, folder);
        return new SmallDisk(folder, aside, mounted);
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(List.of(command))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** False where no file system can be mounted: then only what a process writes is bounded. */
    boolean isMounted() {
        return mounted;
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Leaves no octet free. */
    void fill() throws IOException {
        if (!mounted) {
            limit("4096");
            return;
        }
        try (var out = Files.newOutputStream(filler())) {
            var block = new byte[BLOCK_BYTES];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(Files.size(filler())).isPositive();
        }
    }

    /** Gives the room back. */
    void empty() throws IOException {
        if (mounted) {
            Files.delete(filler());
        }
    }

    private void limit(String bytes) throws IOException {
        for (var process : ProcessHandle.current().descendants().toList()) {
            if (process.info().commandLine().orElse("").contains(" side sgm serve ")) {
                assertThat(run("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + bytes + ":unlimited"))
                        .isZero();
            }
        }
    }

    /** Puts everything back where it was before; nobody may use the folder any more. */
    @Override
    public void close() throws IOException {
        if (mounted) {
            copy(folder, aside);
            assertThat(run("umount", folder.toString())).isZero();
            Files.delete(folder);
            Files.move(aside, folder);
        }
    }
}
