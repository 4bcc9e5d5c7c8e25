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

    private static HandMadePdf catalog(String entries) {
        return new HandMadePdf().object("<</Type/Catalog/Pages 2 0 R" + entries + ">>");
    }

    private HandMadePdf page(String text) {
        return object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
                .object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
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

    /** Further entries of the trailer. */
    public HandMadePdf trailer(String entries) {
        trailer = entries;
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'%', 'P', 'D', 'F', '-', '1', '.', '7', '\n', '%', -30, -29, -49, -45, '\n'});
        var table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.size()));
            out.writeBytes(((i + 1) + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(objects.get(i));
            out.writeBytes("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        int start = out.size();
        table.append("trailer<</Size ")
                .append(objects.size() + 1)
                .append("/Root 1 0 R")
                .append(trailer);
        table.append(">>\nstartxref\n").append(start).append("\n%%EOF\n");
        out.writeBytes(table.toString().getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
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
