package dev.natsuin.desktop.document.appearance;

import dev.natsuin.desktop.document.appearance.Faces.Glyph;
import dev.natsuin.desktop.document.appearance.Paragraph.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;

/**
 * Text in the bundled fonts for pages of our own, any script, broken as Japanese lines are; what is not seen is written
 * as its number. One for a document: only the glyphs that were shown are in its fonts. Not thread-safe.
 */
public final class Typesetting {
    private final Map<Face, EmbeddedFace> faces = new LinkedHashMap<>();

    /** One line, ready to be shown. */
    public static final class Row {
        private final List<Cell> cells;

        private Row(List<Cell> cells) {
            this.cells = cells;
        }

        /** How long it is at a font size, in points. */
        public double width(double size) {
            return Paragraph.advance(cells) * size;
        }
    }

    /** A text in lines of at most this width; at least one, even for no text. */
    public List<Row> rows(String text, double widthPoints, double size) {
        var line = new SignatureLook.Line(text, SignatureLook.Rank.BODY);
        return Paragraph.of(line, SignatureLook.Direction.HORIZONTAL).wrapped(widthPoints / size).stream()
                .map(Row::new)
                .toList();
    }

    /** The operators that show a line from here on; points, the origin at the foot of the page. */
    public String shown(Row row, double x, double baseline, double size) {
        var out = new StringBuilder();
        double at = x;
        for (var run : runs(row.cells)) {
            var glyphs = run.stream().flatMap(cell -> cell.glyphs().stream()).toList();
            var face = faces.computeIfAbsent(glyphs.get(0).face(), EmbeddedFace::new);
            out.append(String.format(
                    Locale.ROOT,
                    "BT /%s %.2f Tf 1 0 0 1 %.2f %.2f Tm %s Tj ET%n",
                    name(face),
                    size,
                    at,
                    baseline,
                    face.shown(glyphs)));
            at += Paragraph.advance(run) * size;
        }
        return out.toString();
    }

    /** Neighbours of one font. */
    private static List<List<Cell>> runs(List<Cell> cells) {
        var runs = new ArrayList<List<Cell>>();
        Face last = null;
        for (var cell : cells) {
            var face = cell.glyphs().get(0).face();
            boolean whole = cell.glyphs().stream().map(Glyph::face).allMatch(face::equals);
            if (last == null || !face.equals(last) || !whole) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(cell);
            last = whole ? face : null;
        }
        return runs;
    }

    private String name(EmbeddedFace wanted) {
        return "F" + (new ArrayList<>(faces.values()).indexOf(wanted) + 1);
    }

    /** The fonts with what was shown; asked after the last line. */
    public COSDictionary fonts() throws IOException {
        var fonts = new COSDictionary();
        for (var face : faces.values()) {
            fonts.setItem(name(face), face.object(false));
        }
        return fonts;
    }
}
