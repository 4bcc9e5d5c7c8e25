package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.Increment;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One output on its way: a temporary file beside the target, until it is published or closed.
 *
 * <p>Closing removes whatever was not published.
 */
final class OutputFile implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 18;
    private static final Set<PosixFilePermission> READING_AND_WRITING = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path source;
    private final Path target;
    private @Nullable Path temporary;

    OutputFile(Path source, Path target) {
        this.source = source;
        this.target = target.toAbsolutePath();
    }

    /** Where it was written. */
    Path temporary() {
        if (temporary == null) {
            throw new IllegalStateException("nothing is written");
        }
        return temporary;
    }

    /** Writes original, increment and CMS, and forces them to the disk; says what went wrong, if anything did. */
    Optional<ProblemCode> write(Increment increment, Bytes cms) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        }
        try (var from = FileChannel.open(source, StandardOpenOption.READ)) {
            return from.size() == increment.originalBytes()
                    ? write(from, increment, cms)
                    : Optional.of(ProblemCode.DOCUMENT_CHANGED);
        } catch (NoSuchFileException e) {
            return Optional.of(ProblemCode.FILE_MISSING);
        } catch (IOException e) {
            return Optional.of(ProblemCode.FILE_UNREADABLE);
        }
    }

    /** Copies the original as it is, for somebody who adds to the copy before it is published. */
    Optional<ProblemCode> copy() {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        }
        try {
            temporary = Files.createTempFile(directory(), ".natsuin-", ".tmp");
        } catch (IOException e) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
        try {
            Files.copy(source, temporary(), StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(ProblemCode.FILE_MISSING);
        } catch (IOException e) {
            return Optional.of(ProblemCode.FILE_UNREADABLE);
        }
    }

    private Optional<ProblemCode> write(FileChannel from, Increment increment, Bytes cms) {
        try {
            // Made by the JDK so that only the user may read it, wherever the file system knows of users.
            temporary = Files.createTempFile(directory(), ".natsuin-", ".tmp");
            try (var to = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                var problem = copyOriginal(from, to, increment.originalDigest());
                if (problem.isEmpty()) {
                    writeAll(to, ByteBuffer.wrap(increment.head().toArray()));
                    writeAll(to, ByteBuffer.wrap(contents(cms, increment.roomBytes())));
                    writeAll(to, ByteBuffer.wrap(increment.tail().toArray()));
                    to.force(true);
                }
                return problem;
            }
        } catch (IOException e) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
    }

    private static Optional<ProblemCode> copyOriginal(FileChannel from, FileChannel to, Bytes expected)
            throws IOException {
        var digest = HashAlgorithm.SHA_256.newDigest();
        var block = ByteBuffer.allocate(BLOCK_BYTES);
        while (true) {
            int read;
            try {
                read = from.read(block);
            } catch (IOException e) {
                return Optional.of(ProblemCode.FILE_UNREADABLE);
            }
            if (read < 0) {
                break;
            }
            block.flip();
            digest.update(block.array(), 0, read);
            writeAll(to, block);
            block.clear();
        }
        return Bytes.of(digest.digest()).equals(expected)
                ? Optional.empty()
                : Optional.of(ProblemCode.DOCUMENT_CHANGED);
    }

    private static void writeAll(FileChannel to, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            to.write(octets);
        }
    }

    private static byte[] contents(Bytes cms, int roomBytes) {
        if (cms.size() > roomBytes) {
            throw new IllegalStateException("the room for the CMS was reckoned too small");
        }
        var padded = Bytes.concat(cms, Bytes.of(new byte[roomBytes - cms.size()]));
        return ("<" + padded.toHex() + ">").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Gives the temporary file its name and the original's permissions. The name is taken first, with an empty file
     * that only one can create, then replaced in one step: so no existing file is ever lost, on any file system.
     */
    Optional<ProblemCode> publish() {
        try {
            likeOriginal(temporary());
            Files.createFile(target);
        } catch (FileAlreadyExistsException e) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        } catch (IOException e) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
        try {
            Files.move(temporary(), target, StandardCopyOption.ATOMIC_MOVE);
            temporary = null;
        } catch (IOException e) {
            remove(target);
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
        forceDirectory();
        return Optional.empty();
    }

    private void likeOriginal(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            var permissions = EnumSet.copyOf(READING_AND_WRITING);
            permissions.retainAll(Files.getPosixFilePermissions(source));
            permissions.add(PosixFilePermission.OWNER_READ);
            permissions.add(PosixFilePermission.OWNER_WRITE);
            view.setPermissions(permissions);
        }
    }

    private void forceDirectory() {
        try (var channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory so; there the move itself is journalled. The file's own data is forced.
            return;
        }
    }

    private Path directory() {
        var parent = target.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the target is no file");
        }
        return parent;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("an unfinished file could not be removed", e);
        }
    }

    @Override
    public void close() {
        if (temporary != null) {
            remove(temporary);
            temporary = null;
        }
    }
}
