package dev.natsuin.desktop.document.preview;

import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.PageShapes;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignatureOutline;
import dev.natsuin.desktop.document.pdf.SigningObstacles;
import dev.natsuin.protocol.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the list shows of a document.
 *
 * @param pageCount at least 1
 * @param sizeBytes the length of the file
 * @param title the document's own title, if it has one that is not blank; text from outside
 * @param signatureCount signatures and document time-stamps it has already, unverified
 * @param certification what its author allows after certifying it (1 nothing, 2 forms and signatures, 3 also notes), if
 *     it is certified
 * @param obstacle why it cannot be signed, if it cannot
 * @param sizes of the pages as they are shown
 * @param emptyFields signature fields that wait for somebody, and are seen
 */
public record PdfFacts(
        int pageCount,
        long sizeBytes,
        Optional<String> title,
        int signatureCount,
        Optional<Integer> certification,
        Optional<Problem> obstacle,
        List<PageShapes.Size> sizes,
        List<PageShapes.Field> emptyFields) {
    /** Copies the lists. */
    public PdfFacts {
        sizes = List.copyOf(sizes);
        emptyFields = List.copyOf(emptyFields);
    }

    /** What came of looking. */
    public sealed interface Look {
        /** The facts. */
        record Seen(PdfFacts facts) implements Look {}

        /** The file cannot even be opened. */
        record Refused(Problem why) implements Look {}
    }

    /** Reads the facts; a few milliseconds, whatever the size of the file. */
    public static Look read(Path file) {
        var opening = PdfFile.open(file);
        if (opening instanceof PdfFile.Opening.Refused refused) {
            return new Look.Refused(Problem.of(refused.why()));
        }
        try (var pdf = ((PdfFile.Opening.Opened) opening).pdf()) {
            return new Look.Seen(of(pdf));
        }
    }

    /** The facts of an open file. */
    public static PdfFacts of(PdfFile pdf) {
        return new PdfFacts(
                pdf.pageCount(),
                pdf.sizeBytes(),
                title(pdf),
                signatures(pdf),
                SigningObstacles.certification(pdf),
                SigningObstacles.in(pdf).map(Problem::of),
                PageShapes.sizes(pdf),
                PageShapes.emptyFields(pdf));
    }

    private static Optional<String> title(PdfFile pdf) {
        try {
            return HostileInput.read(() -> Optional.ofNullable(
                            pdf.document().getDocumentInformation().getTitle())
                    .map(String::strip)
                    .filter(title -> !title.isEmpty()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int signatures(PdfFile pdf) {
        try {
            return SignatureOutline.of(pdf).size();
        } catch (IOException e) {
            return 0;
        }
    }
}
