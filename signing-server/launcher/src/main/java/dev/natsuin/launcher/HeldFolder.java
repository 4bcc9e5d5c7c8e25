package dev.natsuin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A folder, its owner's only, for work after which nothing of it may stay: it goes when this is closed, and what work
 * that was killed left goes with the next of its name. It is locked, so that nobody takes it for one that was left.
 */
final class HeldFolder implements AutoCloseable {
    private static final String MARK = ".at-work";
    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel mark;

    private HeldFolder(Path path, FileChannel mark) {
        this.path = path;
        this.mark = mark;
    }

    /** Makes one in a folder; a number follows its name. */
    static HeldFolder made(Path parent, String name) throws IOException {
        while (true) {
            var path = Files.createTempDirectory(
                    parent, name, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var mark = FileChannel.open(path.resolve(MARK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Whoever clears away may have found it before it was locked; then it is theirs.
            if (mark.tryLock() != null && Files.exists(path.resolve(MARK))) {
                return new HeldFolder(path, mark);
            }
            mark.close();
        }
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
                atWork |= !clearedAway(folder);
            }
        }
        return atWork;
    }

    /** Under its lock, so that nobody begins to work in it meanwhile. */
    private static boolean clearedAway(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return true; // nothing of ours
        }
        var mark = folder.resolve(MARK);
        if (!Files.exists(mark)) {
            return isLongThere(folder) && deleted(folder);
        }
        try (var channel = FileChannel.open(mark, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null && deleted(folder);
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        } catch (NoSuchFileException e) {
            return true; // whoever held it has just gone, and it with them
        }
    }

    /** Its mark comes in the next moment, or never: whoever made it was killed in between. */
    private static boolean isLongThere(Path folder) throws IOException {
        var age = System.currentTimeMillis() - Files.getLastModifiedTime(folder).toMillis();
        return age > A_MOMENT.toMillis();
    }

    private static boolean deleted(Path folder) throws IOException {
        Folder.empty(folder);
        return Files.deleteIfExists(folder);
    }

    Path path() {
        return path;
    }

    /** Takes the mark out of it: it is whole, and may be moved to its place. */
    void finish() throws IOException {
        Files.delete(path.resolve(MARK));
    }

    @Override
    public synchronized void close() throws IOException {
        try (mark) {
            if (Files.exists(path)) {
                deleted(path);
            }
        }
    }
}
