package dev.natsuin.desktop.document.preview;

import java.io.IOException;
import java.io.Writer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * The letters of one page with their places. Letters are compared as people read them: full width like half width,
 * capitals like small ones, and without the spaces and ends of lines between them.
 */
public final class PageText {
    private static final int MOST_FOUND = 500;

    private final StringBuilder letters = new StringBuilder();
    private final List<Area> places = new ArrayList<>();

    private PageText() {}

    /**
     * A place on the page as it is shown, in points from its upper left corner.
     *
     * @param x of the left edge
     * @param y of the upper edge
     * @param width of it
     * @param height of it
     */
    public record Area(double x, double y, double width, double height) {
        private boolean sameLine(Area next) {
            return Math.abs(y + height - next.y - next.height) < Math.max(height, next.height) / 2 && next.x >= x;
        }

        private Area with(Area next) {
            var top = Math.min(y, next.y);
            return new Area(
                    x,
                    top,
                    Math.max(x + width, next.x + next.width) - x,
                    Math.max(y + height, next.y + next.height) - top);
        }
    }

    static PageText of(PDDocument document, int index) throws IOException {
        var text = new PageText();
        var unit = document.getPage(index).getUserUnit();
        var stripper = new PDFTextStripper() {
            @Override
            protected void writeString(String line, List<TextPosition> positions) {
                positions.forEach(position -> text.add(position, unit));
            }
        };
        stripper.setSortByPosition(true);
        stripper.setStartPage(index + 1);
        stripper.setEndPage(index + 1);
        stripper.writeText(document, Writer.nullWriter());
        return text;
    }

    private void add(TextPosition position, float unit) {
        var height = Math.max(position.getHeight(), position.getFontSizeInPt() * 0.7f);
        var area = new Area(
                position.getX() * unit,
                (position.getY() - height) * unit,
                position.getWidth() * unit,
                height * 1.15 * unit);
        for (var letter : folded(position.getUnicode()).toCharArray()) {
            letters.append(letter);
            places.add(area);
        }
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "");
    }

    List<List<Area>> find(String text) {
        var wanted = folded(text);
        var found = new ArrayList<List<Area>>();
        if (wanted.isEmpty()) {
            return found;
        }
        var at = letters.indexOf(wanted);
        while (at >= 0 && found.size() < MOST_FOUND) {
            found.add(lines(places.subList(at, at + wanted.length())));
            at = letters.indexOf(wanted, at + wanted.length());
        }
        return found;
    }

    private static List<Area> lines(List<Area> letters) {
        var lines = new ArrayList<Area>();
        for (var letter : letters) {
            var last = lines.size() - 1;
            if (last >= 0 && lines.get(last).sameLine(letter)) {
                lines.set(last, lines.get(last).with(letter));
            } else {
                lines.add(letter);
            }
        }
        return lines;
    }
}
