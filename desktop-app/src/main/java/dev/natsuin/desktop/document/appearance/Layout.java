package dev.natsuin.desktop.document.appearance;

import dev.natsuin.desktop.document.appearance.Paragraph.Cell;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.appearance.SignatureLook.Rank;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where everything of a look stands in a box. The origin is the lower left corner, as in a form XObject; points.
 *
 * @param width of the box
 * @param height of the box
 * @param rows the text, row by row (in vertical text: column by column)
 * @param seal where the seal stands
 * @param missing characters that no bundled font has; they are drawn as 〓
 * @param withoutRoom the lines, by their place in the look from 0, of which not all had room
 */
record Layout(
        double width,
        double height,
        List<Row> rows,
        Optional<Area> seal,
        Set<String> missing,
        Set<Integer> withoutRoom) {
    private static final double LARGEST = 12;
    private static final double SMALLEST = 4;
    private static final double STEP = 0.25;

    /** From one row to the next, as a part of the font size. */
    private static final double PITCH = 1.3;

    /**
     * A row or column.
     *
     * @param x where it begins: at the left, or in the middle of a column
     * @param y where it begins: at its top
     * @param size of the font
     * @param cells what stands in it
     */
    record Row(double x, double y, double size, List<Cell> cells) {}

    /**
     * A rectangle.
     *
     * @param x of the lower left corner
     * @param y of the lower left corner
     */
    record Area(double x, double y, double width, double height) {}

    /** What text became in an area. */
    private record Text(List<Row> rows, Set<Integer> withoutRoom) {}

    /** A paragraph that is what the line in this place of the look became. */
    private record Numbered(int line, Paragraph paragraph) {}

    static Layout of(SignatureLook look, double width, double height) {
        double margin = Math.min(4, 0.06 * Math.min(width, height));
        var inside = new Area(margin, margin, width - 2 * margin, height - 2 * margin);
        boolean text = look.lines().stream().anyMatch(line -> !line.text().isBlank());
        var sealArea = look.seal().map(seal -> seal(inside, look, seal, text));
        var textArea = sealArea.map(area -> beside(area, inside, margin)).orElse(inside);
        var paragraphs = IntStream.range(0, look.lines().size())
                .filter(at -> !look.lines().get(at).text().isBlank())
                .mapToObj(at -> new Numbered(at, Paragraph.of(look.lines().get(at), look.direction())))
                .toList();
        var missing = new HashSet<String>();
        paragraphs.forEach(each -> missing.addAll(each.paragraph().missing()));
        var set = text ? text(paragraphs, look.direction(), textArea) : new Text(List.of(), Set.of());
        return new Layout(width, height, set.rows(), sealArea, Set.copyOf(missing), set.withoutRoom());
    }

    /**
     * The seal: at the left of a broad box, on top of a narrow one; with vertical text after it, at the left or below.
     */
    private static Area seal(Area inside, SignatureLook look, SealImage seal, boolean text) {
        double share = text ? 0.42 : 1;
        boolean broad = inside.width() >= inside.height();
        double most = broad ? share * inside.width() : inside.width();
        double highest = broad ? inside.height() : share * inside.height();
        double scale = Math.min(most / seal.width(), highest / seal.height());
        double width = scale * seal.width();
        double height = scale * seal.height();
        if (!text) {
            return new Area(
                    inside.x() + (inside.width() - width) / 2,
                    inside.y() + (inside.height() - height) / 2,
                    width,
                    height);
        }
        if (broad) {
            return new Area(inside.x(), inside.y() + (inside.height() - height) / 2, width, height);
        }
        double y = look.direction() == Direction.VERTICAL ? inside.y() : inside.y() + inside.height() - height;
        return new Area(inside.x() + (inside.width() - width) / 2, y, width, height);
    }

    private static Area beside(Area seal, Area inside, double gap) {
        if (inside.width() >= inside.height()) {
            double x = seal.x() + seal.width() + gap;
            return new Area(x, inside.y(), inside.x() + inside.width() - x, inside.height());
        }
        double height = inside.height() - seal.height() - gap;
        return new Area(
                inside.x(),
                seal.y() > inside.y() ? inside.y() : seal.y() + seal.height() + gap,
                inside.width(),
                height);
    }

    private static Text text(List<Numbered> paragraphs, Direction direction, Area area) {
        boolean across = direction == Direction.HORIZONTAL;
        double length = across ? area.width() : area.height();
        double depth = across ? area.height() : area.width();
        for (double size = LARGEST; size >= SMALLEST; size -= STEP) {
            var set = fitting(paragraphs, length, depth, size);
            if (set.isPresent()) {
                return new Text(placed(set.get(), direction, area), Set.of());
            }
        }
        var withoutRoom = new HashSet<Integer>();
        var rest = cut(paragraphs, direction, length, depth, withoutRoom);
        return new Text(placed(rest, direction, area), Set.copyOf(withoutRoom));
    }

    /**
     * Rows of one paragraph.
     *
     * @param size of the font
     */
    private record Block(double size, List<List<Cell>> rows) {}

    private static Optional<List<Block>> fitting(List<Numbered> paragraphs, double length, double depth, double size) {
        var set = new ArrayList<Block>();
        double used = 0;
        for (var each : paragraphs) {
            var paragraph = each.paragraph();
            double own = size * paragraph.rank().scale();
            var rows = paragraph.wrapped(length / own);
            if (rows.stream().anyMatch(row -> Paragraph.advance(row) * own > length)) {
                return Optional.empty();
            }
            set.add(new Block(own, rows));
            used += rows.size() * own * PITCH;
        }
        return used <= depth ? Optional.of(set) : Optional.empty();
    }

    /** Too much for the smallest size: the least of the lines go, then the ends of those that are left. */
    private static List<Block> cut(
            List<Numbered> paragraphs, Direction direction, double length, double depth, Set<Integer> withoutRoom) {
        double size = Math.min(SMALLEST, depth / PITCH);
        int room = Math.max(1, (int) Math.floor(depth / (size * PITCH) + 1e-6));
        var kept = new ArrayList<>(paragraphs);
        while (kept.size() > room) {
            var least = least(kept);
            kept.remove(least);
            withoutRoom.add(least.line());
        }
        int left = room - kept.size();
        var rest = Paragraph.rest(direction);
        var set = new ArrayList<Block>();
        for (var each : kept) {
            var paragraph = each.paragraph();
            var wanted = paragraph.wrapped(length / size);
            int given = Math.min(wanted.size(), 1 + left);
            left -= given - 1;
            if (given < wanted.size() || wanted.stream().anyMatch(row -> Paragraph.advance(row) > length / size)) {
                withoutRoom.add(each.line());
            }
            set.add(new Block(size, paragraph.wrapped(length / size, given, rest)));
        }
        return set;
    }

    private static Numbered least(List<Numbered> paragraphs) {
        for (var rank : List.of(Rank.BODY, Rank.NOTE, Rank.NAME)) {
            var last = paragraphs.stream()
                    .filter(each -> each.paragraph().rank() == rank)
                    .reduce((first, second) -> second);
            if (last.isPresent()) {
                return last.get();
            }
        }
        throw new IllegalArgumentException("no lines");
    }

    private static List<Row> placed(List<Block> set, Direction direction, Area area) {
        boolean across = direction == Direction.HORIZONTAL;
        double used = set.stream()
                .mapToDouble(each -> each.rows().size() * each.size() * PITCH)
                .sum();
        double top = area.y() + area.height();
        double right = area.x() + area.width();
        // The block stands in the middle of its area.
        double reached = Math.max(0, ((across ? area.height() : area.width()) - used) / 2);
        var rows = new ArrayList<Row>();
        for (var paragraph : set) {
            double size = paragraph.size();
            for (var cells : paragraph.rows()) {
                double lead = (PITCH - 1) / 2 * size;
                rows.add(
                        across
                                ? new Row(area.x(), top - reached - lead, size, cells)
                                : new Row(right - reached - PITCH / 2 * size, top, size, cells));
                reached += PITCH * size;
            }
        }
        return List.copyOf(rows);
    }
}
