package dev.natsuin.desktop.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files and folders that only their owner can read, replaced whole or not at all. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Where there are no POSIX permissions, the rules inherited from the user's configuration folder must do. */
    private static FileAttribute<?>[] attributes(Path near, Set<PosixFilePermission> permissions) {
        var posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, FOLDER));
        }
    }

    /** True if somebody other than the owner may read or change the file. */
    static boolean openToOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        var open = EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));
        open.retainAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        return !open.isEmpty();
    }

    /**
     * True if everybody may make, rename and remove files in this folder. A group's right counts as its owner's: on
     * many systems everybody has a group of their own.
     */
    static boolean anybodyWritesTo(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.isDirectory(folder)
                && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Puts the content in the file's place, durably; whoever reads sees the old or the new, never a part. */
    static void replace(Path file, byte[] content) throws IOException {
        var draft = draft(file);
        Files.deleteIfExists(draft);
        try {
            try (var out = open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeAll(out, content);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        settleFolder(file);
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    /** Removes the file, if it is there, durably: what comes after may rely on it. And what was to take its place. */
    static void delete(Path file) throws IOException {
        deleteDraft(file);
        if (Files.deleteIfExists(file)) {
            settleFolder(file);
        }
    }

    /** Removes what somebody who was killed would have put in the file's place. */
    static void deleteDraft(Path file) throws IOException {
        if (Files.deleteIfExists(draft(file))) {
            settleFolder(file);
        }
    }

    /** Adds the line at the end, durably; a line cut off by a crash before is ended first. */
    static void appendLine(Path file, byte[] line) throws IOException {
        try (var out = open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var end = out.size();
            out.position(end);
            var cut = end > 0 && lastOctet(out, end) != '\n';
            var whole = ByteBuffer.allocate(line.length + 2);
            if (cut) {
                whole.put((byte) '\n');
            }
            whole.put(line).put((byte) '\n').flip();
            var octets = new byte[whole.remaining()];
            whole.get(octets);
            writeAll(out, octets);
        }
    }

    private static byte lastOctet(FileChannel file, long size) throws IOException {
        var last = ByteBuffer.allocate(1);
        file.read(last, size - 1);
        return last.get(0);
    }

    static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes(file, FILE));
    }

    private static void writeAll(FileChannel out, byte[] content) throws IOException {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        out.force(true);
    }

    /** Makes durable what names the file's folder has. */
    static void settleFolder(Path file) {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system lets a folder be opened; there the move itself is durable enough.
            return;
        }
    }
}
