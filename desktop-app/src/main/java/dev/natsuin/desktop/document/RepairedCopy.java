package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignatureOutline;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;

/**
 * A sound copy of a document that can only be read by guessing: its cross-references are not where it says, or
 * something stands before it.
 *
 * <p>What was guessed is written out whole, so that every viewer reads the same. It is a new document: whoever signs
 * looks at it, not at the damaged one, which is left as it is.
 */
public final class RepairedCopy {
    private RepairedCopy() {}

    /**
     * Writes the copy, if there is something to mend and nothing to lose by it: an encrypted or signed document stays
     * as it is, and so does one that cannot be read at all.
     *
     * @param folder where to; the copy gets the first free name there
     * @return what came of writing; empty if nothing was to be written
     */
    public static Optional<Embedding> of(Path file, Path folder) {
        if (!(PdfFile.open(file) instanceof PdfFile.Opening.Opened opened)) {
            return Optional.empty();
        }
        try (var pdf = opened.pdf()) {
            if (!pdf.repaired() || pdf.encrypted() || signed(pdf)) {
                return Optional.empty();
            }
            var before = HashedFile.of(file).sha256();
            if (!made(folder)) {
                return Optional.of(new Embedding.Refused(Problem.of(ProblemCode.TARGET_NOT_WRITABLE)));
            }
            var target = OutputNames.targetFor(file, folder, "-repaired");
            int pages = pdf.pageCount();
            return Optional.of(OutputFile.embed(
                    file,
                    Output.to(target),
                    output -> output.compose(before, (original, to) -> write(pdf, to)),
                    output -> sound(output.temporary(), pages)
                            ? Optional.empty()
                            : Optional.of(ProblemCode.DOCUMENT_DAMAGED)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean made(Path folder) {
        try {
            Files.createDirectories(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean signed(PdfFile pdf) throws IOException {
        return !SignatureOutline.of(pdf).isEmpty();
    }

    private static void write(PdfFile pdf, OutputStream to) throws IOException {
        HostileInput.read(() -> {
            pdf.document().save(to, CompressParameters.NO_COMPRESSION);
            return true;
        });
    }

    private static boolean sound(Path copy, int pages) {
        if (PdfFile.open(copy) instanceof PdfFile.Opening.Opened opened) {
            try (var pdf = opened.pdf()) {
                return !pdf.repaired() && pdf.pageCount() == pages;
            }
        }
        return false;
    }
}
