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
 * @param pages how many pages, at least 1
 * @param signers the names on signatures already in it, oldest first; not verified
 */
public record DocumentFacts(Path file, long sizeBytes, Bytes sha256, int pages, List<String> signers) {
    /** Copies the list. */
    public DocumentFacts {
        signers = List.copyOf(signers);
    }
}
