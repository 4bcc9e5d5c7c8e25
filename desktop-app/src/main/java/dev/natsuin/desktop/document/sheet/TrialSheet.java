package dev.natsuin.desktop.document.sheet;

import dev.natsuin.desktop.document.appearance.Typesetting;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/** What is signed on trial: one page that binds nobody to anything, and says so. */
public final class TrialSheet {
    private static final double LEFT = 62;
    private static final double RIGHT = PDRectangle.A4.getWidth() - 62;
    private static final double TOP = PDRectangle.A4.getHeight() - 62;

    private TrialSheet() {}

    /**
     * The page, as a PDF.
     *
     * @param name whose trial it is
     * @param when as people write it
     */
    public static byte[] pdf(String name, String when, Locale language) {
        var words = Words.of(TrialSheet.class, language);
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.getDocumentCatalog().setLanguage(language.getLanguage());
            document.getDocumentInformation().setTitle(words.text("trial.title"));
            var setting = new Typesetting();
            var operators = new StringBuilder();
            var y = lines(operators, setting, words.text("trial.title"), 22, TOP) - 16;
            y = lines(operators, setting, words.text("trial.of", Printable.name(name), when), 13, y) - 8;
            lines(operators, setting, words.text("trial.text"), 11, y);
            var page = new PDPage(PDRectangle.A4);
            var stream = new PDStream(document);
            try (var to = stream.createOutputStream(COSName.FLATE_DECODE)) {
                to.write(operators.toString().getBytes(StandardCharsets.US_ASCII));
            }
            page.setContents(stream);
            var resources = new PDResources();
            resources.getCOSObject().setItem(COSName.FONT, setting.fonts());
            page.setResources(resources);
            document.addPage(page);
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("drawing a page in memory failed", e);
        }
    }

    private static double lines(StringBuilder to, Typesetting setting, String text, double size, double top) {
        var y = top;
        for (var row : setting.rows(text, RIGHT - LEFT, size)) {
            y -= size;
            to.append(setting.shown(row, LEFT, y, size));
            y -= size * 0.5;
        }
        return y;
    }
}
