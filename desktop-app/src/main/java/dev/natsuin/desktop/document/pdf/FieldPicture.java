package dev.natsuin.desktop.document.pdf;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * What a reader sees in the picture of a field: lines of text, in the order in which they are read.
 *
 * <p>A picture that draws anything else is an error, and so is text that is drawn but not read so: backwards, apart,
 * beside the field, too small, in the colour of what is behind it, cut away. Before the text there may be what frames a
 * field: a ground, a border, bars over its whole width, the lines of its cells.
 */
final class FieldPicture extends PDFGraphicsStreamEngine {
    private static final Set<String> SHAPES = Set.of("re", "f", "f*", "F", "n", "W", "W*", "m", "l", "h", "S", "s");
    private static final Set<String> TEXTS = Set.of("Tj", "TJ", "'", "\"");
    private static final Set<String> OTHERS = Set.of(
            "q", "Q", "BMC", "BDC", "EMC", "BT", "ET", "Tf", "Tm", "Td", "TD", "T*", "TL", "Tc", "Tw", "Tz", "g", "G",
            "rg", "RG", "k", "K", "w", "J", "j", "M", "d", "cm", "sc", "SC", "cs", "CS");
    private static final Set<String> COLOURS = Set.of("DeviceGray", "DeviceRGB", "DeviceCMYK");
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SHAPES = 2_000;
    private static final double SMALLEST_TEXT = 4;
    private static final double NEARLY = 1;
    /** How far letters reach below and above their foot, in parts of their size. */
    private static final double LOWEST = 0.19;

    private static final double HIGHEST = 1;
    /** From here on what is between two letters is read as a space, in parts of their size. */
    private static final double SPACE = 0.15;

    private static final Pattern BLANK = Pattern.compile("[\\s\\u00A0\\u3000]*");
    private static final int CONTRAST = 60;
    private static final int WHITE = 0xFFFFFF;

    private final Rectangle2D box;
    private final Frame frame;
    private final Set<COSName> fonts;
    private final List<Ground> grounds = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private Path2D path = new Path2D.Double();
    private boolean clips;

    /**
     * What the signed field says of its looks.
     *
     * @param width of its rectangle
     * @param height of its rectangle
     * @param rotation of what it shows, in degrees
     * @param border how wide its border is
     * @param cells into how many equal parts it is divided; 0 if it is not
     * @param ink the colour that it says its text has
     */
    record Frame(double width, double height, int rotation, double border, int cells, int ink) {
        private double edge() {
            return Math.min(2 * border + 2, Math.min(width, height) / 3);
        }
    }

    /** A surface in one colour. */
    private record Ground(Path2D shape, int rgb, boolean bar) {}

    /**
     * One letter.
     *
     * @param x where it begins, along its line
     * @param end where the next one may begin
     * @param y of its foot
     * @param size of its font
     */
    private record Letter(String text, double x, double end, double y, double size, boolean bar) {
        boolean blank() {
            return isBlank(text);
        }
    }

    /**
     * One line.
     *
     * @param text with one space wherever there is room for one or more
     * @param bar true if there is a bar behind it
     * @param full true if there is no room for more
     * @param shown true if it lies in the field, and not above or below
     */
    record Line(String text, boolean bar, boolean full, boolean shown) {}

    private FieldPicture(Rectangle2D box, Frame frame, Set<COSName> fonts) {
        super(new PDPage());
        this.box = box;
        this.frame = frame;
        this.fonts = fonts;
    }

    /**
     * Reads a picture.
     *
     * @param fonts by the names that the picture may use
     * @param longestGap how many spaces may follow each other in what it shows
     * @throws IOException if it is more, or something else, than such a text
     */
    static List<Line> lines(COSStream picture, Frame frame, COSDictionary fonts, int longestGap) throws IOException {
        PlainStream.limit(picture, MOST_BYTES);
        var form = new PDFormXObject(picture) {
            @Override
            public Matrix getMatrix() {
                return new Matrix();
            }

            @Override
            public PDResources getResources() {
                var resources = new COSDictionary();
                resources.setItem(COSName.FONT, fonts);
                return new PDResources(resources);
            }
        };
        var corners = Optional.ofNullable(picture.getCOSArray(COSName.BBOX))
                .filter(array -> array.size() == 4)
                .map(PDRectangle::new)
                .orElseThrow(() -> new IOException("a picture without a size"));
        var box = new Rectangle2D.Double(
                corners.getLowerLeftX(), corners.getLowerLeftY(), corners.getWidth(), corners.getHeight());
        boolean lies = frame.rotation() % 180 != 0;
        if (Math.abs(box.width - (lies ? frame.height() : frame.width())) > NEARLY
                || Math.abs(box.height - (lies ? frame.width() : frame.height())) > NEARLY) {
            // Also where a program turns the text and not the picture.
            if (Math.abs(box.width - frame.width()) > NEARLY || Math.abs(box.height - frame.height()) > NEARLY) {
                throw new IOException("a picture of another size than its field");
            }
        }
        var reading = new FieldPicture(box, frame, Set.copyOf(fonts.keySet()));
        reading.turnedBy = reading.turn(picture);
        reading.processChildStream(form, new PDPage());
        return reading.read(longestGap);
    }

    private int turnedBy;

    /** How far the text itself has to be turned: the picture is, or its text is, or neither needs to be. */
    private int turn(COSStream picture) throws IOException {
        var array = picture.getCOSArray(COSName.MATRIX);
        var matrix = array == null || array.size() != 6
                ? new AffineTransform()
                : Matrix.createMatrix(array).createAffineTransform();
        for (int turn : new int[] {frame.rotation(), 0}) {
            var wanted = AffineTransform.getRotateInstance(Math.toRadians(turn));
            if (Math.abs(matrix.getScaleX() - wanted.getScaleX()) < 1e-3
                    && Math.abs(matrix.getShearY() - wanted.getShearY()) < 1e-3
                    && Math.abs(matrix.getShearX() - wanted.getShearX()) < 1e-3
                    && Math.abs(matrix.getScaleY() - wanted.getScaleY()) < 1e-3) {
                return Math.floorMod(frame.rotation() - turn, 360);
            }
        }
        throw new IOException("a picture that is turned");
    }

    // What there may be.

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        var name = operator.getName();
        boolean shape = SHAPES.contains(name);
        if (!shape && !TEXTS.contains(name) && !OTHERS.contains(name)) {
            throw new IOException("a picture of more than text");
        }
        if (name.equals("Tf") && (operands.isEmpty() || !fonts.contains(operands.get(0)))) {
            throw new IOException("a font that was not signed");
        }
        if (TEXTS.contains(name) && getGraphicsState().getTextState().getFont() == null) {
            throw new IOException("text without a font");
        }
        if ((name.equals("cs") || name.equals("CS"))
                && !(operands.size() == 1
                        && operands.get(0) instanceof COSName space
                        && COLOURS.contains(space.getName()))) {
            throw new IOException("a colour that was not signed");
        }
        super.processOperator(operator, operands);
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception)
            throws IOException {
        throw exception;
    }

    @Override
    protected void showGlyph(Matrix at, PDFont font, int code, Vector displacement) throws IOException {
        var text = font.toUnicode(code);
        if (text == null || !(font instanceof PDVectorFont shapes)) {
            throw new IOException("a character without a meaning");
        }
        if (isBlank(text) != shapes.getNormalizedPath(code).getBounds2D().isEmpty()) {
            throw new IOException("a character of another look");
        }
        var matrix = at.createAffineTransform();
        matrix.preConcatenate(AffineTransform.getRotateInstance(Math.toRadians(-turnedBy)));
        double wide = matrix.getScaleX();
        double high = matrix.getScaleY();
        boolean upright = wide > 0
                && high > 0
                && wide < 2 * high
                && high < 2 * wide
                && Math.abs(matrix.getShearX()) < 0.01 * high
                && Math.abs(matrix.getShearY()) < 0.01 * wide;
        if (!upright) {
            throw new IOException("text that is turned or stretched");
        }
        double x = matrix.getTranslateX();
        double end = x + displacement.getX() * wide;
        var middle = at.transformPoint(displacement.getX() / 2, 0.3f);
        if (!isBlank(text)) {
            isSeen(middle);
        }
        boolean bar = grounds.stream()
                .anyMatch(ground -> ground.bar() && ground.shape().contains(middle));
        letters.add(new Letter(text, x, end, matrix.getTranslateY(), high, bar));
    }

    private static boolean isBlank(String text) {
        return BLANK.matcher(text).matches();
    }

    private void isSeen(Point2D middle) throws IOException {
        double across = Math.min(2 * frame.edge(), box.getWidth() / 4);
        double up = Math.min(2 * frame.edge(), box.getHeight() / 3);
        var inner = new Rectangle2D.Double(
                box.getX() + across, box.getY() + up, box.getWidth() - 2 * across, box.getHeight() - 2 * up);
        var clip = getGraphicsState().getCurrentClippingPath();
        if (!clip.contains(inner)) {
            throw new IOException("text that is cut away");
        }
        int ink = rgb(getGraphicsState().getNonStrokingColor());
        int behind = -1;
        for (var ground : grounds) {
            behind = ground.shape().contains(middle) ? ground.rgb() : behind;
        }
        boolean seen = behind < 0 ? ink == frame.ink() || differ(ink, WHITE) : differ(ink, behind);
        if (!seen) {
            throw new IOException("text in the colour of what is behind it");
        }
    }

    private static boolean differ(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) >= CONTRAST) {
                return true;
            }
        }
        return false;
    }

    private static int rgb(PDColor colour) throws IOException {
        return colour.toRGB() & WHITE;
    }

    // What it says.

    private List<Line> read(int longestGap) throws IOException {
        var lines = new ArrayList<Line>();
        var line = new ArrayList<Letter>();
        double size = letters.isEmpty() ? 0 : letters.get(0).size();
        for (var letter : letters) {
            if (letter.blank()) {
                continue;
            }
            if (Math.abs(letter.size() - size) > 0.02 * size || size < Math.min(SMALLEST_TEXT, 0.4 * box.getHeight())) {
                throw new IOException("text of another size, or too small");
            }
            if (!line.isEmpty()) {
                var last = line.get(line.size() - 1);
                double down = last.y() - letter.y();
                if (Math.abs(down) > 0.3 * size) {
                    if (down < 0.7 * size || down > 3 * size) {
                        throw new IOException("lines that do not follow each other");
                    }
                    lines.add(line(line));
                    line.clear();
                } else {
                    follows(last, letter, longestGap);
                }
            }
            line.add(letter);
        }
        if (!line.isEmpty()) {
            lines.add(line(line));
        }
        if (!lines.isEmpty() && !lines.get(0).shown()) {
            throw new IOException("text beside its field");
        }
        return List.copyOf(lines);
    }

    private void follows(Letter last, Letter next, int longestGap) throws IOException {
        double size = last.size();
        double room = (1 + longestGap) * size;
        if (frame.cells() > 0) {
            room = Math.max(room, 1.1 * (1 + longestGap) * frame.width() / frame.cells());
        }
        if (next.x() < last.end() - 0.3 * size || next.x() <= last.x() || next.x() > last.end() + room) {
            throw new IOException("letters that do not follow each other");
        }
    }

    private Line line(List<Letter> line) throws IOException {
        var seen = turned(box);
        var text = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            text.append(i > 0 && isApart(line.get(i - 1), line.get(i)) ? " " : "")
                    .append(line.get(i).text());
        }
        double from = line.get(0).x();
        double to = line.get(line.size() - 1).end();
        double inside = Math.min(to, seen.getMaxX()) - Math.max(from, seen.getMinX());
        // What is too long for its field is cut at its sides; it shows as much as there is room for.
        if (inside < 0.9 * Math.min(to - from, seen.getWidth()) - NEARLY) {
            throw new IOException("text beside its field");
        }
        double foot = line.get(0).y();
        double size = line.get(0).size();
        boolean shown = foot > seen.getMinY() - 0.4 * size && foot < seen.getMaxY() - 0.3 * size;
        boolean full = to > seen.getMaxX() - 3 * size;
        return new Line(text.toString(), line.stream().allMatch(Letter::bar), full, shown);
    }

    private boolean isApart(Letter last, Letter next) {
        return frame.cells() > 0
                ? next.x() - last.x() > 1.5 * frame.width() / frame.cells()
                : next.x() - last.end() > SPACE * last.size();
    }

    private Rectangle2D turned(Rectangle2D rectangle) {
        return AffineTransform.getRotateInstance(Math.toRadians(-turnedBy))
                .createTransformedShape(rectangle)
                .getBounds2D();
    }

    // What may be behind it.

    private void surface() throws IOException {
        if (grounds.size() >= MOST_SHAPES) {
            throw new IOException("a picture of more than text");
        }
        for (var part : parts()) {
            boolean bar = isBar(part);
            isBesideText(part, 0);
            if (!bar && !isAlongTheEdge(part)) {
                throw new IOException("a picture of more than text");
            }
            boolean whole = part.getBounds2D().getHeight() > box.getHeight() - 2 * frame.edge();
            grounds.add(new Ground(part, rgb(getGraphicsState().getNonStrokingColor()), bar && !whole));
        }
        path.reset();
    }

    private void lines() throws IOException {
        double width = Math.abs(transformWidth(getGraphicsState().getLineWidth()));
        for (var part : parts()) {
            isBesideText(part, width);
            if (width > frame.edge() || !(isAlongTheEdge(part) || isBetweenCells(part))) {
                throw new IOException("a picture of more than text");
            }
        }
        path.reset();
    }

    /** What comes behind a letter must not touch it. */
    private void isBesideText(Path2D part, double width) throws IOException {
        var bounds = turned(part.getBounds2D());
        for (var letter : letters) {
            double size = letter.size();
            boolean across = bounds.getMaxX() + width > letter.x() && bounds.getMinX() - width < letter.end();
            boolean up = bounds.getMaxY() + width > letter.y() - LOWEST * size
                    && bounds.getMinY() - width < letter.y() + HIGHEST * size;
            if (!letter.blank() && across && up) {
                throw new IOException("a picture with something over its text");
            }
        }
    }

    /** Each of the path's lines and outlines. */
    private List<Path2D> parts() {
        var parts = new ArrayList<Path2D>();
        var at = new double[6];
        for (var each = path.getPathIterator(null); !each.isDone(); each.next()) {
            int kind = each.currentSegment(at);
            if (kind == PathIterator.SEG_MOVETO || parts.isEmpty()) {
                var part = new Path2D.Double();
                part.moveTo(at[0], at[1]);
                parts.add(part);
            } else if (kind == PathIterator.SEG_LINETO) {
                parts.get(parts.size() - 1).lineTo(at[0], at[1]);
            } else {
                parts.get(parts.size() - 1).closePath();
            }
        }
        return parts;
    }

    private static List<Point2D> corners(Path2D part) {
        var corners = new ArrayList<Point2D>();
        var at = new double[6];
        for (var each = part.getPathIterator(null); !each.isDone(); each.next()) {
            if (each.currentSegment(at) == PathIterator.SEG_CLOSE) {
                corners.add(corners.get(0));
            } else {
                corners.add(new Point2D.Double(at[0], at[1]));
            }
        }
        return corners;
    }

    /** A rectangle from one side of the field to the other. */
    private boolean isBar(Path2D part) {
        var bounds = part.getBounds2D();
        double edge = frame.edge();
        boolean straight = corners(part).stream()
                .allMatch(corner -> (corner.getX() == bounds.getMinX() || corner.getX() == bounds.getMaxX())
                        && (corner.getY() == bounds.getMinY() || corner.getY() == bounds.getMaxY()));
        return straight && bounds.getMinX() <= box.getMinX() + edge && bounds.getMaxX() >= box.getMaxX() - edge;
    }

    private boolean isAlongTheEdge(Path2D part) {
        var corners = corners(part);
        for (int i = 0; i + 1 < corners.size(); i++) {
            var one = corners.get(i);
            var other = corners.get(i + 1);
            boolean along = (nearX(one, box.getMinX()) && nearX(other, box.getMinX()))
                    || (nearX(one, box.getMaxX()) && nearX(other, box.getMaxX()))
                    || (nearY(one, box.getMinY()) && nearY(other, box.getMinY()))
                    || (nearY(one, box.getMaxY()) && nearY(other, box.getMaxY()));
            if (!along) {
                return false;
            }
        }
        return true;
    }

    private boolean nearX(Point2D point, double side) {
        return Math.abs(point.getX() - side) <= frame.edge();
    }

    private boolean nearY(Point2D point, double side) {
        return Math.abs(point.getY() - side) <= frame.edge();
    }

    private boolean isBetweenCells(Path2D part) {
        var bounds = part.getBounds2D();
        double cell = frame.cells() == 0 ? 0 : box.getWidth() / frame.cells();
        double off = cell == 0 ? 0 : (bounds.getMinX() - box.getMinX()) / cell;
        return cell > 0 && bounds.getWidth() == 0 && Math.abs(off - Math.round(off)) * cell <= 2;
    }

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        path.moveTo(p0.getX(), p0.getY());
        path.lineTo(p1.getX(), p1.getY());
        path.lineTo(p2.getX(), p2.getY());
        path.lineTo(p3.getX(), p3.getY());
        path.closePath();
    }

    @Override
    public void moveTo(float x, float y) {
        path.moveTo(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        if (path.getCurrentPoint() == null) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        throw new IllegalStateException("no operator here makes one");
    }

    @Override
    public Point2D getCurrentPoint() {
        return path.getCurrentPoint();
    }

    @Override
    public void closePath() {
        if (path.getCurrentPoint() != null) {
            path.closePath();
        }
    }

    @Override
    public void clip(int windingRule) {
        clips = true;
    }

    private void ends() {
        if (clips) {
            getGraphicsState().intersectClippingPath(new Area(path));
            clips = false;
        }
    }

    @Override
    public void endPath() {
        ends();
        path.reset();
    }

    @Override
    public void strokePath() throws IOException {
        ends();
        lines();
    }

    @Override
    public void fillPath(int windingRule) throws IOException {
        ends();
        surface();
    }

    @Override
    public void fillAndStrokePath(int windingRule) throws IOException {
        throw new IOException("a picture of more than text");
    }

    @Override
    public void shadingFill(COSName shadingName) throws IOException {
        throw new IOException("a picture of more than text");
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
        throw new IOException("a picture of more than text");
    }
}
