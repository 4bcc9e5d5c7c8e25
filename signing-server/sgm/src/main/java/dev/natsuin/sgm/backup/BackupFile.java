package dev.natsuin.sgm.backup;

import dev.natsuin.link.certificate.WholeFile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a backup: {@code NATSUIN-BACKUP-1} and a line feed, 4 octets length of the head, the {@link BackupHead},
 * and {@link Chunks} bound to all of that. In the chunks: for each part its name (1 octet length, ASCII), its length (8
 * octets) and its octets; then one octet 0.
 */
public final class BackupFile {
    private static final Bytes MAGIC = Bytes.utf8("NATSUIN-BACKUP-1\n");
    private static final int LONGEST_HEAD_BYTES = 1 << 20;
    private static final Set<java.nio.file.attribute.PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private static final String PART = ".natsuin-backup";
    private static final String PART_END = ".part";
    private static final Duration JUST_MADE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(BackupFile.class);

    private BackupFile() {}

    /**
     * Writes a backup: beside the target first, mode 0600, and into its place once it is on the disk.
     *
     * @param parts what goes in, by name
     * @throws BackupFault if the target exists or cannot be written
     */
    public static void write(Path target, BackupHead head, Secret key, Map<String, Path> parts) {
        var whole = target.toAbsolutePath();
        if (Files.exists(whole)) {
            throw new BackupFault("There is a file " + target + " already. A backup never replaces another.");
        }
        try {
            var folder = Objects.requireNonNull(whole.getParent());
            var beside = Files.createTempFile(folder, PART, PART_END, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                clearAwayLeft(folder, made(beside).minus(JUST_MADE));
                fill(beside, head, key, parts);
                Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
            settle(folder);
        } catch (IOException e) {
            throw new BackupFault("The backup " + target + " cannot be written" + reason(e) + ".", e);
        }
    }

    /** Not every disk of another machine lets a folder be written through; the file itself is on it. */
    private static void settle(Path folder) {
        try {
            WholeFile.sync(folder);
        } catch (IOException e) {
            LOG.debug("the folder is not written through reason={}", e.getMessage());
        }
    }

    /** What the system says, if it says anything. */
    private static String reason(IOException why) {
        if (why instanceof NoSuchFileException) {
            return ": there is no such folder";
        }
        if (why instanceof AccessDeniedException) {
            return ": this user may not write there";
        }
        var told = why instanceof FileSystemException file ? file.getReason() : why.getMessage();
        return told == null ? "" : ": " + told;
    }

    /** Parts of backups that were killed; what another is writing is locked, or of this moment, and stays. */
    private static void clearAwayLeft(Path folder, Instant before) {
        try (var left = Files.newDirectoryStream(folder, PART + "*" + PART_END)) {
            for (var part : left) {
                if (isLeft(part, before)) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("what was left is not cleared away reason={}", e.getMessage());
        }
    }

    /** By the clock of the disk. */
    private static Instant made(Path part) throws IOException {
        return Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private static boolean isLeft(Path part, Instant before) {
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                var free = channel.tryLock()) {
            return free != null && made(part).isBefore(before);
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        } catch (IOException e) {
            return false; // not this user's, or there are no locks: whoever made it must clear it away
        }
    }

    private static void fill(Path file, BackupHead head, Secret key, Map<String, Path> parts) throws IOException {
        var opening = opening(head);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            claim(channel);
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), Chunks.SIZE_BYTES);
            out.write(opening.toArray());
            var chunks = new Chunks.Writer(out, key, opening);
            put(chunks, parts);
            chunks.end();
            out.flush();
            channel.force(true);
        }
    }

    /** As being written; a disk of another machine may know no locks, and there what was left stays. */
    private static void claim(FileChannel channel) {
        try {
            channel.tryLock();
        } catch (IOException e) {
            LOG.debug("a backup is written without a lock reason={}", e.getMessage());
        }
    }

    private static Bytes opening(BackupHead head) {
        var text = head.toBytes();
        var length = java.nio.ByteBuffer.allocate(4).putInt(text.size()).array();
        return Bytes.concat(MAGIC, Bytes.of(length), text);
    }

    private static void put(OutputStream chunks, Map<String, Path> parts) throws IOException {
        var data = new DataOutputStream(chunks);
        for (var part : parts.entrySet()) {
            var name = Bytes.utf8(part.getKey());
            data.writeByte(name.size());
            data.write(name.toArray());
            data.writeLong(Files.size(part.getValue()));
            Files.copy(part.getValue(), data);
        }
        data.writeByte(0);
    }

    /**
     * What a file says of itself; nothing of it is proven before {@link #extract}.
     *
     * @throws BackupFault if it is no backup, or of another version
     */
    public static BackupHead head(Path file) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return head(in, file);
        } catch (IOException e) {
            throw new BackupFault("The backup " + file + " cannot be read.", e);
        }
    }

    private static BackupHead head(DataInputStream in, Path file) throws IOException {
        try {
            var magic = Bytes.of(in.readNBytes(MAGIC.size()));
            var length = magic.equals(MAGIC) ? in.readInt() : -1;
            if (length < 0 || length > LONGEST_HEAD_BYTES) {
                throw new BackupFault(file + " is no backup of this program.");
            }
            return BackupHead.read(Bytes.of(in.readNBytes(length)));
        } catch (EOFException | Malformed e) {
            throw new BackupFault("The backup " + file + " is damaged at its beginning, or of another version.", e);
        }
    }

    /**
     * Puts every part where it belongs, mode 0600. Parts are whole when this returns; when it throws, what it made is
     * deleted.
     *
     * @param places where each part goes; a part without a place, and a place without a part, is a fault
     * @return the parts that were there
     * @throws BackupFault if anything of the file is not as it was written with this key
     */
    public static Set<String> extract(Path file, Secret key, Map<String, Path> places) {
        var made = new LinkedHashMap<String, Path>();
        var whole = false;
        try (var raw = new BufferedInputStream(Files.newInputStream(file), Chunks.SIZE_BYTES)) {
            var head = head(new DataInputStream(raw), file);
            var in = new DataInputStream(new Chunks.Reader(raw, key, opening(head)));
            for (var size = in.readUnsignedByte(); size > 0; size = in.readUnsignedByte()) {
                var name = Bytes.of(in.readNBytes(size)).toUtf8();
                var place = places.get(name);
                if (place == null || made.containsKey(name)) {
                    throw new BackupFault("The backup has a part that has no place here: another version made it.");
                }
                made.put(name, place);
                copy(in, in.readLong(), place);
            }
            if (in.read() >= 0) {
                throw new BackupFault("The backup goes on behind its end.");
            }
            whole = true;
            return Set.copyOf(made.keySet());
        } catch (IOException e) {
            throw new BackupFault("The backup " + file + " cannot be read, or its parts not be written.", e);
        } finally {
            if (!whole) {
                made.values().forEach(BackupFile::deleteQuietly);
            }
        }
    }

    private static void deleteQuietly(Path place) {
        try {
            Files.deleteIfExists(place);
        } catch (IOException e) {
            // The folder is new and the restore has failed already; whoever began it empties it.
            place.toFile().deleteOnExit();
        }
    }

    private static void copy(InputStream in, long size, Path place) throws IOException {
        try (var out = FileChannel.open(
                place,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            var to = Channels.newOutputStream(out);
            var left = size;
            while (left > 0) {
                var some = in.readNBytes((int) Math.min(left, Chunks.SIZE_BYTES));
                if (some.length == 0) {
                    throw new BackupFault("The backup ends in the middle of a part.");
                }
                to.write(some);
                left -= some.length;
            }
            out.force(true);
        }
    }
}
