package dev.natsuin.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database file that this process alone owns until it is closed.
 *
 * <p>The claim is a lock on a file of its own beside the database: closing any Java channel on the database file itself
 * would release SQLite's POSIX locks, so nothing here ever opens it.
 */
final class SqliteFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** One page of the smallest size (https://www.sqlite.org/fileformat2.html#pages). */
    private static final int SMALLEST_BYTES = 512;

    private final Path path;
    private final FileChannel claim;
    private @Nullable Object identity;

    private SqliteFile(Path path, FileChannel claim) {
        this.path = path;
        this.claim = claim;
    }

    /** Claims the file and, if there is none, makes an empty one that only its owner may read. */
    static SqliteFile claimed(Path path, boolean mayCreate) {
        var name = path.getFileName().toString();
        try {
            if (!mayCreate) {
                requireDatabase(path, name);
            }
            var claim = claim(path.resolveSibling(name + ".lock"), name);
            var file = new SqliteFile(path, claim);
            try {
                file.madeAndPrivate(name);
                file.identity = identityOf(path);
                return file;
            } catch (IOException | StorageFault e) {
                claim.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageFault(
                    StorageFault.Kind.IO, "the database " + name + " cannot be opened or made there" + reason(e), e);
        }
    }

    /** What the system says: that the disk is full, or only to be read, or that there are no more files. */
    private static String reason(IOException why) {
        return why instanceof FileSystemException file && file.getReason() != null ? ": " + file.getReason() : "";
    }

    /** SQLite takes an empty file for a new database and would make one of it, with every counter at its beginning. */
    private static void requireDatabase(Path path, String name) throws IOException {
        if (!Files.exists(path)) {
            throw new StorageFault(StorageFault.Kind.REFUSED, "there is no database " + name);
        }
        if (!Files.isRegularFile(path) || Files.size(path) < SMALLEST_BYTES || cutOff(path, name)) {
            throw new StorageFault(StorageFault.Kind.DAMAGED, StorageFault.damaged(name));
        }
    }

    /** SQLite reads half a page as if zeros followed. Only while the log still has that page is this sound. */
    private static boolean cutOff(Path path, String name) throws IOException {
        var log = path.resolveSibling(name + "-wal");
        var wholePages = Files.size(path) % SMALLEST_BYTES == 0;
        return !wholePages && (!Files.exists(log) || Files.size(log) == 0);
    }

    private static FileChannel claim(Path lock, String name) throws IOException {
        var channel = FileChannel.open(
                lock, Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly(lock));
        boolean claimed = false;
        try {
            claimed = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            claimed = false;
        } finally {
            if (!claimed) {
                channel.close();
            }
        }
        if (!claimed) {
            throw new StorageFault(StorageFault.Kind.BUSY, "the database " + name + " is in use by another process");
        }
        return channel;
    }

    private void madeAndPrivate(String name) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path));
        } catch (FileAlreadyExistsException e) {
            if (hasPosixModes(path)
                    && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
                throw new StorageFault(
                        StorageFault.Kind.REFUSED,
                        "others than the owner may open the database " + name + ": set its mode to 600",
                        e);
            }
        }
    }

    /** Makes an empty file that only its owner may read. */
    static void createPrivate(Path path) {
        try {
            Files.createFile(path, ownerOnly(path.toAbsolutePath()));
        } catch (IOException e) {
            throw new StorageFault(
                    StorageFault.Kind.IO, "the file " + path.getFileName() + " is there already or cannot be made", e);
        }
    }

    static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("file not deleted name={}", path.getFileName());
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return hasPosixModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPosixModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * False once another file, or none, is in its place: what is written then goes into a file without a name and is
     * gone with this process.
     */
    boolean inItsPlace() {
        try {
            return Objects.equals(identity, identityOf(path));
        } catch (IOException e) {
            return false;
        }
    }

    /** The inode where there are such; else nothing. */
    private static @Nullable Object identityOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    Path path() {
        return path;
    }

    String name() {
        return path.getFileName().toString();
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new StorageFault(StorageFault.Kind.IO, "the database " + name() + " was not released", e);
        }
    }
}
