package dev.natsuin.desktop.document.report;

import dev.natsuin.desktop.document.appearance.Typesetting;
import dev.natsuin.desktop.document.report.Block.Mark;
import dev.natsuin.desktop.document.report.Block.Tone;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/** A report on pages of A4, in the bundled fonts, with nothing that runs or loads. */
final class PdfReport {
    private static final double WIDTH = 595.28;
    private static final double HEIGHT = 841.89;
    private static final double MARGIN = 54;
    private static final double INNER = WIDTH - 2 * MARGIN;
    private static final double FOOT = 62;
    private static final double LABELS = 112;
    private static final double BODY = 9.5;
    private static final double LEADING = 1.5;
    private static final double PAD = 12;
    private static final double SIGN = 26;
    private static final String INK = "0.12 0.14 0.16";
    private static final String QUIET = "0.35 0.39 0.43";
    private static final String CARE = "0.50 0.33 0";
    private static final String GOOD = "0.07 0.42 0.18";
    private static final String LINE = "0.82 0.85 0.88";

    private final Typesetting setting = new Typesetting();
    private final List<Sheet> sheets = new ArrayList<>();
    private double y = HEIGHT - MARGIN;

    private PdfReport() {}

    /** One page on its way. */
    private static final class Sheet {
        private final StringBuilder content = new StringBuilder();
        private final List<ReportPicture> pictures = new ArrayList<>();
    }

    static Bytes of(List<Block> blocks, Locale language) throws IOException {
        var report = new PdfReport();
        report.sheets.add(new Sheet());
        blocks.forEach(report::block);
        report.numbers();
        return report.written(((Block.Title) blocks.get(0)).text(), language);
    }

    private Sheet sheet() {
        return sheets.get(sheets.size() - 1);
    }

    private void turn() {
        sheets.add(new Sheet());
        y = HEIGHT - MARGIN;
    }

    /** A new page, unless so much room is left on this one. */
    private void room(double height) {
        if (y - height < FOOT && y < HEIGHT - MARGIN) {
            turn();
        }
    }

    private void block(Block block) {
        if (block instanceof Block.Title title) {
            text(title.text(), MARGIN, INNER, 18, INK);
            title.below().forEach(line -> text(line, MARGIN, INNER, BODY, QUIET));
        } else if (block instanceof Block.FileHead head) {
            if (!head.first()) {
                turn();
            } else {
                y -= 22;
            }
            text(head.name(), MARGIN, INNER, 13, INK);
            y -= 6;
        } else if (block instanceof Block.Verdict verdict) {
            verdict(verdict);
        } else if (block instanceof Block.Heading heading) {
            heading(heading);
        } else if (block instanceof Block.Rows rows) {
            rows.rows().forEach(this::row);
            y -= 7;
        } else if (block instanceof Block.Notes notes) {
            var colour = notes.tone() == Tone.CARE ? CARE : INK;
            notes.sentences().forEach(each -> text(each, MARGIN, INNER, BODY, colour));
            y -= 4;
        } else if (block instanceof Block.Compared compared) {
            compared(compared);
        }
    }

    private void verdict(Block.Verdict verdict) {
        double inside = INNER - 2 * PAD - SIGN - PAD;
        var word = rows(verdict.word(), inside, 15);
        var sentence = rows(verdict.sentence(), inside, BODY + 1);
        double height = 2 * PAD + (word.size() * 15 + sentence.size() * (BODY + 1)) * LEADING;
        room(height);
        double top = y;
        var colour = verdict.tone() == Tone.GOOD ? GOOD : CARE;
        draw("q 0.965 0.973 0.98 rg %s RG 0.7 w %.2f %.2f %.2f %.2f re B Q", LINE, MARGIN, top - height, INNER, height);
        mark(verdict.mark(), MARGIN + PAD + SIGN / 2, top - PAD - SIGN / 2, colour);
        y = top - PAD;
        double x = MARGIN + 2 * PAD + SIGN;
        lines(word, x, 15, INK);
        lines(sentence, x, BODY + 1, INK);
        y = top - height - 10;
    }

    private void mark(Mark mark, double x, double y0, String colour) {
        double r = SIGN / 2;
        double k = 0.5523 * r;
        draw("q %s RG 1.8 w 1 J 1 j", colour);
        draw("%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c", x + r, y0, x + r, y0 + k, x + k, y0 + r, x, y0 + r);
        draw("%.2f %.2f %.2f %.2f %.2f %.2f c", x - k, y0 + r, x - r, y0 + k, x - r, y0);
        draw("%.2f %.2f %.2f %.2f %.2f %.2f c", x - r, y0 - k, x - k, y0 - r, x, y0 - r);
        draw("%.2f %.2f %.2f %.2f %.2f %.2f c S", x + k, y0 - r, x + r, y0 - k, x + r, y0);
        switch (mark) {
            case CHECK -> path(x, y0, -5.5, -0.5, -1.7, -4.3, 5.5, 3.5);
            case EXCLAMATION -> {
                path(x, y0, 0, 6, 0, -1.5);
                path(x, y0, 0, -5.5, 0, -6);
            }
            case QUESTION -> {
                path(x, y0, -3.4, 2.8, -2.6, 5.3, 0, 6.2, 2.6, 5.3, 3.2, 2.8, 1.4, 0.7, 0, -0.4, 0, -1.8);
                path(x, y0, 0, -5.5, 0, -6);
            }
            case CROSS -> {
                path(x, y0, -4.5, -4.5, 4.5, 4.5);
                path(x, y0, -4.5, 4.5, 4.5, -4.5);
            }
            case DASH -> path(x, y0, -5.5, 0, 5.5, 0);
        }
        draw("Q");
    }

    private void path(double x, double y0, double... corners) {
        for (int i = 0; i < corners.length; i += 2) {
            draw("%.2f %.2f " + (i == 0 ? "m" : "l"), x + corners[i], y0 + corners[i + 1]);
        }
        draw("S");
    }

    private void heading(Block.Heading heading) {
        double size = heading.rank() == 2 ? 11.5 : BODY + 0.5;
        room(size * LEADING + 60);
        if (heading.rank() == 2) {
            y -= 12;
            draw("q %s RG 0.7 w %.2f %.2f m %.2f %.2f l S Q", LINE, MARGIN, y, WIDTH - MARGIN, y);
        }
        y -= 5;
        double before = y;
        double aside = 0;
        if (!heading.aside().isEmpty()) {
            var row = rows(heading.aside(), INNER / 3, BODY).get(0);
            aside = row.width(BODY) + PAD;
            show(row, WIDTH - MARGIN - row.width(BODY), before - size * 1.15, BODY, QUIET);
        }
        text(heading.text(), MARGIN, INNER - aside, size, heading.rank() == 2 ? INK : QUIET);
        y -= 3;
    }

    private void row(Block.Row row) {
        var label = rows(row.label(), LABELS - 10, BODY);
        var values = row.values().stream()
                .flatMap(value -> rows(value, INNER - LABELS, BODY).stream())
                .toList();
        room(BODY * LEADING * Math.min(4, Math.max(label.size(), values.size())));
        double top = y;
        lines(label, MARGIN, BODY, QUIET);
        double below = y;
        var first = sheets.size();
        y = Math.max(top, below);
        lines(values, MARGIN + LABELS, BODY, row.tone() == Tone.CARE ? CARE : INK);
        y = sheets.size() == first ? Math.min(y, below) : y;
        y -= 2;
    }

    private void compared(Block.Compared compared) {
        double width = (INNER - PAD) / 2;
        var before = compared.before();
        var after = compared.after();
        double height = Math.max(height(before, width), height(after, width)) + 3 * BODY * LEADING;
        room(height);
        text(compared.caption(), MARGIN, INNER, BODY, INK);
        double top = y;
        panel(before, MARGIN, top, width);
        panel(after, MARGIN + width + PAD, top, width);
        y = top - height + BODY * LEADING - 6;
    }

    private static double height(Block.Panel panel, double width) {
        double natural =
                width * panel.picture().height() / Math.max(1, panel.picture().width());
        return Math.min(natural, HEIGHT - MARGIN - FOOT - 5 * BODY * LEADING);
    }

    private void panel(Block.Panel panel, double x, double top, double width) {
        y = top;
        text(panel.label(), x, width, BODY, QUIET);
        var picture = panel.picture();
        double high = height(panel, width);
        double wide = Math.min(width, high * picture.width() / Math.max(1, picture.height()));
        double foot = y - high;
        sheet().pictures.add(picture);
        draw(
                "q %.2f 0 0 %.2f %.2f %.2f cm /P%d Do Q",
                wide, high, x, foot, sheet().pictures.size());
        draw("q %s RG 0.7 w %.2f %.2f %.2f %.2f re S Q", LINE, x, foot, wide, high);
        y = foot;
    }

    private List<Typesetting.Row> rows(String text, double width, double size) {
        return setting.rows(Printable.name(text), width, size);
    }

    private void text(String text, double x, double width, double size, String colour) {
        lines(rows(text, width, size), x, size, colour);
    }

    private void lines(List<Typesetting.Row> rows, double x, double size, String colour) {
        for (var row : rows) {
            room(size * LEADING);
            show(row, x, y - size * 1.15, size, colour);
            y -= size * LEADING;
        }
    }

    private void show(Typesetting.Row row, double x, double baseline, double size, String colour) {
        draw("q %s rg", colour);
        sheet().content.append(setting.shown(row, x, baseline, size));
        draw("Q");
    }

    private void draw(String operators, Object... values) {
        sheet().content.append(String.format(Locale.ROOT, operators, values)).append('\n');
    }

    private void numbers() {
        for (int i = 0; i < sheets.size(); i++) {
            var row = rows((i + 1) + " / " + sheets.size(), INNER, 8).get(0);
            sheets.get(i)
                    .content
                    .append("q ")
                    .append(QUIET)
                    .append(" rg\n")
                    .append(setting.shown(row, WIDTH - MARGIN - row.width(8), MARGIN - 16, 8))
                    .append("Q\n");
        }
    }

    private Bytes written(String title, Locale language) throws IOException {
        try (var document = new PDDocument()) {
            var fonts = setting.fonts();
            for (var sheet : sheets) {
                document.addPage(page(document, sheet, fonts));
            }
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setProducer("Natsuin");
            var catalog = document.getDocumentCatalog();
            catalog.setLanguage(language.toLanguageTag());
            var preferences = new PDViewerPreferences(new COSDictionary());
            preferences.setDisplayDocTitle(true);
            catalog.setViewerPreferences(preferences);
            var octets = new ByteArrayOutputStream();
            document.save(octets);
            return Bytes.of(octets.toByteArray());
        }
    }

    private static PDPage page(PDDocument document, Sheet sheet, COSDictionary fonts) throws IOException {
        var page = new PDPage(new PDRectangle((float) WIDTH, (float) HEIGHT));
        var stream = new PDStream(document);
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(sheet.content.toString().getBytes(StandardCharsets.US_ASCII));
        }
        page.setContents(stream);
        var resources = new PDResources();
        resources.getCOSObject().setItem(COSName.FONT, fonts);
        var pictures = new COSDictionary();
        for (int i = 0; i < sheet.pictures.size(); i++) {
            var png = sheet.pictures.get(i).png().toArray();
            pictures.setItem("P" + (i + 1), PDImageXObject.createFromByteArray(document, png, "page"));
        }
        resources.getCOSObject().setItem(COSName.XOBJECT, pictures);
        page.setResources(resources);
        return page;
    }
}
