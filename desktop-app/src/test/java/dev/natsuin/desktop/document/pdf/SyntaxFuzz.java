package dev.natsuin.desktop.document.pdf;

import dev.natsuin.desktop.testdata.FuzzSeeds;
import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Our own readers of what stands in a PDF, without PDFBox, for a fuzzer: tables of cross-references, and what follows a
 * revision. Run by {@code src/test/fuzz/fuzz}.
 */
public final class SyntaxFuzz {
    private SyntaxFuzz() {}

    /** Writes what to begin with. */
    public static void fuzzerInitialize() {
        var whole = HandMadePdf.onePage("contract").bytes();
        var text = new String(whole, StandardCharsets.ISO_8859_1);
        FuzzSeeds.write(List.of(
                whole,
                HandMadePdf.onePage("hidden").hybrid("(hidden)"),
                text.substring(text.indexOf("xref\n")).getBytes(StandardCharsets.ISO_8859_1),
                """

                7 0 obj
                <</Type/Annot/V(x)/A[1 2.5 -3 /N <0a> null true]>>
                endobj
                xref
                7 1
                0000000001 00000 n\s
                trailer<</Size 8/Root 1 0 R/Prev 3>>
                startxref
                71
                %%EOF
                """.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads it as each of them. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        try (var source = new RandomAccessReadBuffer(data)) {
            var table = XrefTable.read(source);
            if (table.isPresent()
                    && table.get().keys().size() != table.get().places().size()) {
                throw new AssertionError("an entry without a place");
            }
            source.seek(0);
            Increments.startOf(source, data.length);
            Increments.lastEndBefore(source, data.length);
            try {
                Increments.read(source, 0, 3, false, key -> null);
            } catch (IOException e) {
                return; // Something else than an increment.
            }
        }
    }
}
