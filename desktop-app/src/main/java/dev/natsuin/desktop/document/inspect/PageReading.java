package dev.natsuin.desktop.document.inspect;

import java.awt.geom.Area;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.state.EmptyGraphicsStackException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a page paints, in order, and notes each character and picture of which it is doubtful whether it is seen.
 *
 * <p>Doubts are generous (boxes, not shapes): whether something is seen is settled by {@link Unseen}.
 */
final class PageReading extends PDFGraphicsStreamEngine {
    private static final double COVERED_ENOUGH = 0.6;
    private static final double PICTURE_COVERED_ENOUGH = 0.9;
    private static final double TINY_POINTS = 1.0;
    private static final double SMALLEST_PICTURE_POINTS = 8;
    private static final double SMALLEST_GROUND_POINTS = 3;
    private static final double THICK_POINTS = 2;
    private static final int LIGHT = 0xD0;
    private static final int NEAR = 40;
    private static final double TRANSPARENT = 0.25;
    private static final int MOST_GROUNDS = 4000;
    private static final int MOST_PICTURES = 2000;
    private static final int LONGEST_SPOT = 200;

    /** Between words, as a part of the letters around. */
    private static final double WORD_GAP = 0.25;

    /** Gaps in a line of a table or a program, as a multiple of its letters. */
    private static final double FARTHEST_WORD = 16;

    private final Layers layers;
    private final Budget budget;
    private final Identities identities;
    private final Fonts fonts;
    private final Rectangle2D shown;
    private final double tinySize;
    private final Grid grid;
    private final List<Ink> characters = new ArrayList<>();
    private final List<Ink> pictures = new ArrayList<>();
    private final List<Rectangle2D> scans = new ArrayList<>();
    private final List<Rectangle2D> invisible = new ArrayList<>();
    private final List<Rectangle2D> lines = new ArrayList<>();
    private final List<Ground> grounds = new ArrayList<>();
    private final StringBuilder heard = new StringBuilder();
    private final List<Spot> spots = new ArrayList<>();
    private final IdentityHashMap<PDColor, Integer> colours = new IdentityHashMap<>();
    private Rectangle2D.@Nullable Double path;
    private @Nullable Point2D current;
    private boolean clips;
    private int hiddenDepth;
    private boolean hidden;
    private boolean inCharacter;
    /** What the character that is a drawing has painted so far. */
    private @Nullable Rectangle2D drawn;

    private boolean listening;
    private boolean apart;
    private final Set<Integer> picturesApart = new HashSet<>();
    private int segmentsApart;
    private int tiny;
    private int outside;
    private int cut;
    private Rectangle2D.@Nullable Float last;
    private boolean lastSeen;
    private boolean hiddenLayerInk;
    private String hiddenLayer = "";
    private int segments;
    private boolean unread;

    /** A place, and what is written there. */
    static final class Spot {
        private final Rectangle2D box;
        private final StringBuilder text = new StringBuilder();
        private Rectangle2D.@Nullable Float last;

        private Spot(Rectangle2D box) {
            this.box = box;
        }

        /** With a space between words. */
        String text() {
            return text.toString();
        }

        /** What is taller than the place is not covered by what comes there: a watermark across the page, say. */
        private void write(String character, Rectangle2D.Float at) {
            if (!box.contains(at.getCenterX(), at.getCenterY())
                    || Math.min(at.height, at.width) > Math.min(box.getHeight(), box.getWidth())
                    || text.length() >= LONGEST_SPOT) {
                return;
            }
            if (last != null) {
                double size = Math.max(Math.max(at.height, last.height), Math.max(at.width, last.width));
                double beside = Math.max(at.getMinX() - last.getMaxX(), last.getMinX() - at.getMaxX());
                double below = Math.max(at.getMinY() - last.getMaxY(), last.getMinY() - at.getMaxY());
                if (Math.max(beside, below) > WORD_GAP * size) {
                    text.append(' ');
                }
            }
            text.append(character);
            last = at;
        }
    }

    /** A part of the page in one colour. */
    private record Ground(Rectangle2D box, int rgb) {}

    PageReading(PDPage page, Layers layers, Identities identities, Fonts fonts, Budget budget) {
        super(page);
        this.layers = layers;
        this.identities = identities;
        this.fonts = fonts;
        this.budget = budget;
        this.tinySize = TINY_POINTS / page.getUserUnit();
        var crop = page.getCropBox();
        this.shown = new Rectangle2D.Double(
                crop.getLowerLeftX(),
                crop.getLowerLeftY(),
                Math.max(1, crop.getWidth()),
                Math.max(1, crop.getHeight()));
        this.grid = new Grid(budget);
    }

    /** Numbers for fonts and pictures, the same for every reading of one document. */
    static final class Identities {
        private final IdentityHashMap<COSBase, Integer> numbers = new IdentityHashMap<>();

        int of(COSBase object) {
            return numbers.computeIfAbsent(object, o -> numbers.size());
        }
    }

    static Ink.Key key(int what, int code, Matrix at) {
        return new Ink.Key(
                what,
                code,
                at.getScaleX(),
                at.getShearY(),
                at.getShearX(),
                at.getScaleY(),
                at.getTranslateX(),
                at.getTranslateY());
    }

    // What came of it.

    /** Characters and pictures that may not be seen. */
    List<Ink> doubtful() {
        var found = new ArrayList<Ink>();
        characters.stream().filter(ink -> ink.doubt() != Ink.Doubt.NONE).forEach(found::add);
        pictures.stream().filter(ink -> ink.doubt() != Ink.Doubt.NONE).forEach(found::add);
        return found;
    }

    /** Also takes down what is written at a place from now on. */
    Spot spot(Rectangle2D box) {
        var spot = new Spot(box);
        spots.add(spot);
        return spot;
    }

    /** The part of the page that is shown. */
    Rectangle2D shown() {
        return shown;
    }

    void report(int page, Findings findings) {
        int onScan = 0;
        for (var box : invisible) {
            if (scans.stream().anyMatch(scan -> scan.contains(box.getCenterX(), box.getCenterY()))) {
                onScan++;
            }
        }
        if (unread) {
            findings.add(FindingCode.NOT_INSPECTED, page);
        }
        tell(findings, FindingCode.TEXT_OF_SCAN, page, onScan);
        tell(findings, FindingCode.TEXT_INVISIBLE, page, invisible.size() - onScan);
        tell(findings, FindingCode.TEXT_TINY, page, tiny);
        tell(findings, FindingCode.TEXT_OUTSIDE_PAGE, page, outside);
        tell(findings, FindingCode.TEXT_CUT_AT_EDGE, page, cut);
        if (hiddenLayerInk) {
            findings.add(FindingCode.LAYER_HIDDEN, page, hiddenLayer);
        }
    }

    private static void tell(Findings findings, FindingCode code, int page, int count) {
        if (count > 0) {
            findings.add(code, page, count);
        }
    }

    /** True if some line or surface was drawn at this box, other than the ground of the whole page. */
    boolean drawnAt(Rectangle2D box) {
        return lines.stream().anyMatch(box::intersects);
    }

    /** How many pieces the paths have that cut others. */
    int segments() {
        return segments;
    }

    /** Shows an annotation and gives the text that it paints. */
    String textOf(PDAnnotation annotation) throws IOException {
        heard.setLength(0);
        listening = true;
        try {
            showAnnotation(annotation);
            return heard.toString();
        } finally {
            listening = false;
        }
    }

    /**
     * What a look of an annotation would show that it does not have now.
     *
     * @param text that it paints
     * @param pictures that it paints, by their {@link Identities}; -1 for one inside the content
     * @param segments how many pieces its paths have
     */
    record Apart(String text, Set<Integer> pictures, int segments) {}

    /** Reads a look that is not shown; nothing of it counts as painted. */
    Apart apart(PDAnnotation annotation) throws IOException {
        apart = true;
        picturesApart.clear();
        segmentsApart = 0;
        try {
            return new Apart(textOf(annotation), Set.copyOf(picturesApart), segmentsApart);
        } finally {
            apart = false;
        }
    }

    // Bounds.

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.spend();
        super.processOperator(operator, operands);
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception) {
        // As the renderer does: what this operator would have painted is not painted. Other programs may paint it.
        unread |= !(exception instanceof EmptyGraphicsStackException);
    }

    // Layers.

    @Override
    public void beginMarkedContentSequence(COSName tag, COSDictionary properties) {
        if (hiddenDepth > 0) {
            hiddenDepth++;
        } else if (properties != null && COSName.OC.equals(tag) && layers.hides(properties)) {
            hiddenDepth = 1;
            hiddenLayer = Layers.name(properties);
        }
    }

    @Override
    public void endMarkedContentSequence() {
        hiddenDepth = Math.max(0, hiddenDepth - 1);
    }

    private boolean skipped() {
        boolean off = hiddenDepth > 0 || hidden;
        hiddenLayerInk |= off && !apart;
        return off;
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        inLayer(form.getCOSObject(), () -> super.showForm(form));
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup form) throws IOException {
        inLayer(form.getCOSObject(), () -> super.showTransparencyGroup(form));
    }

    private interface Painting {
        void paint() throws IOException;
    }

    private void inLayer(COSStream object, Painting painting) throws IOException {
        boolean before = hidden;
        var membership = object.getCOSDictionary(COSName.OC);
        if (layers.hides(membership)) {
            hidden = true;
            hiddenLayer = membership == null ? "" : Layers.name(membership);
        }
        try {
            painting.paint();
        } finally {
            hidden = before;
        }
    }

    // Characters.

    @Override
    protected void showType3Glyph(Matrix at, PDType3Font font, int code, Vector displacement) throws IOException {
        boolean before = inCharacter;
        var outer = drawn;
        inCharacter = true;
        drawn = null;
        try {
            if (getGraphicsState().getTextState().getRenderingMode() == RenderingMode.NEITHER) {
                drawn = Fonts.boxOfDrawing(displacement, at);
            } else {
                // PDFBox turns the matrix it is given into that of the drawing.
                super.showType3Glyph(at.clone(), font, code, displacement);
            }
            character(font, code, at, Fonts.finite(drawn));
        } finally {
            inCharacter = before;
            drawn = outer;
        }
    }

    @Override
    protected void showFontGlyph(Matrix at, PDFont font, int code, Vector displacement) throws IOException {
        character(font, code, at, fonts.boxOf(font, code, at));
    }

    private void character(PDFont font, int code, Matrix at, Rectangle2D.@Nullable Float box) {
        budget.spend();
        boolean blank = box == null || box.isEmpty() || fonts.blank(font, code);
        if (listening && !inCharacter) {
            heard.append(fonts.text(font, code));
        }
        if (apart) {
            return;
        }
        var mode = getGraphicsState().getTextState().getRenderingMode();
        boolean painted = mode.isFill() || mode.isStroke();
        if (blank && painted && isSqueezed(at) && !fonts.blank(font, code) && !skipped()) {
            tiny++;
            return;
        }
        if (blank || skipped() || box == null) {
            if (painted && !skipped()) {
                fonts.drewNothing(font, code);
            }
            return;
        }
        fonts.used(font, code);
        boolean goesOn = followsOn(box);
        boolean beside = !box.intersects(shown)
                || (isAskew(at) && !shown.contains(box) && !fonts.reaches(shown, font, code, at));
        lastSeen = !beside || (lastSeen && goesOn);
        last = box;
        if (beside) {
            if (lastSeen) {
                cut++;
            } else {
                outside++;
            }
            return;
        }
        if (mode == RenderingMode.NEITHER) {
            invisible.add(box);
            return;
        }
        if ((Math.max(box.width, box.height) < tinySize && size(at) < 2 * tinySize) || (painted && isSqueezed(at))) {
            tiny++;
            return;
        }
        for (var spot : spots) {
            spot.write(fonts.text(font, code), box);
        }
        var ink = new Ink(key(identities.of(font.getCOSObject()), code, at), box);
        if (!getGraphicsState().getCurrentClippingPath().getBounds2D().intersects(box)) {
            ink.doubt(Ink.Doubt.CLIPPED);
        } else if (mode == RenderingMode.NEITHER_CLIP) {
            ink.doubt(Ink.Doubt.ONLY_CLIPS);
        } else if (faint(box, mode)) {
            ink.doubt(Ink.Doubt.FAINT);
        }
        grid.meeting(box, earlier -> {
            if (earlier.key().code() != code || !near(earlier.box(), box)) {
                earlier.cover(share(earlier.box(), box), COVERED_ENOUGH);
            }
        });
        characters.add(ink);
        grid.add(ink);
    }

    /** Turned by something else than a right angle, or slanted: its box is wider than it is. */
    private static boolean isAskew(Matrix at) {
        return Math.abs(at.getScaleX() * at.getShearY()) + Math.abs(at.getScaleY() * at.getShearX()) > 1e-3;
    }

    /** True of letters that are made flat or narrow until nobody can read them. */
    private boolean isSqueezed(Matrix at) {
        double area = Math.abs((double) at.getScaleX() * at.getScaleY() - (double) at.getShearX() * at.getShearY());
        return area <= size(at) * tinySize / 2;
    }

    private static double size(Matrix at) {
        return Math.max(
                Math.abs(at.getScaleX()) + Math.abs(at.getShearX()),
                Math.abs(at.getScaleY()) + Math.abs(at.getShearY()));
    }

    /** True if a character belongs to the line or column of the one before it: next to it, or further on along it. */
    private boolean followsOn(Rectangle2D.Float box) {
        if (last == null) {
            return false;
        }
        double size = Math.max(Math.max(box.width, box.height), Math.max(last.width, last.height));
        double across = Math.abs(box.getCenterX() - last.getCenterX());
        double down = Math.abs(box.getCenterY() - last.getCenterY());
        return (across < 2 * size && down < 2 * size)
                || (across < FARTHEST_WORD * size && down < size)
                || (down < FARTHEST_WORD * size && across < size);
    }

    private static boolean near(Rectangle2D.Float one, Rectangle2D.Float other) {
        return Math.abs(one.x - other.x) < one.width / 4 && Math.abs(one.y - other.y) < one.height / 4;
    }

    private boolean faint(Rectangle2D box, RenderingMode mode) {
        var state = getGraphicsState();
        double alpha = mode.isFill() ? state.getNonStrokeAlphaConstant() : state.getAlphaConstant();
        if (alpha < TRANSPARENT || state.getSoftMask() != null) {
            return true;
        }
        int rgb = rgb(mode.isFill() ? state.getNonStrokingColor() : state.getStrokingColor());
        if (rgb < 0) {
            return true;
        }
        boolean light = (rgb >> 16) >= LIGHT && (rgb >> 8 & 0xFF) >= LIGHT && (rgb & 0xFF) >= LIGHT;
        return light
                || grounds.stream()
                        .anyMatch(ground ->
                                near(ground.rgb(), rgb) && ground.box().contains(box.getCenterX(), box.getCenterY()));
    }

    private static boolean near(int one, int other) {
        return Math.abs((one >> 16) - (other >> 16)) < NEAR
                && Math.abs((one >> 8 & 0xFF) - (other >> 8 & 0xFF)) < NEAR
                && Math.abs((one & 0xFF) - (other & 0xFF)) < NEAR;
    }

    /** The colour; -1 if it is a pattern or cannot be made out. */
    private int rgb(@Nullable PDColor colour) {
        if (colour == null || colour.isPattern()) {
            return -1;
        }
        var known = colours.get(colour);
        if (known == null) {
            try {
                known = colour.toRGB() & 0xFFFFFF;
            } catch (IOException e) {
                known = -1;
            }
            colours.put(colour, known);
        }
        return known;
    }

    // Surfaces.

    /** How much of a box another covers. */
    private static double share(Rectangle2D of, Rectangle2D by) {
        var both = of.createIntersection(by);
        return both.isEmpty() ? 0 : both.getWidth() * both.getHeight() / (of.getWidth() * of.getHeight());
    }

    private void painted(Rectangle2D surface, @Nullable PDColor colour, boolean line) {
        if (apart || skipped() || surface.isEmpty()) {
            return;
        }
        var box = surface.createIntersection(
                getGraphicsState().getCurrentClippingPath().getBounds2D());
        if (box.getWidth() < 0 || box.getHeight() < 0) {
            return;
        }
        if (inCharacter) {
            drawn = drawn == null ? box : drawn.createUnion(box);
        }
        if (!inCharacter && lines.size() < MOST_GROUNDS && share(shown, box) < 0.5) {
            lines.add(box);
        }
        if (line) {
            return;
        }
        grid.meeting(box, ink -> ink.cover(share(ink.box(), box), COVERED_ENOUGH));
        for (var picture : pictures) {
            budget.spend();
            picture.cover(share(picture.box(), box), PICTURE_COVERED_ENOUGH);
        }
        if (!inCharacter
                && colour != null
                && grounds.size() < MOST_GROUNDS
                && box.getWidth() > SMALLEST_GROUND_POINTS
                && box.getHeight() > SMALLEST_GROUND_POINTS) {
            grounds.add(new Ground(box, rgb(colour)));
        }
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
        if (apart) {
            picturesApart.add(image instanceof PDImageXObject object ? identities.of(object.getCOSObject()) : -1);
            return;
        }
        var at = getGraphicsState().getCurrentTransformationMatrix();
        var corners = at.createAffineTransform().createTransformedShape(new Rectangle2D.Double(0, 0, 1, 1));
        var box = corners.getBounds2D();
        boolean off = image instanceof PDImageXObject object
                && layers.hides(object.getCOSObject().getCOSDictionary(COSName.OC));
        if (off) {
            hiddenLayerInk = true;
        }
        if (off || skipped()) {
            return;
        }
        unread |= !Images.hasKnownColours(image);
        painted(box, null, false);
        if (!inCharacter && pictures.size() < MOST_PICTURES) {
            scans.add(box);
            if (image instanceof PDImageXObject object
                    && Math.min(box.getWidth(), box.getHeight()) > SMALLEST_PICTURE_POINTS
                    && box.intersects(shown)) {
                var exact = new Rectangle2D.Float();
                exact.setRect(box.createIntersection(shown));
                pictures.add(new Ink(key(identities.of(object.getCOSObject()), -1, at), exact));
            }
        }
    }

    @Override
    public void shadingFill(COSName name) {
        painted(getGraphicsState().getCurrentClippingPath().getBounds2D(), null, false);
    }

    @Override
    public void strokePath() {
        var state = getGraphicsState();
        double width = Math.abs(transformWidth(state.getLineWidth()));
        finish(box -> painted(
                new Rectangle2D.Double(
                        box.getX() - width / 2,
                        box.getY() - width / 2,
                        box.getWidth() + width,
                        box.getHeight() + width),
                state.getStrokingColor(),
                width < THICK_POINTS));
    }

    @Override
    public void fillPath(int windingRule) {
        var colour = getGraphicsState().getNonStrokingColor();
        finish(box -> painted(box, colour, false));
    }

    @Override
    public void fillAndStrokePath(int windingRule) {
        fillPath(windingRule);
    }

    @Override
    public void endPath() {
        finish(box -> {});
    }

    private void finish(java.util.function.Consumer<Rectangle2D> painting) {
        var box = path;
        path = null;
        if (box == null) {
            clips = false;
            return;
        }
        painting.accept(box);
        if (clips) {
            clips = false;
            // The box stands for the path: cutting paths exactly costs an attacker nothing and us seconds.
            getGraphicsState().intersectClippingPath(new Area(box));
        }
    }

    @Override
    public void clip(int windingRule) {
        clips = true;
    }

    private void to(double x, double y) {
        segments += apart ? 0 : 1;
        segmentsApart++;
        current = new Point2D.Double(x, y);
        if (path == null) {
            path = new Rectangle2D.Double(x, y, 0, 0);
        } else {
            path.add(x, y);
        }
    }

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        to(p1.getX(), p1.getY());
        to(p2.getX(), p2.getY());
        to(p3.getX(), p3.getY());
        to(p0.getX(), p0.getY());
    }

    @Override
    public void moveTo(float x, float y) {
        to(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        to(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        to(x1, y1);
        to(x2, y2);
        to(x3, y3);
    }

    @Override
    public @Nullable Point2D getCurrentPoint() {
        return current;
    }

    @Override
    public void closePath() {
        segments += apart ? 0 : 1;
        segmentsApart++;
    }
}
