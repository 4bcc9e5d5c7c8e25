package dev.natsuin.launcher;

import dev.natsuin.link.certificate.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The mark of a data directory that is being made: there before anything else is, and gone once all else is on the
 * disk. Where {@code init}, or {@code restore} in place, was killed, or the power went, it stays; then nothing in the
 * directory is a server.
 */
final class Unfinished implements AutoCloseable {
    private static final String NAME = "init-unfinished";
    private static final String TEXT = "natsuin-server init or restore did not come to its end here. Nothing in this"
            + " directory is used; the same command, run again, clears it away and begins anew.\n";

    private final Path data;
    private final FileChannel channel;

    private Unfinished(Path data, FileChannel channel) {
        this.data = data;
        this.channel = channel;
    }

    /** Whether a directory has the mark. */
    static boolean marks(Path data) {
        return Files.exists(data.resolve(NAME));
    }

    /**
     * Marks an empty directory, or takes over one that was left.
     *
     * @throws UsageFault if whoever marked it is still at work
     */
    static Unfinished mark(Path data) throws IOException {
        var file = data.resolve(NAME);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // by this process; told below
        } finally {
            if (!held) {
                channel.close();
            }
        }
        if (!held) {
            throw new UsageFault("Another init or restore into this directory is at work.");
        }
        var unfinished = new Unfinished(data, channel);
        unfinished.tell();
        return unfinished;
    }

    /** That the mark is there says all; its text is for whoever looks into the directory. */
    private void tell() throws IOException {
        channel.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        WholeFile.sync(data);
    }

    /** Deletes everything in the directory but the mark. */
    void clearAway() throws IOException {
        try (var files = Files.newDirectoryStream(data, this::isNoMark)) {
            for (var file : files) {
                if (Files.isDirectory(file)) {
                    Folder.empty(file);
                }
                Files.delete(file);
            }
        }
    }

    private boolean isNoMark(Path file) {
        return !file.equals(data.resolve(NAME));
    }

    /** All of it is made: once it is on the disk, the mark goes. */
    void finish() throws IOException {
        Folder.sync(data);
        delete();
        WholeFile.sync(Objects.requireNonNull(data.toAbsolutePath().getParent()));
    }

    /** Takes the mark away. */
    void delete() throws IOException {
        Files.delete(data.resolve(NAME));
        WholeFile.sync(data);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
