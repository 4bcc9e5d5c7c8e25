package dev.natsuin.desktop.document.sheet;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import dev.natsuin.desktop.words.Words;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * The sheet that a person gets with their enrolment code: for whom it is, what to do, the code to read and to scan.
 *
 * <p>One A4 page for each person, one document for many.
 */
public final class EnrolmentSheet {
    private static final float LEFT = 62;
    private static final float RIGHT = PDRectangle.A4.getWidth() - 62;
    private static final float TOP = PDRectangle.A4.getHeight() - 62;
    private static final float QR_POINTS = 150;
    private static final int GROUPS_A_LINE = 5;
    private static final Color INK = new Color(0x24292F);
    private static final Color QUIET = new Color(0x57606A);
    private static final Color LINE = new Color(0xD0D7DE);

    private EnrolmentSheet() {}

    /**
     * What stands on one sheet.
     *
     * @param name whom it is for
     * @param kana how the name is read; may be empty
     * @param server the address their desk will speak with
     * @param until the last day and hour of the code, as people write it
     * @param code the enrolment code: a secret
     * @param fingerprint true if the person will be asked to read a fingerprint out
     */
    public record Content(String name, String kana, String server, String until, String code, boolean fingerprint) {}

    /** All sheets, as one PDF. */
    public static byte[] pdf(List<Content> sheets, Locale language) {
        var words = Words.of(EnrolmentSheet.class, language);
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.getDocumentCatalog().setLanguage(language.getLanguage());
            document.getDocumentInformation().setTitle(words.text("title"));
            var faces = SheetFonts.in(document);
            for (var sheet : sheets) {
                var page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (var stream = new PDPageContentStream(document, page)) {
                    new Drawing(stream, faces, words, sheet).draw();
                }
            }
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("drawing a sheet in memory failed", e);
        }
    }

    /** One page, from top to bottom. */
    private static final class Drawing {
        private final PDPageContentStream stream;
        private final SheetFonts fonts;
        private final Words words;
        private final Content sheet;
        private float y = TOP;

        Drawing(PDPageContentStream stream, SheetFonts fonts, Words words, Content sheet) {
            this.stream = stream;
            this.fonts = fonts;
            this.words = words;
            this.sheet = sheet;
        }

        void draw() throws IOException {
            line("捺印 Natsuin", 10, QUIET, LEFT);
            y -= 12;
            line(words.text("title"), 22, INK, LEFT);
            y -= 10;
            if (!sheet.kana().isEmpty()) {
                line(sheet.kana(), 9, QUIET, LEFT);
            }
            for (var part : fonts.wrapped(words.text("for", sheet.name()), 16, RIGHT - LEFT)) {
                line(part, 16, INK, LEFT);
            }
            y -= 8;
            rule();
            steps();
            y -= 4;
            rule();
            code();
            foot();
        }

        private void steps() throws IOException {
            var steps = new ArrayList<>(
                    List.of(words.text("step.install"), words.text("step.code"), words.text("step.pin")));
            if (sheet.fingerprint()) {
                steps.add(words.text("step.fingerprint"));
            }
            steps.add(words.text("step.trial"));
            for (var i = 0; i < steps.size(); i++) {
                var before = y;
                line(Integer.toString(i + 1), 11, QUIET, LEFT);
                y = before;
                for (var part : fonts.wrapped(steps.get(i), 11, RIGHT - LEFT - 24)) {
                    line(part, 11, INK, LEFT + 24);
                }
                y -= 5;
            }
        }

        private void code() throws IOException {
            var top = y;
            qr(RIGHT - QR_POINTS, top - QR_POINTS);
            line(words.text("code"), 9, QUIET, LEFT);
            y -= 2;
            var groups = List.of(sheet.code().split("-"));
            for (var from = 0; from < groups.size(); from += GROUPS_A_LINE) {
                var part = groups.subList(from, Math.min(from + GROUPS_A_LINE, groups.size()));
                line(String.join("-", part) + (from + GROUPS_A_LINE < groups.size() ? "-" : ""), 11, INK, LEFT);
            }
            y = Math.min(y, top - QR_POINTS) - 14;
            fact("server", sheet.server());
            fact("until", sheet.until());
        }

        private void fact(String name, String value) throws IOException {
            var before = y;
            line(words.text(name), 9, QUIET, LEFT);
            y = before;
            for (var part : fonts.wrapped(value, 11, RIGHT - LEFT - 110)) {
                line(part, 11, INK, LEFT + 110);
            }
            y -= 4;
        }

        private void foot() throws IOException {
            y -= 8;
            rule();
            for (var part : fonts.wrapped(words.text("secret"), 10, RIGHT - LEFT)) {
                line(part, 10, INK, LEFT);
            }
        }

        private void rule() throws IOException {
            stream.setStrokingColor(LINE);
            stream.setLineWidth(0.8f);
            stream.moveTo(LEFT, y);
            stream.lineTo(RIGHT, y);
            stream.stroke();
            y -= 12;
        }

        private void line(String text, float size, Color ink, float x) throws IOException {
            y -= size;
            stream.setNonStrokingColor(ink);
            fonts.write(stream, text, size, x, y);
            y -= size * 0.5f;
        }

        private void qr(float x, float bottom) throws IOException {
            var modules = modules();
            var side = QR_POINTS / modules.getWidth();
            stream.setNonStrokingColor(Color.BLACK);
            for (var row = 0; row < modules.getHeight(); row++) {
                for (var column = 0; column < modules.getWidth(); column++) {
                    if (modules.get(column, row)) {
                        stream.addRect(x + column * side, bottom + QR_POINTS - (row + 1) * side, side, side);
                    }
                }
            }
            stream.fill();
        }

        private BitMatrix modules() {
            try {
                return new QRCodeWriter()
                        .encode(
                                sheet.code(),
                                BarcodeFormat.QR_CODE,
                                0,
                                0,
                                Map.of(
                                        EncodeHintType.ERROR_CORRECTION,
                                        ErrorCorrectionLevel.M,
                                        EncodeHintType.MARGIN,
                                        4));
            } catch (WriterException e) {
                throw new IllegalStateException("an enrolment code fits a QR code", e);
            }
        }
    }
}
