package dev.natsuin.desktop.document.preview;

import dev.natsuin.desktop.document.appearance.Appearance;
import dev.natsuin.desktop.document.appearance.SignatureLook;
import dev.natsuin.desktop.document.pdf.StampBox;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * A visible signature before there is one: the very form that a document would get, drawn on nothing.
 *
 * @param image transparent where nothing is drawn
 * @param cut true if not all of the text has room
 * @param missing characters that no bundled font has
 */
public record StampPreview(PageImage image, boolean cut, Set<String> missing) {
    private static final int LARGEST_SIDE = 4000;
    private static final Color NOTHING = new Color(0, 0, 0, 0);

    /** Copies the set. */
    public StampPreview {
        missing = Set.copyOf(missing);
    }

    /**
     * Draws it.
     *
     * @param width of its box, in points
     * @param height of its box, in points
     * @param widthPixels of the picture; less if a side would be too long
     */
    public static StampPreview of(SignatureLook look, double width, double height, int widthPixels) throws IOException {
        var appearance = Appearance.of(look, new StampBox(width, height, 0, false), Optional.empty());
        double scale = Math.min(widthPixels, LARGEST_SIDE) / width;
        scale = Math.min(scale, LARGEST_SIDE / height);
        var picture = new BufferedImage(
                Math.max(1, (int) Math.round(width * scale)),
                Math.max(1, (int) Math.round(height * scale)),
                BufferedImage.TYPE_INT_ARGB_PRE);
        try (var document = new PDDocument()) {
            var page = new PDPage(new PDRectangle((float) width, (float) height));
            document.addPage(page);
            appearance.form().setItem(COSName.TYPE, COSName.XOBJECT);
            try (var content = new PDPageContentStream(document, page)) {
                content.drawForm(new PDFormXObject(appearance.form()));
            }
            var graphics = picture.createGraphics();
            graphics.setBackground(NOTHING);
            new PDFRenderer(document).renderPageToGraphics(0, graphics, (float) scale);
            graphics.dispose();
        }
        var pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        var image = new PageImage(picture.getWidth(), picture.getHeight(), false, false, pixels);
        return new StampPreview(image, appearance.cut(), appearance.missing());
    }
}
