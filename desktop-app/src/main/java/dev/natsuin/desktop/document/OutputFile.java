package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.Increment;
import dev.natsuin.desktop.document.pdf.RangeDigest;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One output on its way: a temporary file beside the target, until it is published or closed.
 *
 * <p>Closing removes whatever was not published.
 */
final class OutputFile implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 18;

    /** Whenever so much more is written, the disk may begin with it. */
    private static final long FORCED_AT_ONCE_BYTES = 4L << 20;

    private static final Set<PosixFilePermission> READING_AND_WRITING = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final Set<StandardOpenOption> NEW =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path source;
    private final Path target;
    private final Optional<Path> wished;
    private final boolean nameLater;
    private @Nullable Path temporary;
    private @Nullable FileChannel written;
    private @Nullable RangeDigest copied;
    private boolean forcedAside;
    private CompletableFuture<?> forcing = CompletableFuture.completedFuture(true);

    OutputFile(Path source, Path target) {
        this(source, Output.to(target));
    }

    private OutputFile(Path source, Output output) {
        this.source = source;
        this.target = output.target().toAbsolutePath();
        this.wished = output.temporary();
        this.nameLater = output.nameLater();
    }

    /** One step of making a file; says what went wrong, if anything did. */
    @FunctionalInterface
    interface Step {
        /** Takes it. */
        Optional<ProblemCode> take(OutputFile output);
    }

    /** Writes a file beside the target, looks at what was written, and only then gives it its name. */
    static Embedding embed(Path source, Output to, Step write, Step check) {
        try (var output = new OutputFile(source, to)) {
            var wrong = write.take(output).or(() -> check.take(output));
            if (wrong.isPresent()) {
                return new Embedding.Refused(Problem.of(wrong.get()));
            }
            for (var there : to.perhaps()) {
                if (output.isAt(there)) {
                    return new Embedding.Embedded(there);
                }
            }
            return output.publish()
                    .<Embedding>map(why -> new Embedding.Refused(Problem.of(why)))
                    .orElseGet(() -> new Embedding.Embedded(to.target()));
        }
    }

    /** True if a file, and no link to one, has exactly the octets that were written. */
    private boolean isAt(Path there) {
        try {
            return Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(temporary(), there) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes a new file, so that only the user may read it, wherever the file system knows of users. */
    private FileChannel created() throws IOException {
        if (wished.isEmpty()) {
            var file = Files.createTempFile(directory(), ".natsuin-", ".tmp");
            temporary = file;
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        var file = wished.get();
        Files.deleteIfExists(file);
        var channel = Files.getFileAttributeView(directory(), PosixFileAttributeView.class) == null
                ? FileChannel.open(file, NEW)
                : FileChannel.open(file, NEW, PRIVATE);
        temporary = file;
        return channel;
    }

    /** Where it was written. */
    Path temporary() {
        if (temporary == null) {
            throw new IllegalStateException("nothing is written");
        }
        return temporary;
    }

    /** The digests that have taken the original in the pass that copied it. */
    RangeDigest copied() {
        if (copied == null) {
            throw new IllegalStateException("nothing is written");
        }
        return copied.copy();
    }

    /**
     * Writes original, increment and CMS in one pass, which digests each octet of the original that it writes: they are
     * those that were digested when the document was prepared, or the document changed. The disk begins while that goes
     * on, and {@link #publish} waits for it. Says what went wrong, if anything did.
     */
    Optional<ProblemCode> write(Increment increment, Bytes cms, HashAlgorithm hash) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        }
        try (var from = opened(source)) {
            return from.size() == increment.originalBytes()
                    ? write(from, increment, cms, hash)
                    : Optional.of(ProblemCode.DOCUMENT_CHANGED);
        } catch (IOException e) {
            return Optional.of(NamedFile.why(e));
        }
    }

    /** Writes something made of the original; reads it from its beginning, and not necessarily to its end. */
    @FunctionalInterface
    interface Composition {
        /** Writes; closes neither. */
        void write(InputStream original, OutputStream to) throws IOException;
    }

    /**
     * Writes what is composed of the original, and forces it to the disk; says what went wrong, if anything did.
     *
     * @param sha256 of the original as it was when it was looked at
     */
    Optional<ProblemCode> compose(Bytes sha256, Composition composition) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        }
        try (var original = new OriginalStream(NamedFile.open(source))) {
            try (var channel = created()) {
                var to = new BufferedOutputStream(Channels.newOutputStream(channel), BLOCK_BYTES);
                try {
                    composition.write(original, to);
                } catch (OriginalStream.Unreadable e) {
                    throw e;
                } catch (IOException e) {
                    // What cannot be composed any more may be so because the original is another now.
                    original.transferTo(OutputStream.nullOutputStream());
                    if (!original.sha256().equals(sha256)) {
                        return Optional.of(ProblemCode.DOCUMENT_CHANGED);
                    }
                    throw e;
                }
                to.flush();
                original.transferTo(OutputStream.nullOutputStream());
                channel.force(true);
            }
            return original.sha256().equals(sha256) ? Optional.empty() : Optional.of(ProblemCode.DOCUMENT_CHANGED);
        } catch (OriginalStream.Unreadable e) {
            return Optional.of(ProblemCode.FILE_UNREADABLE);
        } catch (NoSuchFileException e) {
            return Optional.of(Files.exists(source) ? ProblemCode.TARGET_NOT_WRITABLE : ProblemCode.FILE_MISSING);
        } catch (IOException e) {
            return Optional.of(temporary == null ? NamedFile.why(e) : ProblemCode.TARGET_NOT_WRITABLE);
        }
    }

    /** Writes octets of our own, and forces them to the disk; says what went wrong, if anything did. */
    Optional<ProblemCode> write(Bytes octets) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        }
        try {
            try (var to = created()) {
                writeAll(to, ByteBuffer.wrap(octets.toArray()));
                to.force(true);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
    }

    /** Copies the original as it is, for somebody who adds to the copy before it is published. */
    Optional<ProblemCode> copy() {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        }
        try {
            created().close();
        } catch (IOException e) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
        try {
            NamedFile.requireRegular(source);
            Files.copy(source, temporary(), StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(NamedFile.why(e));
        }
    }

    private static FileChannel opened(Path source) throws IOException {
        NamedFile.requireRegular(source);
        return FileChannel.open(source, StandardOpenOption.READ);
    }

    private Optional<ProblemCode> write(FileChannel from, Increment increment, Bytes cms, HashAlgorithm hash) {
        try {
            var to = created();
            written = to;
            var digests = new RangeDigest(hash);
            copyOriginal(from, to, increment.originalBytes(), digests);
            if (!digests.copy().endOfOriginal().equals(increment.originalDigest())) {
                return Optional.of(ProblemCode.DOCUMENT_CHANGED);
            }
            copied = digests;
            writeAll(to, ByteBuffer.wrap(increment.with(cms).toArray()));
            if (isLarge(increment.originalBytes())) {
                forcedAside = true;
                force(to, true); // While it is read back.
            }
            return Optional.empty();
        } catch (EOFException e) {
            return Optional.of(ProblemCode.DOCUMENT_CHANGED);
        } catch (Unreadable e) {
            return Optional.of(ProblemCode.FILE_UNREADABLE);
        } catch (IOException e) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
    }

    /** What stands behind so many octets, read back. */
    Bytes behind(long original) throws IOException {
        var file = written;
        if (file == null) {
            throw new IllegalStateException("nothing is written");
        }
        var octets = ByteBuffer.allocate(Math.toIntExact(Math.max(0, file.size() - original)));
        while (octets.hasRemaining()) {
            if (file.read(octets, original + octets.position()) < 0) {
                throw new EOFException("what was written became shorter");
            }
        }
        return Bytes.of(octets.array());
    }

    private static boolean isLarge(long bytes) {
        return bytes > FORCED_AT_ONCE_BYTES;
    }

    /** The original cannot be read any more. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    /** Forces what is written so far, on another thread, after what is being forced. A failure is never forgotten. */
    private void force(FileChannel written, boolean whole) {
        forcing = forcing.thenRunAsync(() -> forced(written, whole), OutputFile::onThreadOfItsOwn);
    }

    private static void forced(FileChannel written, boolean whole) {
        try {
            written.force(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onThreadOfItsOwn(Runnable task) {
        new Thread(task, "natsuin-force").start();
    }

    /** True once all that was written is on the disk, and the file is let go; false if that failed. */
    private boolean isForced() {
        try (var file = written) {
            written = null;
            if (!isForcedAside()) {
                return false;
            }
            if (file != null && !forcedAside) {
                file.force(true);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits for what another thread forces; false if that failed. */
    private boolean isForcedAside() {
        try {
            forcing.get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void copyOriginal(FileChannel from, FileChannel to, long length, RangeDigest digests) throws IOException {
        boolean large = isLarge(length);
        int size = (int) Math.min(BLOCK_BYTES, Math.max(1, length));
        // What the system reads into need not be copied for it to be written from there; small files are not worth it.
        var block = large ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        try (var behind = new DigestBehind(digests, size, large)) {
            long forced = 0;
            for (long left = length; left > 0; left -= block.position()) {
                if (readSome(from, block.clear().limit((int) Math.min(left, block.capacity()))) < 0) {
                    throw new EOFException("the original became shorter");
                }
                behind.take(block.flip());
                writeAll(to, block.rewind());
                long written = length - left + block.position();
                if (written - forced >= FORCED_AT_ONCE_BYTES && forcing.isDone()) {
                    forced = written;
                    force(to, false);
                }
            }
            behind.finish();
        }
    }

    private static int readSome(FileChannel from, ByteBuffer block) throws IOException {
        try {
            return from.read(block);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private static void writeAll(FileChannel to, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            to.write(octets);
        }
    }

    /**
     * Gives the temporary file its name and the original's permissions, whole in one step, and no existing file is ever
     * lost. A link does that on most file systems.
     */
    Optional<ProblemCode> publish() {
        if (!isForced()) {
            return Optional.of(ProblemCode.TARGET_NOT_WRITABLE);
        }
        try {
            likeOriginal(temporary());
            Files.createLink(target, temporary());
        } catch (FileAlreadyExistsException e) {
            return Optional.of(ProblemCode.TARGET_EXISTS);
        } catch (UnsupportedOperationException | IOException e) {
            return publishWithoutLink();
        }
        removeOtherName();
        forceName();
        return Optional.empty();
    }

    /** The signed file has its name: that it keeps its temporary one as well does not undo that. */
    private void removeOtherName() {
        try {
            Files.deleteIfExists(temporary());
        } catch (IOException e) {
            // Left behind; whoever takes up this file again under a wished name removes it.
        }
        temporary = null;
    }

    /**
     * Where there are no links: the name is taken first, with an empty file that only one can create, then replaced in
     * one step. Killed in between, the empty file stays.
     */
    private Optional<ProblemCode> publishWithoutLink() {
        try {
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
        forceName();
        return Optional.empty();
    }

    private void likeOriginal(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && Files.exists(source)) {
            var permissions = EnumSet.copyOf(READING_AND_WRITING);
            permissions.retainAll(Files.getPosixFilePermissions(source));
            permissions.add(PosixFilePermission.OWNER_READ);
            permissions.add(PosixFilePermission.OWNER_WRITE);
            view.setPermissions(permissions);
        }
    }

    private void forceName() {
        if (!nameLater) {
            Output.forceNames(directory());
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
            isForcedAside();
            letGo(); // Some systems do not remove what is still open.
            remove(temporary);
            temporary = null;
        }
    }

    /** Of what is thrown away nobody has to know whether it could be closed. */
    private void letGo() {
        var file = written;
        written = null;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            return;
        }
    }
}
