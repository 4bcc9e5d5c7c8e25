package dev.natsuin.desktop.document.sheet;

import dev.natsuin.desktop.document.appearance.Typesetting;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * The sheet that a person gets with their enrolment code: for whom it is, what to do, the code to read and to scan.
 *
 * <p>One A4 page for each person, one document for many.
 */
public final class EnrolmentSheet {
    private static final double LEFT = 62;
    private static final double RIGHT = PDRectangle.A4.getWidth() - 62;
    private static final double TOP = PDRectangle.A4.getHeight() - 62;
    private static final double QR_POINTS = 150;
    private static final int GROUPS_A_LINE = 5;
    private static final String WITH_KEY = "NATSUIN2-";
    private static final String INK = "0.141 0.161 0.184";
    private static final String QUIET = "0.341 0.376 0.416";
    private static final String LINE = "0.816 0.843 0.871";

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
    public record Content(String name, String kana, String server, String until, String code, boolean fingerprint) {
        /** With the code as it is typed: a file of it ends with a line end. */
        public Content {
            code = code.strip();
        }

        /** As the code itself tells. */
        private boolean handsKeyOver() {
            return code.startsWith(WITH_KEY);
        }

        /** For whom; never the code. */
        @Override
        public String toString() {
            return "Content[name=" + name + "]";
        }
    }

    /** All sheets, as one PDF. */
    public static byte[] pdf(List<Content> sheets, Locale language) {
        var words = Words.of(EnrolmentSheet.class, language);
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.getDocumentCatalog().setLanguage(language.getLanguage());
            document.getDocumentInformation().setTitle(words.text("title"));
            var setting = new Typesetting();
            var drawn = sheets.stream()
                    .map(sheet -> new Drawing(setting, words, sheet).drawn())
                    .toList();
            var fonts = setting.fonts();
            for (var operators : drawn) {
                document.addPage(page(document, operators, fonts));
            }
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("drawing a sheet in memory failed", e);
        }
    }

    private static PDPage page(PDDocument document, String operators, COSDictionary fonts) throws IOException {
        var page = new PDPage(PDRectangle.A4);
        var stream = new PDStream(document);
        try (var to = stream.createOutputStream(COSName.FLATE_DECODE)) {
            to.write(operators.getBytes(StandardCharsets.US_ASCII));
        }
        page.setContents(stream);
        var resources = new PDResources();
        resources.getCOSObject().setItem(COSName.FONT, fonts);
        page.setResources(resources);
        return page;
    }

    /** One page, from top to bottom. */
    private static final class Drawing {
        private final StringBuilder operators = new StringBuilder();
        private final Typesetting setting;
        private final Words words;
        private final Content sheet;
        private double y = TOP;

        Drawing(Typesetting setting, Words words, Content sheet) {
            this.setting = setting;
            this.words = words;
            this.sheet = sheet;
        }

        String drawn() {
            text("捺印 Natsuin", 10, QUIET, LEFT);
            y -= 12;
            text(words.text("title"), 22, INK, LEFT);
            y -= 10;
            if (!sheet.kana().isEmpty()) {
                text(sheet.kana(), 9, QUIET, LEFT);
            }
            text(words.text("for", sheet.name()), 16, INK, LEFT);
            y -= 8;
            rule();
            steps();
            y -= 4;
            rule();
            code();
            foot();
            return operators.toString();
        }

        private void steps() {
            var steps = new ArrayList<>(
                    List.of(words.text("step.install"), words.text("step.code"), words.text("step.pin")));
            if (sheet.fingerprint()) {
                steps.add(words.text("step.fingerprint"));
            }
            steps.add(words.text(sheet.handsKeyOver() ? "step.trial.key" : "step.trial"));
            for (var i = 0; i < steps.size(); i++) {
                var before = y;
                text(Integer.toString(i + 1), 11, QUIET, LEFT);
                y = before;
                text(steps.get(i), 11, INK, LEFT + 24);
                y -= 5;
            }
        }

        private void code() {
            var top = y;
            qr(RIGHT - QR_POINTS, top - QR_POINTS);
            text(words.text("code"), 9, QUIET, LEFT);
            y -= 2;
            var groups = List.of(sheet.code().split("-"));
            for (var from = 0; from < groups.size(); from += GROUPS_A_LINE) {
                var part = groups.subList(from, Math.min(from + GROUPS_A_LINE, groups.size()));
                text(String.join("-", part) + (from + GROUPS_A_LINE < groups.size() ? "-" : ""), 11, INK, LEFT);
            }
            y = Math.min(y, top - QR_POINTS) - 14;
            fact("server", sheet.server());
            fact("until", sheet.until());
        }

        private void fact(String name, String value) {
            var before = y;
            text(words.text(name), 9, QUIET, LEFT);
            y = before;
            text(value, 11, INK, LEFT + 110);
            y -= 4;
        }

        private void foot() {
            y -= 8;
            rule();
            text(words.text(sheet.handsKeyOver() ? "secret.key" : "secret"), 10, INK, LEFT);
        }

        private void rule() {
            draw("q %s RG 0.8 w %.2f %.2f m %.2f %.2f l S Q", LINE, LEFT, y, RIGHT, y);
            y -= 12;
        }

        /** In as many lines as it takes; what is not seen in a name is written as its number. */
        private void text(String text, double size, String ink, double x) {
            for (var row : setting.rows(Printable.name(text), RIGHT - x, size)) {
                y -= size;
                draw("q %s rg", ink);
                operators.append(setting.shown(row, x, y, size));
                draw("Q");
                y -= size * 0.5;
            }
        }

        private void draw(String operator, Object... values) {
            operators.append(String.format(Locale.ROOT, operator, values)).append('\n');
        }

        private void qr(double x, double bottom) {
            var modules = ReadableQr.of(sheet.code());
            var side = QR_POINTS / modules.getWidth();
            draw("q 0 g");
            for (var row = 0; row < modules.getHeight(); row++) {
                for (var column = 0; column < modules.getWidth(); column++) {
                    if (modules.get(column, row)) {
                        draw(
                                "%.3f %.3f %.3f %.3f re",
                                x + column * side, bottom + QR_POINTS - (row + 1) * side, side, side);
                    }
                }
            }
            draw("f Q");
        }
    }
}
