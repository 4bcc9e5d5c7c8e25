package dev.natsuin.desktop.document.pdf;

import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;

/** Where on a page something stands that a signature should not cover, beside its letters. */
public final class TakenPlaces {
    /** A picture that is thinner is a line. */
    private static final double THIN_POINTS = 3;

    /** A picture that takes more of its page is its ground, as of a scan. */
    private static final double GROUND_SHARE = 0.5;

    /** Other programs draw letters and lines a little elsewhere. */
    private static final double AIR = 1;

    private static final int MOST_OPERATORS = 400_000;
    private static final int MOST_PLACES = 2_000;
    private static final int HIDDEN = 1 << 1;
    private static final int NO_VIEW = 1 << 5;
    private static final COSName POPUP = COSName.getPDFName("Popup");

    private TakenPlaces() {}

    /** What stands there. */
    public enum Kind {
        /** Somebody's visible signature. */
        SIGNATURE,
        /** A form field, also one that waits for somebody's signature, or a note. */
        ANNOTATION,
        /** A picture. */
        PICTURE
    }

    /**
     * Something on a page.
     *
     * @param place where, as the page is shown
     */
    public record Taken(StampPlace place, Kind kind) {}

    /**
     * All there is on a page, as far as it can be made out.
     *
     * @param page from 1
     */
    public static List<Taken> on(PdfFile pdf, int page) {
        var taken = new ArrayList<Taken>();
        try {
            HostileInput.read(() -> {
                var dictionary = pdf.pages().leaves().get(page - 1);
                var shown = StampPlace.Shown.of(dictionary);
                annotations(pdf, dictionary, page, shown, taken);
                new Pictures(new PDPage(dictionary), page, shown, taken).read();
                return taken;
            });
        } catch (IOException e) {
            // What was found until then is there in any case.
            return List.copyOf(taken);
        }
        return List.copyOf(taken);
    }

    /**
     * True if a signature there would make the earlier ones of the document changed: somebody has signed it, and the
     * place is not blank.
     */
    public static boolean coversSigned(PdfFile pdf, StampPlace place) {
        try {
            return HostileInput.read(() -> {
                if (FormFields.read(pdf.document()).fields().stream()
                        .allMatch(field -> field.signed().isEmpty())) {
                    return false;
                }
                var standing = place.standing(pdf);
                return standing.isPresent()
                        && !BlankPlace.isBlank(
                                pdf.document(),
                                pdf.pages().leaves().indexOf(standing.get().page()),
                                new PDRectangle(standing.get().rectangle()));
            });
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Tells of places on a page, as it is shown, whether a signature there leaves the earlier ones of the document
     * valid: it must cover nothing that they signed, not even a line. All do in a document without signatures.
     *
     * @param page from 1
     */
    public static Predicate<StampPlace> free(PdfFile pdf, int page) {
        try {
            return HostileInput.read(() -> {
                if (FormFields.read(pdf.document()).fields().stream()
                        .allMatch(field -> field.signed().isEmpty())) {
                    return place -> true;
                }
                var shown = StampPlace.Shown.of(pdf.pages().leaves().get(page - 1));
                var drawn = BlankPlace.on(pdf.document(), page - 1);
                return place -> drawn.filter(on -> on.isBlank(shown.rectangle(
                                place.x() - AIR, place.y() - AIR, place.width() + 2 * AIR, place.height() + 2 * AIR)))
                        .isPresent();
            });
        } catch (IOException e) {
            return place -> true;
        }
    }

    private static void annotations(
            PdfFile pdf, COSDictionary dictionary, int page, StampPlace.Shown shown, List<Taken> taken) {
        Set<COSDictionary> signed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var field : FormFields.read(pdf.document()).fields()) {
            if (field.signed().isPresent()) {
                signed.add(field.dictionary());
            }
        }
        var annotations = dictionary.getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size() && taken.size() < MOST_PLACES; i++) {
            if (annotations.getObject(i) instanceof COSDictionary annotation && isSeen(annotation)) {
                var corners = annotation.getCOSArray(COSName.RECT);
                if (corners != null && corners.size() == 4) {
                    var parent = annotation.getCOSDictionary(COSName.PARENT);
                    boolean signature = signed.contains(annotation) || (parent != null && signed.contains(parent));
                    var place = shown.place(page, new PDRectangle(corners));
                    if (place.width() > 0 && place.height() > 0) {
                        taken.add(new Taken(place, signature ? Kind.SIGNATURE : Kind.ANNOTATION));
                    }
                }
            }
        }
    }

    /** A link shows nothing of its own, and what opens on a click lies nowhere yet. */
    private static boolean isSeen(COSDictionary annotation) {
        var subtype = annotation.getCOSName(COSName.SUBTYPE);
        return (annotation.getInt(COSName.F, 0) & (HIDDEN | NO_VIEW)) == 0
                && !COSName.getPDFName("Link").equals(subtype)
                && !POPUP.equals(subtype);
    }

    /** Notes where the page paints pictures; they are not decoded. */
    private static final class Pictures extends PDFGraphicsStreamEngine {
        private final int number;
        private final StampPlace.Shown shown;
        private final List<Taken> taken;
        private Point2D current = new Point2D.Float();
        private int operators;

        Pictures(PDPage page, int number, StampPlace.Shown shown, List<Taken> taken) {
            super(page);
            this.number = number;
            this.shown = shown;
            this.taken = taken;
        }

        void read() throws IOException {
            processPage(getPage());
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            if (++operators > MOST_OPERATORS || taken.size() >= MOST_PLACES) {
                throw new IllegalStateException("a page without an end");
            }
            super.processOperator(operator, operands);
        }

        @Override
        public void drawImage(PDImage image) {
            var matrix = getGraphicsState().getCurrentTransformationMatrix();
            var corners = List.of(
                    matrix.transformPoint(0, 0),
                    matrix.transformPoint(1, 0),
                    matrix.transformPoint(0, 1),
                    matrix.transformPoint(1, 1));
            var across = corners.stream().mapToDouble(Point2D::getX).summaryStatistics();
            var up = corners.stream().mapToDouble(Point2D::getY).summaryStatistics();
            var own = new PDRectangle(
                    (float) across.getMin(), (float) up.getMin(), (float) (across.getMax() - across.getMin()), (float)
                            (up.getMax() - up.getMin()));
            var place = shown.place(number, own);
            if (place.width() >= THIN_POINTS
                    && place.height() >= THIN_POINTS
                    && place.width() * place.height() < GROUND_SHARE * shown.width() * shown.height()) {
                taken.add(new Taken(place, Kind.PICTURE));
            }
        }

        @Override
        public void moveTo(float x, float y) {
            current = new Point2D.Float(x, y);
        }

        @Override
        public void lineTo(float x, float y) {
            current = new Point2D.Float(x, y);
        }

        @Override
        public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
            current = new Point2D.Float(x3, y3);
        }

        @Override
        public Point2D getCurrentPoint() {
            return current;
        }

        @Override
        public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
            current = p0;
        }

        @Override
        public void clip(int windingRule) {
            // a picture counts with what is cut away of it
        }

        @Override
        public void closePath() {
            // lines do not count
        }

        @Override
        public void endPath() {
            // lines do not count
        }

        @Override
        public void strokePath() {
            // lines do not count
        }

        @Override
        public void fillPath(int windingRule) {
            // surfaces do not count
        }

        @Override
        public void fillAndStrokePath(int windingRule) {
            // surfaces do not count
        }

        @Override
        public void shadingFill(COSName shadingName) {
            // surfaces do not count
        }
    }
}
