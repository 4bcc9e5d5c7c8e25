package dev.natsuin.desktop.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * PDFs of one page that hide something, written octet by octet, and their honest siblings.
 *
 * <p>Objects: 1 catalog, 2 pages, 3 the page, 4 its content, 5 Helvetica; further ones count from 6.
 */
public final class TrickPdf {
    /** A line of text at its usual place: 72, 700 in 24 points. */
    public static final String TEXT = "BT /F1 24 Tf 0 g 72 700 Td (1000 EUR) Tj ET\n";

    /** The path of a rectangle that covers it. */
    public static final String OVER = "66 690 200 36 re\n";

    private final List<byte[]> further = new ArrayList<>();
    private String content = TEXT;
    private String catalog = "";
    private String page = "";
    private String resources = "";
    private String fonts = "";
    private String tail = "";

    private TrickPdf() {}

    /** A page with the usual line. */
    public static TrickPdf page() {
        return new TrickPdf();
    }

    /** A page with this content. */
    public static TrickPdf content(String operators) {
        var pdf = new TrickPdf();
        pdf.content = operators;
        return pdf;
    }

    /** Further entries of the catalog. */
    public TrickPdf catalog(String entries) {
        catalog += entries;
        return this;
    }

    /** Further entries of the page. */
    public TrickPdf entries(String entries) {
        page += entries;
        return this;
    }

    /** Further resources. */
    public TrickPdf resources(String entries) {
        resources += entries;
        return this;
    }

    /** Further fonts. */
    public TrickPdf fonts(String entries) {
        fonts += entries;
        return this;
    }

    /** The next object. */
    public TrickPdf object(String body) {
        further.add(body.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** The next object, a stream. */
    public TrickPdf stream(String entries, String body) {
        return stream(entries, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next object, a stream. */
    public TrickPdf stream(String entries, byte[] body) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                ("<<" + entries + "/Length " + body.length + ">>stream\n").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        out.writeBytes("\nendstream".getBytes(StandardCharsets.ISO_8859_1));
        further.add(out.toByteArray());
        return this;
    }

    /** A black picture of one point, with these further entries. */
    public TrickPdf image(String entries) {
        return stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8" + entries, new byte[] {0});
    }

    /** What stands between the objects and the cross-references. */
    public TrickPdf unlisted(String octets) {
        tail += octets;
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        var objects = new ArrayList<byte[]>();
        for (var body : List.of(
                "<</Type/Catalog/Pages 2 0 R" + catalog + ">>",
                "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R" + fonts
                        + ">>" + resources + ">>" + page + ">>",
                "<</Length " + content.length() + ">>stream\n" + content + "\nendstream",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")) {
            objects.add(body.getBytes(StandardCharsets.ISO_8859_1));
        }
        objects.addAll(further);
        var out = new ByteArrayOutputStream();
        out.writeBytes("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1));
        var table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.size()));
            out.writeBytes(((i + 1) + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(objects.get(i));
            out.writeBytes("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.writeBytes(tail.getBytes(StandardCharsets.ISO_8859_1));
        int start = out.size();
        table.append("trailer<</Size ").append(objects.size() + 1).append("/Root 1 0 R>>\nstartxref\n");
        table.append(start).append("\n%%EOF\n");
        out.writeBytes(table.toString().getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    /** Where the cross-references stand. */
    public int crossReferences() {
        return new String(bytes(), StandardCharsets.ISO_8859_1).lastIndexOf("xref\n0 ");
    }

    /** Writes the file. */
    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
