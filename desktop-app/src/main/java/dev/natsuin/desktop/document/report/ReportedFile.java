package dev.natsuin.desktop.document.report;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of a report.
 *
 * @param file as it was named
 * @param sizeBytes of the octets that were verified; -1 if they could not be read
 * @param sha256 of the octets that were verified
 * @param outcome what the signatures are worth, or why nothing was found out
 * @param etsi the report of ETSI TS 119 102-2, where one is wanted
 * @param pages changed pages as they were signed and as they are now; may be empty
 */
public record ReportedFile(
        Path file,
        long sizeBytes,
        Optional<Bytes> sha256,
        Answer<Verification> outcome,
        Optional<Bytes> etsi,
        List<ComparedPage> pages) {
    /** Copies the list. */
    public ReportedFile {
        pages = List.copyOf(pages);
    }

    /**
     * One page that changed after a signature.
     *
     * @param signature which, from 0, in the order of the verification
     * @param page from 1
     * @param signed as it was when it was signed
     * @param now as it is in the file, with a frame around what is different
     */
    public record ComparedPage(int signature, int page, ReportPicture signed, ReportPicture now) {}
}
