package dev.natsuin.desktop.document.sheet;

import dev.natsuin.desktop.document.appearance.SignatureLook;
import java.io.IOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/** The bundled fonts in one document; what none of them has is shown as 〓. */
final class SheetFonts {
    private static final String MISSING = "〓";

    private final List<PDFont> fonts;

    private SheetFonts(List<PDFont> fonts) {
        this.fonts = fonts;
    }

    static SheetFonts in(PDDocument document) throws IOException {
        return new SheetFonts(List.of(font(document, "NotoSansJP.ttf"), font(document, "NotoSans.ttf")));
    }

    private static PDFont font(PDDocument document, String resource) throws IOException {
        try (var octets = SignatureLook.class.getResourceAsStream(resource)) {
            if (octets == null) {
                throw new IllegalStateException("the font is not in the program: " + resource);
            }
            return PDType0Font.load(document, octets, true);
        }
    }

    /** Characters in a row that one font has. */
    private record Run(PDFont font, String text) {}

    private List<Run> runs(String text) throws IOException {
        var runs = new ArrayList<Run>();
        for (var character : text.codePoints().mapToObj(Character::toString).toList()) {
            var font = fontOf(character);
            var shown = font == null ? MISSING : character;
            var used = font == null ? fonts.get(0) : font;
            var last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.font().equals(used)) {
                runs.set(runs.size() - 1, new Run(used, last.text() + shown));
            } else {
                runs.add(new Run(used, shown));
            }
        }
        return runs;
    }

    private @Nullable PDFont fontOf(String character) throws IOException {
        for (var font : fonts) {
            try {
                font.encode(character);
                return font;
            } catch (IllegalArgumentException e) {
                // this one does not have it; the next may
            }
        }
        return null;
    }

    /** Writes one line from here on. */
    void write(PDPageContentStream stream, String text, float size, float x, float y) throws IOException {
        stream.beginText();
        stream.newLineAtOffset(x, y);
        for (var run : runs(text)) {
            stream.setFont(run.font(), size);
            stream.showText(run.text());
        }
        stream.endText();
    }

    private float width(String text, float size) throws IOException {
        var width = 0f;
        for (var run : runs(text)) {
            width += run.font().getStringWidth(run.text()) / 1000 * size;
        }
        return width;
    }

    /** The text in lines that fit. */
    List<String> wrapped(String text, float size, float room) throws IOException {
        var lines = new ArrayList<String>();
        var breaks = BreakIterator.getLineInstance(Locale.JAPANESE);
        breaks.setText(text);
        var line = new StringBuilder();
        for (int from = breaks.first(), to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            var piece = text.substring(from, to);
            if (!line.isEmpty() && width(line + piece.stripTrailing(), size) > room) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(piece);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
