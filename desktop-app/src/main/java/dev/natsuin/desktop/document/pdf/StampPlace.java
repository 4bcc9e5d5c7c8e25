package dev.natsuin.desktop.document.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * A rectangle on a page as it is shown: turned, cropped, in real points (1/72 inch) whatever the page's unit.
 *
 * @param page from 1; negative from the end
 * @param x from the left edge, in points
 * @param y from the top edge, in points
 * @param width in points
 * @param height in points
 */
public record StampPlace(int page, double x, double y, double width, double height) {
    /** What is left of a rectangle on its page must be as large as this, in points. */
    private static final double SMALLEST = 4;

    private static final Pattern PART_ONE = Pattern.compile("pdfaid:part\\s*(=\\s*[\"']|>\\s*)1\\b");
    private static final int LONGEST_METADATA_BYTES = 1 << 20;

    /**
     * Where it comes to stand in a document.
     *
     * @param page the page's dictionary
     * @param rectangle for the annotation, in the page's own coordinates
     * @param box what to draw in
     */
    record Standing(COSDictionary page, COSArray rectangle, StampBox box) {}

    /** True if there is such a page, and enough of the rectangle is on it; what lies outside is cut away. */
    public boolean isOn(PdfFile pdf) {
        try {
            return HostileInput.read(() -> standing(pdf)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    Optional<Standing> standing(PdfFile pdf) throws IOException {
        var pages = pdf.pages().leaves();
        int index = page > 0 ? page - 1 : pages.size() + page;
        if (page == 0 || index < 0 || index >= pages.size()) {
            return Optional.empty();
        }
        var dictionary = pages.get(index);
        var shown = Shown.of(dictionary);
        double left = Math.max(0, x);
        double top = Math.max(0, y);
        double right = Math.min(shown.width(), x + width);
        double bottom = Math.min(shown.height(), y + height);
        // Written so that what is no number is refused, too.
        if (!(right - left >= SMALLEST && bottom - top >= SMALLEST)) {
            return Optional.empty();
        }
        var rectangle = shown.rectangle(left, top, right - left, bottom - top);
        return Optional.of(new Standing(
                dictionary,
                array(rectangle),
                new StampBox(right - left, bottom - top, shown.rotation(), withoutTransparency(pdf))));
    }

    /** The box of an existing field's widget; empty if it has no area. */
    static Optional<StampBox> of(PdfFile pdf, COSDictionary widget) throws IOException {
        var corners = widget.getCOSArray(COSName.RECT);
        var page = pageOf(pdf, widget);
        if (corners == null || corners.size() != 4 || page.isEmpty()) {
            return Optional.empty();
        }
        var rectangle = new PDRectangle(corners);
        var shown = Shown.of(page.get());
        boolean turned = shown.rotation() % 180 != 0;
        double across = rectangle.getWidth() * shown.unit();
        double up = rectangle.getHeight() * shown.unit();
        double width = turned ? up : across;
        double height = turned ? across : up;
        return width >= 1 && height >= 1
                ? Optional.of(new StampBox(width, height, shown.rotation(), withoutTransparency(pdf)))
                : Optional.empty();
    }

    private static Optional<COSDictionary> pageOf(PdfFile pdf, COSDictionary widget) {
        // By the pages' own lists: /P may be missing, and may be wrong.
        for (var page : pdf.pages().leaves()) {
            var annotations = page.getCOSArray(COSName.ANNOTS);
            for (int i = 0; annotations != null && i < annotations.size(); i++) {
                if (annotations.getObject(i) == widget) {
                    return Optional.of(page);
                }
            }
        }
        return Optional.empty();
    }

    /** True for PDF/A-1, which forbids transparency (ISO 19005-1 §6.4). */
    private static boolean withoutTransparency(PdfFile pdf) {
        var catalog = FormFields.catalog(pdf.document());
        var metadata = catalog == null ? null : catalog.getCOSStream(COSName.METADATA);
        if (metadata == null) {
            return false;
        }
        // In whatever encoding: all that counts is in ASCII.
        var xmp = new String(beginning(metadata), StandardCharsets.ISO_8859_1).replace("\0", "");
        return PART_ONE.matcher(xmp).find();
    }

    /** As much of a stream as can be read, decoded piece by piece: a megabyte can swell to a thousand. */
    private static byte[] beginning(COSStream stream) {
        var octets = new ByteArrayOutputStream();
        var block = new byte[1 << 12];
        try (var in = PlainStream.of(stream).orElseGet(InputStream::nullInputStream)) {
            int read = in.read(block);
            while (read >= 0 && octets.size() < LONGEST_METADATA_BYTES) {
                octets.write(block, 0, read);
                read = in.read(block);
            }
        } catch (IOException e) {
            return octets.toByteArray();
        }
        return octets.toByteArray();
    }

    private static COSArray array(PDRectangle rectangle) {
        var array = new COSArray();
        for (float each : new float[] {
            rectangle.getLowerLeftX(), rectangle.getLowerLeftY(), rectangle.getUpperRightX(), rectangle.getUpperRightY()
        }) {
            array.add(new COSFloat(each));
        }
        return array;
    }

    /**
     * A page as it is shown.
     *
     * @param crop what of it is shown, in its own coordinates
     * @param unit points for each of its own units
     */
    record Shown(PDRectangle crop, int rotation, double unit) {
        static Shown of(COSDictionary dictionary) throws IOException {
            var page = new PDPage(dictionary);
            double unit = page.getUserUnit();
            if (!(unit > 0 && unit <= 1e6)) {
                throw new IOException("a page without a unit");
            }
            return new Shown(page.getCropBox(), page.getRotation(), unit);
        }

        double width() {
            return unit * (rotation % 180 == 0 ? crop.getWidth() : crop.getHeight());
        }

        double height() {
            return unit * (rotation % 180 == 0 ? crop.getHeight() : crop.getWidth());
        }

        /** From points as shown, from the upper left, to the page's own coordinates. */
        PDRectangle rectangle(double left, double top, double width, double height) {
            double across = left / unit;
            double down = top / unit;
            double w = width / unit;
            double h = height / unit;
            return switch (rotation) {
                case 90 -> corner(crop.getLowerLeftX() + down, crop.getLowerLeftY() + across, h, w);
                case 180 -> corner(crop.getUpperRightX() - across - w, crop.getLowerLeftY() + down, w, h);
                case 270 -> corner(crop.getUpperRightX() - down - h, crop.getUpperRightY() - across - w, h, w);
                default -> corner(crop.getLowerLeftX() + across, crop.getUpperRightY() - down - h, w, h);
            };
        }

        /** From the page's own coordinates to points as shown. */
        StampPlace place(int page, PDRectangle own) {
            double left = own.getLowerLeftX() - crop.getLowerLeftX();
            double right = crop.getUpperRightX() - own.getUpperRightX();
            double below = own.getLowerLeftY() - crop.getLowerLeftY();
            double above = crop.getUpperRightY() - own.getUpperRightY();
            double w = own.getWidth() * unit;
            double h = own.getHeight() * unit;
            return switch (rotation) {
                case 90 -> new StampPlace(page, below * unit, left * unit, h, w);
                case 180 -> new StampPlace(page, right * unit, below * unit, w, h);
                case 270 -> new StampPlace(page, above * unit, right * unit, h, w);
                default -> new StampPlace(page, left * unit, above * unit, w, h);
            };
        }

        private static PDRectangle corner(double x, double y, double width, double height) {
            return new PDRectangle((float) x, (float) y, (float) width, (float) height);
        }
    }
}
