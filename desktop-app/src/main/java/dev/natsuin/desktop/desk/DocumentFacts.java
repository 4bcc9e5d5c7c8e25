package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.util.List;

/**
 * A document that can be signed.
 *
 * @param file where it lies
 * @param sizeBytes its length
 * @param sha256 of its bytes: what was looked at is what will be signed
 * @param pages how many pages; 0 if it is a file of another kind, which is signed as a whole
 * @param signers the names on signatures already in it, oldest first; not verified
 * @param sizes of its pages, in order; may be empty if nobody asked
 * @param fields empty signature fields that are seen on a page
 */
public record DocumentFacts(
        Path file,
        long sizeBytes,
        Bytes sha256,
        int pages,
        List<String> signers,
        List<PageSize> sizes,
        List<SignField> fields) {
    /** Copies the lists. */
    public DocumentFacts {
        signers = List.copyOf(signers);
        sizes = List.copyOf(sizes);
        fields = List.copyOf(fields);
    }

    /** Of whose pages nothing more is known. */
    public DocumentFacts(Path file, long sizeBytes, Bytes sha256, int pages, List<String> signers) {
        this(file, sizeBytes, sha256, pages, signers, List.of(), List.of());
    }

    /** True if it has pages to be shown; false for a file of another kind. */
    public boolean hasPages() {
        return pages > 0;
    }
}
