package dev.natsuin.desktop.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What has a name in the file system and is no file. */
public final class StrangeFiles {
    private StrangeFiles() {}

    /** A pipe to which nobody writes: whoever opens it for reading waits. */
    public static Path pipe(Path at) throws IOException, InterruptedException {
        var made = new ProcessBuilder("mkfifo", at.toString()).inheritIO().start();
        if (made.waitFor() != 0) {
            throw new IOException("no pipe was made");
        }
        return at;
    }

    /** One of each kind: a pipe, a link to it, a device without end, a folder. */
    public static List<Path> all(Path folder) throws IOException, InterruptedException {
        var pipe = pipe(folder.resolve("pipe.pdf"));
        return List.of(
                pipe,
                Files.createSymbolicLink(folder.resolve("link.pdf"), pipe),
                Path.of("/dev/zero"),
                Files.createDirectory(folder.resolve("folder.pdf")));
    }
}
