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
 * directory is a server. It says which of both it was until all that was made is cleared away: only an {@code init}
 * makes keys of its own in a token, and what a {@code restore} names there may be a serving server's.
 */
final class Unfinished implements AutoCloseable {
    private static final String NAME = "init-unfinished";
    private static final int TEXT_BYTES = 1024;

    private final Path data;
    private final FileChannel channel;
    private final Making making;
    private final boolean afterInit;

    private Unfinished(Path data, FileChannel channel, Making making, boolean afterInit) {
        this.data = data;
        this.channel = channel;
        this.making = making;
        this.afterInit = afterInit;
    }

    /** What makes the directory. */
    enum Making {
        INIT("natsuin-server init did"),
        RESTORE("natsuin-server restore did");

        private final String begins;

        Making(String begins) {
            this.begins = begins;
        }

        private byte[] text() {
            return (begins
                            + " not come to its end here. Nothing in this directory is used; the same command, run again,"
                            + " clears it away and begins anew.\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Whether a directory has the mark. */
    static boolean marks(Path data) {
        return Files.exists(data.resolve(NAME));
    }

    /**
     * Marks an empty directory, or takes over one that was left; whoever does makes nothing before {@link #clearAway}.
     *
     * @throws UsageFault if whoever marked it is still at work
     */
    static Unfinished mark(Path data, Making making) throws IOException {
        var file = data.resolve(NAME);
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
        return new Unfinished(data, channel, making, said(channel).startsWith(Making.INIT.begins));
    }

    private static String said(FileChannel channel) throws IOException {
        var octets = ByteBuffer.allocate(TEXT_BYTES);
        channel.read(octets, 0);
        return new String(octets.array(), 0, octets.position(), StandardCharsets.UTF_8);
    }

    /**
     * Whether what lies here was left by an {@code init}, which may have made keys in a token; false where that is not
     * known.
     */
    boolean afterInit() {
        return afterInit;
    }

    /** The mark is this command's from now on; before, it is that of whatever made what lies here. */
    private void tell() throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(making.text()), 0);
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
        WholeFile.sync(data);
        tell();
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
