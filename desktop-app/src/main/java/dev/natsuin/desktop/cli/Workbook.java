package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A workbook of one sheet (ISO/IEC 29500, SpreadsheetML), every cell a text: a spreadsheet of any region parts it into
 * the same columns, and no text in it is ever a formula.
 */
final class Workbook {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /** The format reads {@code _x000D_} in a text as the character of that number. */
    private static final Pattern NUMBERED = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    /** Entries of this format have a time; it says nothing here, and the same table is the same octets. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Workbook() {}

    /**
     * The file's octets.
     *
     * @param rows of at most 26 cells
     */
    static Bytes of(List<List<String>> rows) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            entry(zip, "[Content_Types].xml", contentTypes());
            entry(zip, "_rels/.rels", relation("officeDocument", "xl/workbook.xml"));
            entry(zip, "xl/workbook.xml", book());
            entry(zip, "xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"));
            entry(zip, "xl/worksheets/sheet1.xml", sheet(rows));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Bytes.of(out.toByteArray());
    }

    private static void entry(ZipOutputStream zip, String name, String xml) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write((HEAD + xml).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String contentTypes() {
        return "<Types xmlns=\"" + PACKAGE + "content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + TYPE + "sheet.main+xml\"/>"
                + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + TYPE
                + "worksheet+xml\"/></Types>";
    }

    private static String relation(String type, String target) {
        return "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\"" + OFFICE + "/"
                + type + "\" Target=\"" + target + "\"/></Relationships>";
    }

    private static String book() {
        return "<workbook xmlns=\"" + SHEET + "\" xmlns:r=\"" + OFFICE + "\">"
                + "<sheets><sheet name=\"Natsuin\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    }

    /** The first row, the head, stays while the others scroll. */
    private static String sheet(List<List<String>> rows) {
        var xml = new StringBuilder("<worksheet xmlns=\"").append(SHEET).append("\">");
        xml.append("<sheetViews><sheetView workbookViewId=\"0\">");
        xml.append("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>");
        xml.append(
                "</sheetView></sheetViews><sheetFormatPr defaultColWidth=\"24\" defaultRowHeight=\"15\"/><sheetData>");
        for (var row = 0; row < rows.size(); row++) {
            var cells = rows.get(row);
            xml.append("<row r=\"").append(row + 1).append("\">");
            for (var column = 0; column < cells.size(); column++) {
                xml.append("<c r=\"").append(place(row, column)).append("\" t=\"inlineStr\">");
                xml.append("<is><t xml:space=\"preserve\">").append(text(cells.get(column)));
                xml.append("</t></is></c>");
            }
            xml.append("</row>");
        }
        return xml.append("</sheetData></worksheet>").toString();
    }

    /** A1 and so on. The format leaves it optional; Gnumeric 1.12 finds no cell without. */
    private static String place(int row, int column) {
        return Character.toString('A' + column) + (row + 1);
    }

    private static String text(String cell) {
        var plain = NUMBERED.matcher(Printable.line(cell)).replaceAll("_x005F_");
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
