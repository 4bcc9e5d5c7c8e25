package dev.natsuin.desktop.document.inspect;

import java.awt.Paint;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * Tells which of the doubtful characters and pictures of a page are not seen: it is drawn with and without them, and
 * what makes no difference to the picture is not seen, whatever the means (a cover, a mask, a blend, a clip, a colour).
 */
final class Unseen {
    private static final double SCALE = 2;
    private static final double MOST_PIXELS = 6e6;

    /** A difference of one colour below this (of 255) is not seen on a page. */
    private static final int LEAST_SEEN = 18;

    private static final float FAR_AWAY = 1e6f;

    /** Stacks higher than this are drawn without all that lies above at once. */
    private static final int MOST_LAYERS = 4;

    private final Renderer renderer;
    private final PageReading.Identities identities;
    private final Budget budget;

    Unseen(PDDocument document, PageReading.Identities identities, Budget budget) {
        this.renderer = new Renderer(document);
        this.identities = identities;
        this.budget = budget;
    }

    /**
     * Those of the doubtful that are not seen.
     *
     * @param page from 1; not turned
     */
    List<Ink> of(int page, PageReading reading, List<Ink> doubtful) throws IOException {
        var shown = reading.shown();
        double scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (shown.getWidth() * shown.getHeight())));
        stack(doubtful);
        var whole = drawn(page, scale, Set.of());
        var unseen = new ArrayList<Ink>();
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            int now = layer;
            var away = doubtful.stream()
                    .filter(ink -> Math.min(ink.layer(), MOST_LAYERS - 1) == now)
                    .toList();
            if (away.isEmpty()) {
                continue;
            }
            var keys = new HashSet<Ink.Key>();
            away.forEach(ink -> keys.add(ink.key()));
            var without = drawn(page, scale, keys);
            for (var ink : away) {
                budget.spend();
                if (!differs(whole, without, ink, reading, scale)) {
                    unseen.add(ink);
                }
            }
        }
        return unseen;
    }

    /** Puts doubtful characters that lie over each other on different layers. */
    private void stack(List<Ink> doubtful) {
        var above = new Grid(budget);
        for (int i = doubtful.size() - 1; i >= 0; i--) {
            var ink = doubtful.get(i);
            if (ink.picture()) {
                continue;
            }
            above.meeting(ink.box(), over -> {
                var both = ink.box().createIntersection(over.box());
                boolean much = both.getWidth() * both.getHeight() > 0.2 * ink.box().width * ink.box().height;
                if (much && over.layer() >= ink.layer() && ink.layer() < MOST_LAYERS) {
                    while (ink.layer() <= over.layer() && ink.layer() < MOST_LAYERS) {
                        ink.raise();
                    }
                }
            });
            above.add(ink);
        }
    }

    private BufferedImage drawn(int page, double scale, Set<Ink.Key> without) throws IOException {
        budget.check();
        renderer.without = without;
        return renderer.renderImage(page - 1, (float) scale, ImageType.RGB);
    }

    private static boolean differs(BufferedImage one, BufferedImage other, Ink ink, PageReading reading, double scale) {
        var shown = reading.shown();
        var box = ink.box();
        int x0 = pixel((box.getMinX() - shown.getMinX()) * scale - 1, one.getWidth());
        int x1 = pixel((box.getMaxX() - shown.getMinX()) * scale + 1, one.getWidth());
        int y0 = pixel((shown.getMaxY() - box.getMaxY()) * scale - 1, one.getHeight());
        int y1 = pixel((shown.getMaxY() - box.getMinY()) * scale + 1, one.getHeight());
        var a = ((DataBufferInt) one.getRaster().getDataBuffer()).getData();
        var b = ((DataBufferInt) other.getRaster().getDataBuffer()).getData();
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                int at = y * one.getWidth() + x;
                if (a[at] != b[at] && distance(a[at], b[at]) >= LEAST_SEEN) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int pixel(double at, int size) {
        return (int) Math.max(0, Math.min(size, Math.round(at)));
    }

    private static int distance(int one, int other) {
        return Math.max(
                Math.abs((one >> 16 & 0xFF) - (other >> 16 & 0xFF)),
                Math.max(Math.abs((one >> 8 & 0xFF) - (other >> 8 & 0xFF)), Math.abs((one & 0xFF) - (other & 0xFF))));
    }

    /** Draws pages as they are shown, without some of their characters and pictures. */
    private final class Renderer extends PDFRenderer {
        private Set<Ink.Key> without = Set.of();

        Renderer(PDDocument document) {
            super(document);
            setSubsamplingAllowed(true);
        }

        @Override
        protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
            var absent = without;
            return new PageDrawer(parameters) {
                @Override
                protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
                    budget.spend();
                    super.processOperator(operator, operands);
                }

                /**
                 * The cell of a pattern, like a group, is a picture of its own, and takes long if it is a large one.
                 */
                @Override
                protected Paint getPaint(PDColor color) throws IOException {
                    budget.check();
                    return super.getPaint(color);
                }

                @Override
                public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
                    budget.check();
                    super.showTransparencyGroup(group);
                }

                @Override
                protected void showGlyph(Matrix at, PDFont font, int code, Vector displacement) throws IOException {
                    if (!absent.contains(PageReading.key(identities.of(font.getCOSObject()), code, at))) {
                        super.showGlyph(at, font, code, displacement);
                    } else if (getGraphicsState()
                            .getTextState()
                            .getRenderingMode()
                            .isClip()) {
                        // Without any character nothing would be cut away, and all that comes after be seen.
                        var away = at.clone();
                        away.setValue(2, 0, FAR_AWAY);
                        super.showGlyph(away, font, code, displacement);
                    }
                }

                @Override
                public void drawImage(PDImage image) throws IOException {
                    var at = getGraphicsState().getCurrentTransformationMatrix();
                    if (!(image instanceof PDImageXObject object)
                            || !absent.contains(PageReading.key(identities.of(object.getCOSObject()), -1, at))) {
                        super.drawImage(image);
                    }
                }
            };
        }
    }
}
