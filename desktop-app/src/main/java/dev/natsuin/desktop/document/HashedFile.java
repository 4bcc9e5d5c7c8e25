package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.PdfFile;
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
 * copy is written and digested. With the octets themselves known again by then, so is what was found out about them:
 * that a PDF is whole, and how many pages it has. Immutable; a few hundred octets.
 */
public final class HashedFile {
    private final long sizeBytes;
    private final FileTime modified;
    private final RangeDigest digest;
    private final int wholePages;
    private final Bytes sha256;

    private HashedFile(long sizeBytes, FileTime modified, RangeDigest digest, int wholePages) {
        this.sizeBytes = sizeBytes;
        this.modified = modified;
        this.digest = digest;
        this.wholePages = wholePages;
        this.sha256 = digest.copy().endOfOriginal();
    }

    /** Reads and digests a file, in constant memory. */
    public static HashedFile of(Path file) throws IOException {
        var before = NamedFile.requireRegular(file);
        var digest = RangeDigest.ofOriginal(file, before.size(), HashAlgorithm.SHA_256);
        return new HashedFile(before.size(), before.lastModifiedTime(), digest, 0);
    }

    /**
     * What a PDF was read from. If that was done in one piece, what was digested is what was looked at.
     *
     * @throws IOException if it has to be read once more and cannot
     */
    public static HashedFile of(PdfFile pdf) throws IOException {
        return new HashedFile(
                pdf.sizeBytes(),
                pdf.modified(),
                pdf.digest(HashAlgorithm.SHA_256),
                pdf.isKnownWhole() ? pdf.pageCount() : 0);
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

    /** How many pages the PDF has that these octets are, if it was found whole; else 0. */
    int wholePages() {
        return wholePages;
    }

    /** True if the file looks as it did. */
    boolean looksLike(Path file) {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.size() == sizeBytes && now.lastModifiedTime().equals(modified);
        } catch (IOException e) {
            return false;
        }
    }

    /** The digest to go on from, if it is of this algorithm. */
    Optional<RangeDigest> goingOn(HashAlgorithm algorithm) {
        return algorithm == HashAlgorithm.SHA_256 ? Optional.of(digest.copy()) : Optional.empty();
    }
}
