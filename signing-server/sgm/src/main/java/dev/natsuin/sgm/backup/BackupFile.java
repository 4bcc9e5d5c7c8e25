package dev.natsuin.sgm.backup;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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
            var beside = Files.createTempFile(
                    whole.getParent(), ".natsuin-backup", ".part", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                fill(beside, head, key, parts);
                Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new BackupFault("The backup " + target + " cannot be written.", e);
        }
    }

    private static void fill(Path file, BackupHead head, Secret key, Map<String, Path> parts) throws IOException {
        var opening = opening(head);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), Chunks.SIZE_BYTES);
            out.write(opening.toArray());
            var chunks = new Chunks.Writer(out, key, opening);
            put(chunks, parts);
            chunks.end();
            out.flush();
            channel.force(true);
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
