package dev.natsuin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A folder, its owner's only, for work after which nothing of it may stay: it goes when this is closed, and what work
 * that was killed left goes with the next of its name. It is locked, so that nobody takes it for one that was left.
 */
final class HeldFolder implements AutoCloseable {
    private static final String MARK = ".at-work";

    private final Path path;
    private final FileChannel mark;

    private HeldFolder(Path path, FileChannel mark) {
        this.path = path;
        this.mark = mark;
    }

    /** Makes one in a folder; a number follows its name. */
    static HeldFolder made(Path parent, String name) throws IOException {
        var path = Files.createTempDirectory(
                parent, name, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var mark = FileChannel.open(path.resolve(MARK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        mark.lock();
        return new HeldFolder(path, mark);
    }

    /**
     * Deletes those of this name that nobody holds.
     *
     * @return whether somebody holds one
     */
    static boolean clearAwayLeft(Path parent, String name) throws IOException {
        var numbered = Pattern.compile(Pattern.quote(name) + "[0-9]+").asMatchPredicate();
        boolean atWork = false;
        try (var found = Files.newDirectoryStream(
                parent,
                entry -> numbered.test(
                        Objects.requireNonNull(entry.getFileName()).toString()))) {
            for (var folder : found) {
                if (isHeld(folder.resolve(MARK))) {
                    atWork = true;
                } else {
                    Folder.empty(folder);
                    Files.delete(folder);
                }
            }
        }
        return atWork;
    }

    private static boolean isHeld(Path mark) throws IOException {
        if (!Files.exists(mark)) {
            return false;
        }
        try (var channel = FileChannel.open(mark, StandardOpenOption.WRITE);
                var free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this process
        }
    }

    Path path() {
        return path;
    }

    /** Takes the mark out of it: it is whole, and may be moved to its place. */
    void finish() throws IOException {
        Files.delete(path.resolve(MARK));
    }

    @Override
    public void close() throws IOException {
        try (mark) {
            if (Files.exists(path)) {
                Folder.empty(path);
                Files.delete(path);
            }
        }
    }
}
