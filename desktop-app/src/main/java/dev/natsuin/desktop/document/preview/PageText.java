package dev.natsuin.desktop.document.preview;

import java.io.IOException;
import java.io.Writer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * The letters of one page with their places. Letters are compared as people read them: full width like half width,
 * capitals like small ones, and without the spaces and ends of lines between them.
 */
public final class PageText {
    private static final int MOST_FOUND = 500;

    /** What marks a blank that is to be filled in. */
    private static final Pattern BLANK = Pattern.compile("[_─━]+|([.\\-·・])\\1{2,}");

    private final StringBuilder letters = new StringBuilder();
    private final List<Area> places = new ArrayList<>();

    private boolean hasColumns;

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

    /** Of a page without a letter. */
    static PageText none() {
        return new PageText();
    }

    static PageText of(PDDocument document, int index) throws IOException {
        var inLines = read(document, index, true);
        return inLines.hasColumns ? read(document, index, false) : inLines;
    }

    /**
     * Reads a page.
     *
     * @param byPlace line by line from the left, however the document writes them; else as the document writes them,
     *     which is how columns of letters are told apart
     */
    private static PageText read(PDDocument document, int index, boolean byPlace) throws IOException {
        var text = new PageText();
        var unit = document.getPage(index).getUserUnit();
        var stripper = new PDFTextStripper() {
            @Override
            protected void writeString(String line, List<TextPosition> positions) {
                positions.forEach(position -> text.add(position, unit));
            }
        };
        stripper.setSortByPosition(byPlace);
        stripper.setStartPage(index + 1);
        stripper.setEndPage(index + 1);
        stripper.writeText(document, Writer.nullWriter());
        return text;
    }

    private void add(TextPosition position, float unit) {
        hasColumns |= position.getFont().isVertical();
        var area = area(position, unit);
        for (var letter : folded(position.getUnicode()).toCharArray()) {
            letters.append(letter);
            places.add(area);
        }
    }

    private static Area area(TextPosition position, float unit) {
        var height = Math.max(position.getHeight(), position.getFontSizeInPt() * 0.7f);
        // How wide a letter of a column is, PDFBox does not say.
        var width = position.getFont().isVertical() ? position.getFontSizeInPt() : position.getWidth();
        return new Area(position.getX() * unit, (position.getY() - height) * unit, width * unit, height * 1.15 * unit);
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "");
    }

    /** Where a text stands; for each place the parts of lines it is on. */
    public List<List<Area>> find(String text) {
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

    /** Where letters stand that are read: not those of lines and dots on which somebody is to write. */
    public List<Area> read() {
        var read = new ArrayList<Area>();
        var blank = BLANK.matcher(letters);
        var from = 0;
        while (blank.find()) {
            read.addAll(places.subList(from, blank.start()));
            from = blank.end();
        }
        read.addAll(places.subList(from, places.size()));
        return read;
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
