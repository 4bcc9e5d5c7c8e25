package dev.natsuin.desktop.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;

/**
 * Cuts the font of the sample documents down to the characters they use.
 *
 * <p>Run by hand when {@link Contracts} needs a character more: arguments are VL Gothic's TrueType file (Debian:
 * {@code fonts-vlgothic}) and {@code src/test/resources/dev/natsuin/desktop/testdata/samples.ttf}.
 */
final class SubsetFont {
    private static final List<String> TABLES = List.of(
            "head", "hhea", "loca", "maxp", "cvt ", "prep", "glyf", "hmtx", "fpgm", "gasp", "cmap", "OS/2", "post",
            "name");

    private SubsetFont() {}

    /** Writes the cut font. */
    public static void main(String[] args) throws IOException {
        try (var font = new TTFParser().parse(new RandomAccessReadBufferedFile(args[0]));
                var out = Files.newOutputStream(Path.of(args[1]))) {
            var subset = new TTFSubsetter(font, TABLES);
            Contracts.characters().codePoints().forEach(subset::add);
            subset.writeToStream(out);
        }
    }
}
