package dev.natsuin.desktop.document.appearance;

import dev.natsuin.desktop.document.appearance.Faces.Glyph;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.appearance.SignatureLook.Rank;
import dev.natsuin.desktop.words.Printable;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of a look as glyphs that follow each other, before it is known where it has to wrap.
 *
 * @param cells what stands one after the other
 * @param rank of the line
 * @param missing what no font has
 */
record Paragraph(List<Cell> cells, Rank rank, Set<String> missing) {
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int LONGEST_ACROSS = 2;
    private static final String REST = "…";

    /** How a cell stands in its line. */
    enum Stand {
        /** In a horizontal line. */
        ALONG,
        /** In a vertical line, as it is read. */
        UPRIGHT,
        /** In a vertical line, turned clockwise: words in Latin letters. */
        TURNED,
        /** In a vertical line, one or two digits side by side (縦中横). */
        ACROSS
    }

    /**
     * What is never parted.
     *
     * @param glyphs at least one
     * @param stand how they stand
     * @param advance how far along the line they reach, as a part of the font size
     * @param breakBefore true if a line may begin here
     * @param space true for a space, which no line ends or begins with
     */
    record Cell(List<Glyph> glyphs, Stand stand, double advance, boolean breakBefore, boolean space) {}

    static Paragraph of(SignatureLook.Line line, Direction direction) {
        var text = Printable.line(SPACES.matcher(line.text()).replaceAll(" ").strip());
        var breaks = breaks(text);
        var cells = new ArrayList<Cell>();
        var missing = new HashSet<String>();
        int at = 0;
        for (var word : words(text)) {
            var face = Faces.bundled().whole(word);
            int from = at;
            for (var piece : pieces(word, direction)) {
                var glyphs = new ArrayList<Glyph>();
                for (var cluster : piece) {
                    var own = face.flatMap(whole -> Faces.in(whole, cluster));
                    var drawn = Faces.bundled().drawn(cluster);
                    glyphs.addAll(own.orElse(drawn.glyphs()));
                    if (own.isEmpty() && drawn.missing()) {
                        missing.add(cluster);
                    }
                }
                // A time or a code is not parted at its marks, only where it is longer than a line.
                cells.add(cell(piece, glyphs, word, direction, from == at && breaks.contains(from)));
                from += String.join("", piece).length();
            }
            at = from;
        }
        return new Paragraph(List.copyOf(cells), line.rank(), Set.copyOf(missing));
    }

    /** What stands for the rest of a line that was cut. */
    static Cell rest(Direction direction) {
        var glyph = Faces.bundled().drawn(REST).glyphs().get(0);
        return direction == Direction.HORIZONTAL
                ? new Cell(List.of(glyph), Stand.ALONG, glyph.width(), false, false)
                : new Cell(List.of(glyph.upright()), Stand.UPRIGHT, 1, false, false);
    }

    private static Set<Integer> breaks(String text) {
        var breaks = new HashSet<Integer>();
        // Knows what may not begin or end a Japanese line (禁則).
        var iterator = BreakIterator.getLineInstance(Locale.JAPANESE);
        iterator.setText(text);
        for (int at = iterator.first(); at != BreakIterator.DONE; at = iterator.next()) {
            breaks.add(at);
        }
        return breaks;
    }

    /** Characters of alphabets that follow each other are a word; a space and every other character stand alone. */
    private static List<List<String>> words(String text) {
        var words = new ArrayList<List<String>>();
        var open = new ArrayList<String>();
        for (var cluster : Clusters.of(text)) {
            boolean alphabetic = !stands(cluster) && !cluster.equals(" ");
            if (!alphabetic && !open.isEmpty()) {
                words.add(List.copyOf(open));
                open.clear();
            }
            if (alphabetic) {
                open.add(cluster);
            } else {
                words.add(List.of(cluster));
            }
        }
        if (!open.isEmpty()) {
            words.add(List.copyOf(open));
        }
        return words;
    }

    private static List<List<String>> pieces(List<String> word, Direction direction) {
        boolean across = direction == Direction.VERTICAL && digits(word) && word.size() <= LONGEST_ACROSS;
        return across ? List.of(word) : word.stream().map(List::of).toList();
    }

    private static Cell cell(
            List<String> piece, List<Glyph> glyphs, List<String> word, Direction direction, boolean breakBefore) {
        boolean space = piece.equals(List.of(" "));
        double width = glyphs.stream().mapToDouble(Glyph::width).sum();
        if (direction == Direction.HORIZONTAL) {
            return new Cell(List.copyOf(glyphs), Stand.ALONG, width, breakBefore, space);
        }
        if (digits(word)) {
            return new Cell(List.copyOf(glyphs), Stand.ACROSS, 1, breakBefore, false);
        }
        if (stands(piece.get(0))) {
            return new Cell(glyphs.stream().map(Glyph::upright).toList(), Stand.UPRIGHT, 1, breakBefore, space);
        }
        return new Cell(List.copyOf(glyphs), Stand.TURNED, width, breakBefore, space);
    }

    private static boolean digits(List<String> word) {
        return word.stream().allMatch(cluster -> cluster.length() == 1 && Character.digit(cluster.charAt(0), 10) >= 0);
    }

    /** True for what stands upright in a vertical line (Unicode standard annex 50, as far as the bundled fonts go). */
    private static boolean stands(String cluster) {
        int c = cluster.codePointAt(0);
        boolean halfWidth = (c >= 0xFF61 && c <= 0xFFDC) || (c >= 0xFFE8 && c <= 0xFFEE);
        boolean sign = c == 0x203B || c == 0x2103 || c == 0x2026 || (c >= 0x2460 && c <= 0x24FF);
        return (c >= 0x2E80 && !halfWidth) || sign || (c >= 0x2600 && c <= 0x27BF);
    }

    /** The line in rows of at most this length, in parts of the font size; never empty, however short the rows. */
    List<List<Cell>> wrapped(double length) {
        var rows = new ArrayList<List<Cell>>();
        var row = new ArrayList<Cell>();
        double reached = 0;
        for (var cell : cells) {
            if (reached + cell.advance() > length && !cell.space() && !row.isEmpty()) {
                int from = lastBreak(row, cell);
                var moved = new ArrayList<>(row.subList(from, row.size()));
                rows.add(trimmed(row.subList(0, from)));
                row = moved;
                reached = advance(row);
            }
            if (!(cell.space() && row.isEmpty())) {
                row.add(cell);
                reached += cell.advance();
            }
        }
        rows.add(trimmed(row));
        return List.copyOf(rows);
    }

    private static int lastBreak(List<Cell> row, Cell next) {
        if (next.breakBefore()) {
            return row.size();
        }
        for (int i = row.size() - 1; i > 0; i--) {
            if (row.get(i).breakBefore()) {
                return i;
            }
        }
        return row.size();
    }

    private static List<Cell> trimmed(List<Cell> row) {
        int end = row.size();
        while (end > 0 && row.get(end - 1).space()) {
            end--;
        }
        return List.copyOf(row.subList(0, end));
    }

    static double advance(List<Cell> row) {
        return row.stream().mapToDouble(Cell::advance).sum();
    }

    /** At most so many rows; the last ends with an ellipsis if something was left out. */
    List<List<Cell>> wrapped(double length, int rows, Cell rest) {
        var all = wrapped(length);
        if (all.size() <= rows) {
            return shortened(all, length, rest);
        }
        var kept = new ArrayList<>(all.subList(0, rows));
        kept.set(rows - 1, ended(kept.get(rows - 1), length, rest));
        return List.copyOf(kept);
    }

    /** A single character may be longer than its row. */
    private static List<List<Cell>> shortened(List<List<Cell>> rows, double length, Cell rest) {
        return rows.stream()
                .map(row -> advance(row) <= length ? row : ended(row, length, rest))
                .toList();
    }

    private static List<Cell> ended(List<Cell> row, double length, Cell rest) {
        var kept = new ArrayList<>(row);
        while (!kept.isEmpty() && advance(kept) + rest.advance() > length) {
            kept.remove(kept.size() - 1);
        }
        var ended = new ArrayList<>(trimmed(kept));
        if (advance(ended) + rest.advance() <= length) {
            ended.add(rest);
        }
        return List.copyOf(ended);
    }
}
