package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.RangeDigest;
import dev.natsuin.desktop.document.pdf.WrittenSignature;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A file that was digested when it was first looked at, so that signing need not read it again before the PIN.
 *
 * <p>A promise, no proof: a file that looks unchanged from outside may have changed. That is found out when the signed
 * copy is written and digested. Immutable; a few hundred octets.
 */
public final class HashedFile {
    private final long sizeBytes;
    private final FileTime modified;
    private final RangeDigest digest;
    private final Bytes sha256;

    private HashedFile(long sizeBytes, FileTime modified, RangeDigest digest) {
        this.sizeBytes = sizeBytes;
        this.modified = modified;
        this.digest = digest;
        this.sha256 = digest.copy().endOfOriginal();
    }

    /** Reads and digests a file, in constant memory. */
    public static HashedFile of(Path file) throws IOException {
        var before = Files.readAttributes(file, BasicFileAttributes.class);
        var digest = RangeDigest.ofOriginal(file, before.size(), HashAlgorithm.SHA_256);
        return new HashedFile(before.size(), before.lastModifiedTime(), digest);
    }

    /**
     * SHA-256 of a file's first octets.
     *
     * @throws java.io.EOFException if it is shorter
     */
    public static Bytes digestOfFirst(Path file, long length) throws IOException {
        return WrittenSignature.digestOfFirst(file, length);
    }

    /** How long the file was. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** SHA-256 of what the file was. */
    public Bytes sha256() {
        return sha256;
    }

    /** The digest to go on from, if it is of this algorithm and the file looks as it did. */
    Optional<RangeDigest> goingOn(Path file, HashAlgorithm algorithm) throws IOException {
        var now = Files.readAttributes(file, BasicFileAttributes.class);
        return algorithm == HashAlgorithm.SHA_256
                        && now.size() == sizeBytes
                        && now.lastModifiedTime().equals(modified)
                ? Optional.of(digest.copy())
                : Optional.empty();
    }
}
