package dev.natsuin.desktop.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** PDFs written octet by octet, so that a test's input does not come from the library under test. */
public final class HandMadePdf {
    private final List<byte[]> objects = new ArrayList<>();
    private String trailer = "";

    private HandMadePdf() {}

    /** One page with one line. */
    public static HandMadePdf onePage(String text) {
        return catalog("").page(text);
    }

    /** A catalog with these further entries, then one page in objects 2 to 5; further objects count from 6. */
    public static HandMadePdf withCatalog(String entries) {
        return catalog(entries).page("contract");
    }

    /** One page with one line, and with these further entries of its own; A4 unless they say another size. */
    public static HandMadePdf pageWith(String entries) {
        return catalog("").page("contract", entries);
    }

    /** One page, and on it an empty signature field {@code Approval} with this rectangle. */
    public static HandMadePdf withFieldAt(String rectangle) {
        return catalog("/AcroForm<</Fields[6 0 R]/SigFlags 1>>")
                .page("form", "/Annots[6 0 R]")
                .object("<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/F 4/P 3 0 R/Rect[" + rectangle + "]>>");
    }

    /** One page, and metadata (XMP) with this in it. */
    public static HandMadePdf withMetadata(String xmp) {
        return catalog("/Metadata 6 0 R").page("contract").stream("/Type/Metadata/Subtype/XML", xmp);
    }

    private static HandMadePdf catalog(String entries) {
        return new HandMadePdf().object("<</Type/Catalog/Pages 2 0 R" + entries + ">>");
    }

    private HandMadePdf page(String text) {
        return page(text, "");
    }

    private HandMadePdf page(String text, String entries) {
        var size = entries.contains("/MediaBox") ? "" : "/MediaBox[0 0 595 842]";
        return object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
                .object("<</Type/Page/Parent 2 0 R/Contents 4 0 R" + size + entries
                        + "/Resources<</Font<</F1 5 0 R>>>>>>")
                .stream("", "BT /F1 24 Tf 72 700 Td (" + text + ") Tj ET")
                .object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    }

    /** Adds an object. */
    public HandMadePdf object(String body) {
        objects.add(body.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Adds a stream. */
    public HandMadePdf stream(String entries, String body) {
        return object("<</Length " + body.length() + entries + ">>stream\n" + body + "\nendstream");
    }

    /** Writes something else in the objects there are. */
    public HandMadePdf replacing(String from, String to) {
        objects.replaceAll(each ->
                new String(each, StandardCharsets.ISO_8859_1).replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /**
     * The file as a hybrid (ISO 32000-2 §7.5.8.4): a table for all objects, and one more object, the next number but
     * one, in an object stream that only a reader of cross-reference streams finds.
     */
    public byte[] hybrid(String hidden) {
        var out = new ByteArrayOutputStream();
        var table = objectsAndTable(out);
        int container = objects.size() + 1;
        var inside = (container + 1) + " 0 ";
        int containerAt = out.size();
        ascii(
                out,
                container + " 0 obj\n<</Type/ObjStm/N 1/First " + inside.length() + "/Length "
                        + (inside.length() + hidden.length()) + ">>stream\n" + inside + hidden
                        + "\nendstream\nendobj\n");
        int sectionAt = out.size();
        var rows = ByteBuffer.allocate(18)
                .put((byte) 1)
                .putInt(containerAt)
                .put((byte) 0)
                .put((byte) 2)
                .putInt(container)
                .put((byte) 0)
                .put((byte) 1)
                .putInt(sectionAt)
                .put((byte) 0);
        ascii(
                out,
                (container + 2) + " 0 obj\n<</Type/XRef/W[1 4 1]/Index[" + container + " 3]/Size " + (container + 3)
                        + "/Root 1 0 R/Length 18>>stream\n");
        out.writeBytes(rows.array());
        ascii(out, "\nendstream\nendobj\n");
        int start = out.size();
        ascii(out, "xref\n0 " + (container + 3) + "\n" + table + "0000000000 00000 f \n".repeat(3));
        ascii(
                out,
                "trailer<</Size " + (container + 3) + "/Root 1 0 R/XRefStm " + sectionAt + trailer + ">>\nstartxref\n"
                        + start + "\n%%EOF\n");
        return out.toByteArray();
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Further entries of the trailer. */
    public HandMadePdf trailer(String entries) {
        trailer = entries;
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var table = objectsAndTable(out);
        int start = out.size();
        ascii(
                out,
                "xref\n0 " + (objects.size() + 1) + "\n" + table + "trailer<</Size " + (objects.size() + 1)
                        + "/Root 1 0 R" + trailer + ">>\nstartxref\n" + start + "\n%%EOF\n");
        return out.toByteArray();
    }

    private String objectsAndTable(ByteArrayOutputStream out) {
        out.writeBytes(new byte[] {'%', 'P', 'D', 'F', '-', '1', '.', '7', '\n', '%', -30, -29, -49, -45, '\n'});
        var table = new StringBuilder("0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.size()));
            ascii(out, (i + 1) + " 0 obj\n");
            out.writeBytes(objects.get(i));
            ascii(out, "\nendobj\n");
        }
        return table.toString();
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
