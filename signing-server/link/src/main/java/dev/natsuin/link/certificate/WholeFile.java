package dev.natsuin.link.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Small files that are on the disk whole or not at all, whatever ends the process or the power meanwhile. */
public final class WholeFile {
    private static final String POSIX = "posix";

    private WholeFile() {}

    /** A file with a secret in it, which only its owner may read. */
    public static void writePrivate(Path file, byte[] octets) throws IOException {
        write(
                file,
                octets,
                hasPosix(file)
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    /** A file that others may read where the process lets them. */
    public static void writePublic(Path file, byte[] octets) throws IOException {
        write(file, octets, new FileAttribute<?>[0]);
    }

    private static void write(Path file, byte[] octets, FileAttribute<?>[] attributes) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside); // of a process that was killed
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            try (var channel = FileChannel.open(beside, options, attributes)) {
                var left = ByteBuffer.wrap(octets);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside); // on a full disk: a part of a key, perhaps
        }
        sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /**
     * Sees to it that what a file holds, or which files a folder holds, is on the disk; not of a folder that this user
     * may not read, as one above ours may be.
     */
    public static void sync(Path file) throws IOException {
        // On other systems folders are none of a program's business.
        if (!Files.isDirectory(file) || (hasPosix(file) && Files.isReadable(file))) {
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean hasPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains(POSIX);
    }
}
