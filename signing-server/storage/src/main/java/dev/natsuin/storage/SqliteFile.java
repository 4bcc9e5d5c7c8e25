package dev.natsuin.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A database file that this process alone owns until it is closed.
 *
 * <p>The claim is a lock on a file of its own beside the database: closing any Java channel on the database file itself
 * would release SQLite's POSIX locks, so nothing here ever opens it.
 */
final class SqliteFile implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel claim;

    private SqliteFile(Path path, FileChannel claim) {
        this.path = path;
        this.claim = claim;
    }

    /** Claims the file and, if there is none, makes an empty one that only its owner may read. */
    static SqliteFile claimed(Path path, boolean mayCreate) {
        var name = path.getFileName().toString();
        try {
            if (!mayCreate && !Files.exists(path)) {
                throw new StorageFault(StorageFault.Kind.REFUSED, "there is no database " + name);
            }
            var claim = claim(path.resolveSibling(name + ".lock"), name);
            var file = new SqliteFile(path, claim);
            try {
                file.madeAndPrivate(name);
                return file;
            } catch (IOException | StorageFault e) {
                claim.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageFault(StorageFault.Kind.IO, "the database " + name + " cannot be opened or made there", e);
        }
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

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return hasPosixModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPosixModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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
