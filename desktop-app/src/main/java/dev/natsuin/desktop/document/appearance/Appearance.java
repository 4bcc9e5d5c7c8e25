package dev.natsuin.desktop.document.appearance;

import dev.natsuin.desktop.document.appearance.Paragraph.Cell;
import dev.natsuin.desktop.document.appearance.Paragraph.Stand;
import dev.natsuin.desktop.document.pdf.StampBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;

/**
 * A look, drawn in a box: a form XObject with all it needs, ready for a file and for a picture of it.
 *
 * @param form the form XObject; belongs to no document yet, and to only one later
 * @param missing characters that no bundled font has, drawn as 〓
 * @param withoutRoom the lines, by their place in the look from 0, of which not all had room
 */
public record Appearance(COSStream form, Set<String> missing, Set<Integer> withoutRoom) {
    /** What one appearance may add to a file. */
    public static final int LARGEST_BYTES = 38_000;

    private static final int LARGEST_SEAL_BYTES = 14_000;
    private static final List<Integer> LONGEST_LINES = List.of(120, 80, 50, 30, 16);
    private static final double SMALLEST_FRAMED = 16;
    private static final double ASCENT = 0.88;

    /** From the middle of a turned line of Latin letters down to their feet. */
    private static final double FEET = 0.38;

    private static final COSName PIECE_INFO = COSName.getPDFName("PieceInfo");
    private static final DateTimeFormatter PDF_TIME = DateTimeFormatter.ofPattern(
                    "'D:'uuuuMMddHHmmss'+00''00'''", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Copies the sets. */
    public Appearance {
        missing = Set.copyOf(missing);
        withoutRoom = Set.copyOf(withoutRoom);
    }

    /** True if not all of the text had room. */
    public boolean cut() {
        return !withoutRoom.isEmpty();
    }

    /**
     * What the form says to programs, so that its check code can be made anew.
     *
     * @param originalBytes how long the file was before this signature
     * @param checkCode as it is drawn
     * @param time of the signature
     */
    public record Mark(long originalBytes, String checkCode, Instant time) {}

    /**
     * Draws.
     *
     * @param mark what the form says to programs; none in a preview
     */
    public static Appearance of(SignatureLook look, StampBox box, Optional<Mark> mark) throws IOException {
        for (int longest : LONGEST_LINES) {
            var shorter = look.cutTo(longest);
            var appearance = new Drawing(shorter, box).appearance(mark, shortened(look, shorter));
            if (Streams.bytes(appearance.form()) <= LARGEST_BYTES) {
                return appearance;
            }
        }
        throw new IOException("lines so short cannot be so long");
    }

    private static Set<Integer> shortened(SignatureLook look, SignatureLook shorter) {
        return IntStream.range(0, look.lines().size())
                .filter(at -> !look.lines().get(at).equals(shorter.lines().get(at)))
                .boxed()
                .collect(Collectors.toSet());
    }

    /** One drawing. */
    private static final class Drawing {
        private final SignatureLook look;
        private final StampBox box;
        private final Layout layout;
        private final StringBuilder content = new StringBuilder();
        private final Map<Face, EmbeddedFace> faces = new LinkedHashMap<>();
        private final Map<String, FontName> fonts = new LinkedHashMap<>();

        private record FontName(EmbeddedFace face, boolean vertical) {}

        Drawing(SignatureLook look, StampBox box) {
            this.look = look;
            this.box = box;
            this.layout = Layout.of(look, box.width(), box.height());
        }

        Appearance appearance(Optional<Mark> mark, Set<Integer> shortened) throws IOException {
            content.append("q /C cs 0 sc /C CS\n");
            if (box.width() >= SMALLEST_FRAMED && box.height() >= SMALLEST_FRAMED) {
                line("0.6 SC 0.5 w %s %s %s %s re S", 0.25, 0.25, box.width() - 0.5, box.height() - 0.5);
            }
            layout.seal()
                    .ifPresent(at -> line("q %s 0 0 %s %s %s cm /S Do Q", at.width(), at.height(), at.x(), at.y()));
            layout.rows().forEach(this::row);
            content.append("Q\n");
            var form = Streams.deflated(content.toString().getBytes(StandardCharsets.US_ASCII));
            form.setItem(COSName.TYPE, COSName.XOBJECT);
            form.setItem(COSName.SUBTYPE, COSName.FORM);
            form.setItem(COSName.BBOX, numbers(0, 0, box.width(), box.height()));
            form.setItem(COSName.MATRIX, matrix());
            form.setItem(COSName.RESOURCES, resources());
            if (mark.isPresent()) {
                var time = PDF_TIME.format(mark.get().time());
                form.setItem(COSName.LAST_MODIFIED, new COSString(time));
                form.setItem(PIECE_INFO, pieceInfo(mark.get(), time));
            }
            var withoutRoom = new HashSet<>(layout.withoutRoom());
            withoutRoom.addAll(shortened);
            return new Appearance(form, layout.missing(), withoutRoom);
        }

        private void row(Layout.Row row) {
            double along = 0;
            for (var cells : together(row.cells())) {
                var stand = cells.get(0).stand();
                double advance = Paragraph.advance(cells);
                if (!cells.stream().allMatch(Cell::space)) {
                    show(cells, stand, row, along * row.size());
                }
                along += advance;
            }
        }

        /** Neighbours that one string shows. */
        private static List<List<Cell>> together(List<Cell> cells) {
            var runs = new ArrayList<List<Cell>>();
            for (var cell : cells) {
                var last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
                if (last == null || !sameFont(last.get(0), cell) || cell.stand() == Stand.ACROSS) {
                    last = new ArrayList<>();
                    runs.add(last);
                }
                last.add(cell);
            }
            return runs;
        }

        private static boolean sameFont(Cell one, Cell other) {
            var face = one.glyphs().get(0).face();
            return one.stand() == other.stand()
                    && one.glyphs().stream().allMatch(glyph -> glyph.face() == face)
                    && other.glyphs().stream().allMatch(glyph -> glyph.face() == face);
        }

        private void show(List<Cell> cells, Stand stand, Layout.Row row, double along) {
            double size = row.size();
            double x = row.x();
            double y = row.y();
            var glyphs = cells.stream().flatMap(cell -> cell.glyphs().stream()).toList();
            // A cell of glyphs from several fonts cannot be: a letter and its marks are taken from one.
            var face = faces.computeIfAbsent(glyphs.get(0).face(), EmbeddedFace::new);
            var font = font(face, stand == Stand.UPRIGHT);
            var shown = face.shown(glyphs);
            switch (stand) {
                case ALONG -> text(font, size, shown, 1, 0, 0, 1, x + along, y - ASCENT * size);
                case UPRIGHT -> text(font, size, shown, 1, 0, 0, 1, x, y - along);
                case TURNED -> text(font, size, shown, 0, -1, 1, 0, x - FEET * size, y - along);
                case ACROSS -> {
                    double width =
                            glyphs.stream().mapToDouble(Faces.Glyph::width).sum();
                    double narrowed = Math.min(1, 1 / width);
                    text(
                            font,
                            size,
                            shown,
                            narrowed,
                            0,
                            0,
                            1,
                            x - narrowed * width * size / 2,
                            y - along - ASCENT * size);
                }
            }
        }

        private String font(EmbeddedFace face, boolean vertical) {
            var wanted = new FontName(face, vertical);
            for (var entry : fonts.entrySet()) {
                if (entry.getValue().equals(wanted)) {
                    return entry.getKey();
                }
            }
            var name = "F" + (fonts.size() + 1);
            fonts.put(name, wanted);
            return name;
        }

        private void text(
                String font, double size, String shown, double a, double b, double c, double d, double e, double f) {
            line("BT /" + font + " %s Tf %s %s %s %s %s %s Tm " + shown + " Tj ET", size, a, b, c, d, e, f);
        }

        private void line(String operators, double... values) {
            var numbers = Arrays.stream(values).mapToObj(Drawing::number).toArray();
            content.append(operators.formatted(numbers)).append('\n');
        }

        private static String number(double value) {
            var text = String.format(Locale.ROOT, "%.3f", value);
            return text.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
        }

        /** Turns the form against the page, so that it stands upright when the page is shown. */
        private COSArray matrix() {
            return switch (box.rotation()) {
                case 90 -> numbers(0, 1, -1, 0, box.height(), 0);
                case 180 -> numbers(-1, 0, 0, -1, box.width(), box.height());
                case 270 -> numbers(0, -1, 1, 0, 0, box.width());
                default -> numbers(1, 0, 0, 1, 0, 0);
            };
        }

        private COSDictionary resources() throws IOException {
            var resources = new COSDictionary();
            var spaces = new COSDictionary();
            spaces.setItem("C", grey());
            resources.setItem(COSName.COLORSPACE, spaces);
            if (!fonts.isEmpty()) {
                var named = new COSDictionary();
                for (var entry : fonts.entrySet()) {
                    named.setItem(
                            entry.getKey(),
                            entry.getValue().face().object(entry.getValue().vertical()));
                }
                resources.setItem(COSName.FONT, named);
            }
            if (layout.seal().isPresent() && look.seal().isPresent()) {
                var images = new COSDictionary();
                images.setItem("S", look.seal().get().object(box.flat(), LARGEST_SEAL_BYTES));
                resources.setItem(COSName.XOBJECT, images);
            }
            return resources;
        }

        /** Black that needs no profile of the document's (ISO 19005-1 §6.2.3). */
        private static COSArray grey() {
            var parameters = new COSDictionary();
            parameters.setItem(COSName.getPDFName("WhitePoint"), numbers(0.9505, 1, 1.089));
            parameters.setItem(COSName.getPDFName("Gamma"), new COSFloat(2.2f));
            var space = new COSArray();
            space.add(COSName.getPDFName("CalGray"));
            space.add(parameters);
            return space;
        }

        private static COSDictionary pieceInfo(Mark mark, String time) {
            var own = new COSDictionary();
            own.setLong(COSName.getPDFName("OriginalBytes"), mark.originalBytes());
            own.setString("CheckCode", mark.checkCode());
            var piece = new COSDictionary();
            piece.setItem(COSName.LAST_MODIFIED, new COSString(time));
            piece.setItem(COSName.getPDFName("Private"), own);
            var info = new COSDictionary();
            info.setItem(COSName.getPDFName("Natsuin"), piece);
            return info;
        }

        private static COSArray numbers(double... values) {
            var numbers = new COSArray();
            for (double value : values) {
                numbers.add(new COSFloat((float) value));
            }
            return numbers;
        }
    }
}
