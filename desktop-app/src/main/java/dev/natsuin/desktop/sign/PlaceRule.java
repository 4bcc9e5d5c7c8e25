package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.SignField;
import dev.natsuin.desktop.desk.SignOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the signatures of many documents will be seen, each by its own pages, fields and texts. */
public sealed interface PlaceRule {
    /** From the edges of the page, in points: half an inch. */
    double MARGIN = 36;

    /** The size to begin with, in points. */
    double WIDTH = 190;

    double HEIGHT = 64;

    /**
     * A size in points.
     *
     * @param width in points
     * @param height in points
     */
    record Size(double width, double height) {}

    /** A corner of a page. */
    enum Corner {
        UPPER_LEFT,
        UPPER_RIGHT,
        LOWER_LEFT,
        LOWER_RIGHT;

        boolean left() {
            return this == UPPER_LEFT || this == LOWER_LEFT;
        }

        boolean upper() {
            return this == UPPER_LEFT || this == UPPER_RIGHT;
        }
    }

    /** What is asked of first. */
    PlaceRule FIRST = new InField(Optional.empty(), new AtCorner(true, Corner.LOWER_RIGHT, WIDTH, HEIGHT));

    /**
     * In a corner of the first or the last page.
     *
     * @param last true for the last page
     * @param corner within the margin
     * @param width in points
     * @param height in points
     */
    record AtCorner(boolean last, Corner corner, double width, double height) implements PlaceRule {
        @Override
        public Optional<Spot> in(DocumentFacts document) {
            var page = last ? document.pages() : 1;
            return sizeOf(document, page).map(size -> {
                var wide = Math.min(width, size.widthPoints());
                var high = Math.min(height, size.heightPoints());
                var margin = Math.min(MARGIN, Math.min(size.widthPoints() - wide, size.heightPoints() - high) / 2);
                var left = corner.left() ? margin : size.widthPoints() - margin - wide;
                var top = corner.upper() ? margin : size.heightPoints() - margin - high;
                return new Spot(page, left, top, wide, high).within(size);
            });
        }

        @Override
        public Size size() {
            return new Size(width, height);
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "corner %s %s %.2f %.2f", last ? "last" : "first", corner, width, height);
        }
    }

    /**
     * In an empty signature field; where there is none, elsewhere.
     *
     * @param name of the field; empty: the first there is
     * @param otherwise where there is no such field
     */
    record InField(Optional<String> name, AtCorner otherwise) implements PlaceRule {
        @Override
        public Optional<Spot> in(DocumentFacts document) {
            return document.fields().stream()
                    .filter(field -> name.isEmpty() || name.get().equals(field.name()))
                    .findFirst()
                    .map(Spot::of)
                    .or(() -> otherwise.in(document));
        }

        @Override
        public Size size() {
            return otherwise.size();
        }

        @Override
        public String text() {
            return otherwise.text().replaceFirst("corner", "field")
                    + name.map(named -> " " + named).orElse("");
        }
    }

    /**
     * Where somebody put it, kept on the page.
     *
     * @param page from 1, or from the end if negative; the last where there are fewer
     * @param x in points from the left edge
     * @param y in points from the upper edge
     * @param width in points
     * @param height in points
     */
    record AsPlaced(int page, double x, double y, double width, double height) implements PlaceRule {
        @Override
        public Optional<Spot> in(DocumentFacts document) {
            var wanted = page > 0 ? page : document.pages() + 1 + page;
            var there = Math.max(1, Math.min(wanted, document.pages()));
            return sizeOf(document, there).map(size -> new Spot(there, x, y, width, height).within(size));
        }

        @Override
        public Size size() {
            return new Size(width, height);
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "placed %d %.2f %.2f %.2f %.2f", page, x, y, width, height);
        }
    }

    /**
     * Beside a text, wherever it stands in each document.
     *
     * @param anchor the text and the size of the signature; a text without a letter stands nowhere
     */
    record Beside(SignOptions.Anchor anchor) implements PlaceRule {
        /** Longer texts are not looked for. */
        public static final int LONGEST = 200;

        /** Facts do not say where texts stand: whoever reads the document does. */
        @Override
        public Optional<Spot> in(DocumentFacts document) {
            return Optional.empty();
        }

        @Override
        public Size size() {
            return new Size(anchor.width(), anchor.height());
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "beside %s %.2f %.2f %s",
                    anchor.which(),
                    anchor.width(),
                    anchor.height(),
                    anchor.text());
        }
    }

    /**
     * Where the signature of this document will be seen; empty if that takes more than its facts, or it has no pages.
     */
    Optional<Spot> in(DocumentFacts document);

    /** How large signatures are by this rule; one in a field is as large as its field. */
    Size size();

    /** The rule in one line, as {@link #read} takes it. */
    String text();

    private static Optional<PageSize> sizeOf(DocumentFacts document, int page) {
        return page >= 1 && page <= document.sizes().size()
                ? Optional.of(document.sizes().get(page - 1))
                : Optional.empty();
    }

    /** The rule of a line; {@link #FIRST} if it is none. */
    static PlaceRule read(String text) {
        var words = List.of(text.split(" ", 6));
        try {
            return switch (words.get(0)) {
                case "corner" -> corner(words);
                case "field" ->
                    new InField(words.size() > 5 ? Optional.of(words.get(5)) : Optional.empty(), corner(words));
                case "placed" ->
                    new AsPlaced(
                            Integer.parseInt(words.get(1)),
                            number(words.get(2)),
                            number(words.get(3)),
                            size(words.get(4)),
                            size(words.get(5)));
                case "beside" -> beside(text.split(" ", 5));
                default -> FIRST;
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return FIRST;
        }
    }

    private static Beside beside(String[] words) {
        if (words[4].length() > Beside.LONGEST) {
            throw new IllegalArgumentException("longer than any that is looked for");
        }
        return new Beside(new SignOptions.Anchor(
                words[4], SignOptions.Anchor.Which.valueOf(words[1]), size(words[2]), size(words[3])));
    }

    private static AtCorner corner(List<String> words) {
        return new AtCorner(
                words.get(1).equals("last"), Corner.valueOf(words.get(2)), size(words.get(3)), size(words.get(4)));
    }

    private static double size(String text) {
        return Math.max(Spot.SMALLEST, number(text));
    }

    private static double number(String text) {
        var number = Double.parseDouble(text);
        if (!(Math.abs(number) < 1e5)) {
            throw new IllegalArgumentException("not on any page");
        }
        return number;
    }

    /** The rule that puts the signatures of all documents where this one's is. */
    static PlaceRule like(Spot spot, DocumentFacts document) {
        if (spot.field().isPresent()) {
            return new InField(spot.field(), new AtCorner(true, Corner.LOWER_RIGHT, WIDTH, HEIGHT));
        }
        var last = spot.page() == document.pages();
        return new AsPlaced(last ? -1 : spot.page(), spot.x(), spot.y(), spot.width(), spot.height());
    }

    /** True if a field of this name stands in the document. */
    static Optional<SignField> fieldAt(DocumentFacts document, int page, double x, double y) {
        return document.fields().stream()
                .filter(field -> field.place().page() == page)
                .filter(field -> x >= field.place().x()
                        && x <= field.place().x() + field.place().width())
                .filter(field -> y >= field.place().y()
                        && y <= field.place().y() + field.place().height())
                .findFirst();
    }
}
