package dev.natsuin.desktop.document.pdf;

import java.awt.Color;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.TexturePaint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDTilingPattern;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;

/** Whether a place on a page shows nothing, so that what comes to lie there hides nothing. */
final class BlankPlace {
    private static final double MOST_PIXELS = 4e6;
    private static final float WANTED_SCALE = 2;
    private static final int MOST_OPERATORS = 400_000;
    private static final int NOISE = 6;

    /** Of all cells of patterns together: each is a picture of its own, and all that is in it is drawn on that. */
    private static final double MOST_CELL_PIXELS = 2 * MOST_PIXELS;

    /** Of work, for one page. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final BufferedImage image;
    private final PDRectangle box;
    private final int rotation;
    private final float scale;

    private BlankPlace(BufferedImage image, PDRectangle box, int rotation, float scale) {
        this.image = image;
        this.box = box;
        this.rotation = rotation;
        this.scale = scale;
    }

    /**
     * Draws the page and looks.
     *
     * @param index of the page, from 0
     * @param place in the page's own coordinates
     * @return true if every point of the place has the same colour; false also if the page cannot be drawn
     */
    static boolean isBlank(PDDocument document, int index, PDRectangle place) {
        return on(document, index).filter(page -> page.isBlank(place)).isPresent();
    }

    /**
     * A page, to be looked at in several places.
     *
     * @param index of the page, from 0
     * @return nothing if it cannot be drawn
     */
    static Optional<BlankPlace> on(PDDocument document, int index) {
        try {
            return Optional.of(HostileInput.read(() -> {
                var page = document.getPage(index);
                var box = page.getCropBox();
                float width = Math.max(1, box.getWidth());
                float height = Math.max(1, box.getHeight());
                float scale = (float) Math.min(WANTED_SCALE, Math.sqrt(MOST_PIXELS / ((double) width * height)));
                var image = new Renderer(document, scale).renderImage(index, scale, ImageType.RGB);
                return new BlankPlace(image, box, page.getRotation(), scale);
            }));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** True if every point of the place, in the page's own coordinates, has the same colour. */
    boolean isBlank(PDRectangle place) {
        float width = Math.max(1, box.getWidth());
        float height = Math.max(1, box.getHeight());
        float left = place.getLowerLeftX() - box.getLowerLeftX();
        float right = place.getUpperRightX() - box.getLowerLeftX();
        float top = height - (place.getUpperRightY() - box.getLowerLeftY());
        float bottom = height - (place.getLowerLeftY() - box.getLowerLeftY());
        var seen = turned(new float[] {left, top, right, bottom}, width, height, rotation);
        return isOneColour(image, seen, scale);
    }

    private static float[] turned(float[] place, float width, float height, int rotation) {
        return switch (Math.floorMod(rotation, 360)) {
            case 90 -> new float[] {height - place[3], place[0], height - place[1], place[2]};
            case 180 -> new float[] {width - place[2], height - place[3], width - place[0], height - place[1]};
            case 270 -> new float[] {place[1], width - place[2], place[3], width - place[0]};
            default -> place;
        };
    }

    private static boolean isOneColour(BufferedImage image, float[] place, float scale) {
        int left = Math.max(0, (int) Math.floor(place[0] * scale));
        int top = Math.max(0, (int) Math.floor(place[1] * scale));
        int right = Math.min(image.getWidth(), (int) Math.ceil(place[2] * scale));
        int bottom = Math.min(image.getHeight(), (int) Math.ceil(place[3] * scale));
        if (left >= right || top >= bottom) {
            return true;
        }
        int first = image.getRGB(left, top);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (differ(first, image.getRGB(x, y))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean differ(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > NOISE) {
                return true;
            }
        }
        return false;
    }

    /** Draws what would take too long not at all, or as something that is not blank. */
    private static final class Renderer extends PDFRenderer {
        private final float scale;
        private final long end = HostileInput.work() + LONGEST.toNanos();
        private int operators;
        private double cellPixels;

        Renderer(PDDocument document, float scale) {
            super(document);
            this.scale = scale;
            setSubsamplingAllowed(true);
        }

        @Override
        protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
            return new PageDrawer(parameters) {
                @Override
                protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
                    if (++operators > MOST_OPERATORS || HostileInput.work() - end > 0) {
                        throw new IllegalStateException("a page without an end");
                    }
                    super.processOperator(operator, operands);
                }

                @Override
                protected Paint getPaint(PDColor color) throws IOException {
                    return color.getColorSpace() instanceof PDPattern patterns
                                    && patterns.getPattern(color) instanceof PDTilingPattern pattern
                                    && !hasRoom(pattern, getInitialMatrix())
                            ? chequered()
                            : super.getPaint(color);
                }
            };
        }

        private boolean hasRoom(PDTilingPattern pattern, Matrix initial) {
            var matrix = Matrix.concatenate(initial, pattern.getMatrix());
            double across = pattern.getXStep() * matrix.getScalingFactorX() * scale;
            double up = pattern.getYStep() * matrix.getScalingFactorY() * scale;
            cellPixels += Math.abs(across * up);
            return cellPixels <= MOST_CELL_PIXELS;
        }

        /** Black and white in turn: wherever the pattern would be seen, this is seen, too. */
        private static Paint chequered() {
            var cell = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
            cell.setRGB(0, 0, Color.WHITE.getRGB());
            cell.setRGB(1, 1, Color.WHITE.getRGB());
            return new TexturePaint(cell, new Rectangle(2, 2));
        }
    }
}
