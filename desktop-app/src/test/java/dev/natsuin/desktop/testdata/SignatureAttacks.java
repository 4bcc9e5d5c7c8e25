package dev.natsuin.desktop.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Attacks on one signed document, as files: universal signature forgery, signature wrapping, incremental saving, shadow
 * attacks, and tricks with cross-references. Each is made of the octets of a sound signature, and none is valid.
 *
 * <p>The document is {@link #original()}, signed by our writer: its field and its signature are the first new objects.
 */
public final class SignatureAttacks {
    /** What the forged page says. */
    public static final String FORGED = "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET";

    private static final Pattern CONTENTS = Pattern.compile("/Contents ?<([0-9A-Fa-f]+)>");
    private static final Pattern RANGE = Pattern.compile("/ByteRange ?\\[[^]]*]");
    private static final Pattern START = Pattern.compile("startxref\\s+(\\d+)");

    private final Path signed;
    private final String text;
    private final Map<String, byte[]> attacks = new LinkedHashMap<>();

    private SignatureAttacks(Path signed) {
        this.signed = signed;
        try {
            this.text = Files.readString(signed, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is signed: a page as an attacker may have laid it out, with a font (5), a cover (6), a hidden annotation
     * (7), another catalog (8) and another text (9) beside it.
     */
    public static HandMadePdf original() {
        return HandMadePdf.withCatalog("").stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 595 842]", "1 g 60 690 100 40 re f")
                .object("<</Type/Annot/Subtype/Square/Rect[60 690 400 730]/F 2>>")
                .object("<</Type/Catalog/Pages 2 0 R/Shadow true>>")
                .stream("", FORGED);
    }

    /** Every attack on this file by its name. */
    public static Map<String, byte[]> on(Path signed) {
        var attacks = new SignatureAttacks(signed);
        attacks.forgery();
        attacks.wrapping();
        attacks.saving();
        attacks.shadows();
        attacks.pages();
        attacks.references();
        return attacks.attacks;
    }

    private String found(Pattern pattern) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern);
        }
        return matcher.group();
    }

    private int number(String after) {
        var matcher = Pattern.compile("(\\d+) 0 obj\\s*(?=<<(?:(?!endobj).)*" + after + ")", Pattern.DOTALL)
                .matcher(text);
        int last = 0;
        while (matcher.find()) {
            last = Integer.parseInt(matcher.group(1));
        }
        return last;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void add(String name, byte[] file) {
        if (attacks.put(name, file) != null) {
            throw new IllegalStateException("two attacks of one name");
        }
    }

    private HandMadeUpdate update() {
        return HandMadeUpdate.of(signed);
    }

    private String body(int object) {
        int from = text.lastIndexOf("\n" + object + " 0 obj") + 1;
        from = text.indexOf("obj", from) + 3;
        return text.substring(from, text.indexOf("endobj", from)).strip();
    }

    /** The signature's dictionary written differently: in the update, and in its own place. */
    private void forgery() {
        var contents = found(CONTENTS);
        var range = found(RANGE);
        var ways = new LinkedHashMap<String, UnaryOperator<String>>();
        ways.put("contents empty", s -> s.replace(contents, "/Contents <>"));
        ways.put("contents zero", s -> s.replace(contents, "/Contents <00>"));
        ways.put("contents many zeros", s -> s.replace(contents, "/Contents <" + "00".repeat(4000) + ">"));
        ways.put("contents null", s -> s.replace(contents, "/Contents null"));
        ways.put("contents missing", s -> s.replace(contents, ""));
        ways.put("contents a number", s -> s.replace(contents, "/Contents 0"));
        ways.put("contents a literal string", s -> s.replace(contents, "/Contents (hello)"));
        ways.put("contents with garbage", s -> s.replace(contents, contents.replace("0000>", "00zz>")));
        ways.put("contents elsewhere", s -> s.replace(contents, "/Contents 9 0 R"));
        ways.put("contents twice", s -> s.replace(contents, contents + "/Contents <00>"));
        ways.put("contents octal", s -> s.replace(contents, "/Contents(" + octal(contents) + ")"));
        ways.put("contents in an array", s -> s.replace(contents, "/Contents[" + contents.substring(9) + "]"));
        ways.put("contents with spaces", s -> s.replace("/Contents <30", "/Contents <3 0"));
        ways.put("contents under an escaped name", s -> s.replace("/Contents", "/C#6fntents"));
        ways.put("contents under two names", s -> s.replace(contents, contents + "/C#6fntents <00>"));
        ways.put("byte range under two names", s -> s.replace(range, range + "/#42yteRange [0 10 20 30]"));
        ways.put("byte range twice", s -> s.replace(range, "/ByteRange [0 10 20 30]" + range));
        ways.put(
                "byte range of reals",
                s -> s.replace(range, range.replace(" ", ".0 ").replace("]", ".0]")));
        ways.put("byte range with a sign", s -> s.replace(range, range.replace("[0", "[+0")));
        ways.put("byte range of references", s -> s.replace(range, "/ByteRange [0 9 0 R 9 0 R 9 0 R]"));
        ways.put("byte range elsewhere", s -> s.replace(range, "/ByteRange 9 0 R"));
        ways.put("byte range with a comment", s -> s.replace(range, range.replace("[0", "[%x\n0")));
        ways.put("another sub filter", s -> s.replace("ETSI.CAdES.detached", "ETSI.RFC3161"));
        ways.put("an unknown sub filter", s -> s.replace("ETSI.CAdES.detached", "adbe.x509.rsa_sha1"));
        ways.put("a type twice", s -> s.replace("/Type /Sig", "/Type /Sig /Type /DocTimeStamp"));
        ways.put("byte range empty", s -> s.replace(range, "/ByteRange []"));
        ways.put("byte range null", s -> s.replace(range, "/ByteRange null"));
        ways.put("byte range missing", s -> s.replace(range, ""));
        ways.put("byte range zeros", s -> s.replace(range, "/ByteRange [0 0 0 0]"));
        ways.put("byte range of nothing", s -> s.replace(range, "/ByteRange [0 0 0 100]"));
        ways.put("byte range negative", s -> s.replace(range, "/ByteRange [0 -1 -1 -1]"));
        ways.put("byte range huge", s -> s.replace(range, "/ByteRange [0 9999999999 9999999999 9999999999]"));
        ways.put("byte range beyond all numbers", s -> s.replace(range, "/ByteRange [0 1e99 99999999999999999999 1]"));
        ways.put("byte range overlapping", s -> s.replace(range, "/ByteRange [0 1000 500 2000]"));
        ways.put("byte range of two", s -> s.replace(range, "/ByteRange [0 1000]"));
        ways.put("byte range of six", s -> s.replace(range, range.replace("]", " 10 20]")));
        ways.put("byte range of three", s -> s.replace(range, "/ByteRange [0 1 2]"));
        ways.put("byte range of names", s -> s.replace(range, "/ByteRange [/a /b /c /d]"));
        ways.put("byte range not from the start", s -> s.replace(range, range.replace("[0", "[1")));
        ways.put("another type", s -> s.replace("/Sig", "/Gis"));
        ways.put("no dictionary", s -> "null");
        ways.put("an array", s -> "[0 0 0 0]");
        int signature = number("/ByteRange");
        var own = body(signature);
        ways.forEach((name, way) -> {
            add(
                    "forgery, updated: " + name,
                    update().object(signature, way.apply(own)).bytes());
            add("forgery, in place: " + name, octets(text.replace(own, way.apply(own))));
        });
        int field = number("/FT ?/Sig");
        var holder = body(field);
        int free = update().free();
        var catalog =
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[" + field + " 0 R " + free + " 0 R]>>>>";
        add(
                "forgery: two fields share a dictionary",
                update().object(1, catalog)
                        .object(free, holder.replace("Signature1", "Signature2"))
                        .bytes());
        add(
                "forgery: two fields share a name",
                update().object(1, catalog)
                        .object(free, holder.replaceFirst("/V " + signature, "/V " + (free + 1)))
                        .object(free + 1, own)
                        .bytes());
        add(
                "forgery: another field with a copied signature",
                update().object(1, catalog)
                        .object(
                                free,
                                holder.replace("Signature1", "A").replaceFirst("/V " + signature, "/V " + (free + 1)))
                        .object(free + 1, own)
                        .bytes());
        add(
                "forgery: the signature in the field",
                update().object(field, holder.replace(signature + " 0 R", own)).bytes());
        add(
                "forgery: the value is no signature",
                update().object(field, holder.replace(signature + " 0 R", "(x)"))
                        .bytes());
    }

    /** The octets of hexadecimal contents as a string of octal escapes. */
    private static String octal(String contents) {
        var octets = HexFormat.of().parseHex(contents.substring(contents.indexOf('<') + 1, contents.indexOf('>')));
        var text = new StringBuilder();
        for (byte each : octets) {
            text.append(String.format(Locale.ROOT, "\\%03o", each & 0xff));
        }
        return text.toString();
    }

    /** The signed octets stay, but what is read stands between them and their moved second part. */
    private void wrapping() {
        var contents = found(CONTENTS);
        int gap = text.indexOf(contents) + contents.indexOf('<');
        int after = text.indexOf('>', gap) + 1;
        int signature = number("/ByteRange");
        var matcher = START.matcher(text);
        int start = 0;
        while (matcher.find()) {
            start = Integer.parseInt(matcher.group(1));
        }
        var first = text.substring(0, after);
        var second = text.substring(after);
        for (var variant : new String[] {"with the page", "with nothing else"}) {
            int length = start - after + 2000;
            var range = String.format(Locale.ROOT, "/ByteRange [0 %d %d %d]", gap, after + length, second.length());
            var out = new StringBuilder(first).append(">>\nendobj\n");
            int moved = out.length();
            out.append(signature).append(" 0 obj\n").append(body(signature).replace(found(RANGE), range));
            out.append("\nendobj\n");
            int page = out.length();
            if (variant.endsWith("page")) {
                out.append("4 0 obj\n<</Length ")
                        .append(FORGED.length())
                        .append(">>stream\n")
                        .append(FORGED);
                out.append("\nendstream\nendobj\n");
            }
            // The old table's address must lie in what is put in.
            length = Math.max(length, out.length() - after + 2000);
            int table = Math.max(start, out.length());
            out.append(" ".repeat(table - out.length())).append("xref\n");
            if (variant.endsWith("page")) {
                out.append(String.format(Locale.ROOT, "4 1\n%010d 00000 n \n", page));
            }
            out.append(String.format(Locale.ROOT, "%d 1\n%010d 00000 n \n", signature, moved));
            out.append("trailer<</Size 100/Root 1 0 R/Prev ")
                    .append(firstStart())
                    .append(">>\n");
            out.append(" ".repeat(Math.max(0, after + length - out.length())));
            var file = out.toString()
                    .replace(
                            range,
                            String.format(Locale.ROOT, "/ByteRange [0 %d %d %d]", gap, out.length(), second.length()));
            add("wrapping " + variant, octets(file + second));
            add("wrapping " + variant + ", own end", octets(file + second + "startxref\n" + table + "\n%%EOF\n"));
        }
    }

    private int firstStart() {
        var matcher = START.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no cross-references");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Something appended, with and without what an update needs. */
    private void saving() {
        var page = "\n4 0 obj\n<</Length " + FORGED.length() + ">>stream\n" + FORGED + "\nendstream\nendobj\n";
        add("saving: an object without cross-references", octets(text + page));
        add("saving: an object and a trailer", octets(text + page + "trailer<</Size 20/Root 1 0 R>>\n%%EOF\n"));
        add(
                "saving: with the old address",
                octets(text + page + "trailer<</Size 20/Root 1 0 R>>\nstartxref\n" + firstStart() + "\n%%EOF\n"));
        add("saving: page content", update().stream(4, "", FORGED).bytes());
        var copied = update().stream(4, "", FORGED);
        int signature = number("/ByteRange");
        add(
                "saving: with a copied signature",
                copied.object(signature, body(signature)).bytes());
        add("saving: junk and an end", octets(text + "junk\n%%EOF\n"));
        add("saving: an end", octets(text + "%%EOF\n"));
        add("saving: a comment", octets(text + "% one more thing\n"));
        add("saving: white space", octets(text + " ".repeat(5000)));
        add("saving: zeros", octets(text + "\0"));
        add("saving: a byte flipped", octets(text.replace("contract", "cintract")));
        int free = update().free();
        var data = update().object(
                        1,
                        "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[" + number("/FT ?/Sig")
                                + " 0 R]>>/DSS " + free + " 0 R>>")
                .object(free, "<</Type/DSS>>");
        var good = new String(data.bytes(), StandardCharsets.ISO_8859_1);
        int object = good.lastIndexOf(free + " 0 obj");
        add(
                "saving: a hidden object among validation data",
                moved(good, object, "\n99 0 obj\n<</S/JavaScript>>\nendobj\n"));
        add("saving: comments among validation data", moved(good, object, "%" + "x".repeat(3000) + "\n"));
        add("saving: spaces among validation data", moved(good, object, " ".repeat(3000) + "\n"));
        add("saving: a page among validation data", moved(good, object, page));
    }

    /** The update with more octets in it, its addresses set right. */
    private byte[] moved(String update, int at, String more) {
        var head = update.substring(0, at) + more;
        var tail = update.substring(at);
        var start = START.matcher(tail);
        if (!start.find()) {
            throw new IllegalStateException("no address");
        }
        int old = Integer.parseInt(start.group(1));
        var object = String.format(Locale.ROOT, "%010d", at);
        tail = tail.replace(object, String.format(Locale.ROOT, "%010d", at + more.length()))
                .replace("startxref\n" + old, "startxref\n" + (old + more.length()));
        return octets(head + tail);
    }

    /** What was prepared before signing is shown, hidden or put in the place of something afterwards. */
    private void shadows() {
        int table = text.indexOf("xref\n");
        var second = text.indexOf(FORGED);
        int hidden = text.lastIndexOf(" 0 obj", second);
        int nine = text.lastIndexOf('\n', hidden) + 1;
        if (table < 0 || second < 0) {
            throw new IllegalStateException("this is not the document for shadows");
        }
        add(
                "shadow: hide by emptying the cover",
                update().stream(6, "/Type/XObject/Subtype/Form/BBox[0 0 0 0]", "")
                        .bytes());
        add("shadow: hide by freeing", raw("", "6 1\n0000000000 00001 f \n", "/Root 1 0 R"));
        add(
                "shadow: show the annotation",
                update().object(7, "<</Type/Annot/Subtype/Square/Rect[60 690 400 730]/F 4>>")
                        .bytes());
        add(
                "shadow: replace by pointing to hidden octets",
                raw("", String.format(Locale.ROOT, "4 1\n%010d 00000 n \n", nine), "/Root 1 0 R"));
        add(
                "shadow: replace the font",
                update().object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[48/nine]>>>>")
                        .bytes());
        add("shadow: hide and replace by the other catalog", raw("", "", "/Root 8 0 R"));
        add(
                "shadow: hide and replace by a new catalog",
                raw("90 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", "90 1\n@ 00000 n \n", "/Root 90 0 R"));
        add(
                "shadow: the page shows the hidden text",
                update().object(
                                3,
                                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 9 0 R"
                                        + "/Resources<</Font<</F1 5 0 R>>>>/Annots[" + number("/FT ?/Sig") + " 0 R]>>")
                        .bytes());
    }

    private String tail(int size) {
        var matcher = START.matcher(text);
        int last = 0;
        while (matcher.find()) {
            last = Integer.parseInt(matcher.group(1));
        }
        return "/Size " + size + "/Root 1 0 R/Prev " + last;
    }

    /** An update with a table of one's own; {@code @} stands for where its object begins. */
    private byte[] raw(String object, String entries, String root) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(octets(text));
        var place = String.format(Locale.ROOT, "%010d", out.size());
        out.writeBytes(octets(object));
        int start = out.size();
        var matcher = START.matcher(text);
        long previous = 0;
        while (matcher.find()) {
            previous = Long.parseLong(matcher.group(1));
        }
        out.writeBytes(octets("xref\n" + entries.replace("@", place) + "trailer<</Size 100" + root + "/Prev " + previous
                + ">>\nstartxref\n" + start + "\n%%EOF\n"));
        return out.toByteArray();
    }

    /** The rows of the project's table of changes after signing. */
    private void pages() {
        int field = number("/FT ?/Sig");
        var page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>";
        int free = update().free();
        for (var kind : new String[] {"FreeText", "Stamp", "Square", "Redact", "Text", "Ink", "Widget", "Link"}) {
            add(
                    "page: an annotation " + kind,
                    update().object(3, page + "/Annots[" + field + " 0 R " + free + " 0 R]>>")
                            .object(
                                    free,
                                    "<</Type/Annot/Subtype/" + kind + "/Rect[60 690 400 730]/Contents(999 EUR)"
                                            + "/DA(/F1 24 Tf)/F 4/C[1 1 1]/P 3 0 R>>")
                            .bytes());
        }
        add(
                "page: added",
                update().object(2, "<</Type/Pages/Kids[3 0 R " + free + " 0 R]/Count 2>>")
                        .object(free, page + ">>")
                        .bytes());
        add("page: removed annotations", update().object(3, page + ">>").bytes());
        add(
                "page: cropped",
                update().object(3, page + "/CropBox[0 0 1 1]/Annots[" + field + " 0 R]>>")
                        .bytes());
        add(
                "page: turned",
                update().object(3, page + "/Rotate 180/Annots[" + field + " 0 R]>>")
                        .bytes());
        var form = "/AcroForm<</SigFlags 3/Fields[" + field + " 0 R]>>";
        for (var entry : new String[] {
            "/OpenAction<</S/JavaScript/JS(app.alert)>>",
            "/AA<</WC<</S/JavaScript/JS(x)>>>>",
            "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>",
            "/OCProperties<</OCGs[]/D<<>>>>",
            "/Outlines<</Type/Outlines>>",
            "/PageLabels<</Nums[0<</S/r>>]>>",
            "/Lang(ja)",
            "/PageMode/UseAttachments",
            "/ViewerPreferences<</Direction/R2L>>",
            "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)/EF<</F 4 0 R>>>>]>>>>",
            "/AF[<</Type/Filespec/F(a)/EF<</F 4 0 R>>>>]",
            "/MarkInfo<</Marked true>>",
            "/StructTreeRoot<</Type/StructTreeRoot>>",
            "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFX>>]",
            "/Collection<</View/H>>",
            "/URI<</Base(http://example.com)>>",
            "/SpiderInfo<<>>",
            "/#4fpenAction[3 0 R/Fit]",
            "/Perms<</DocMDP " + number("/ByteRange") + " 0 R>>"
        }) {
            add(
                    "catalog: " + entry,
                    update().object(1, "<</Type/Catalog/Pages 2 0 R" + form + entry + ">>")
                            .bytes());
        }
        var widget = body(field);
        for (var entry : new String[] {
            "/AA<</E<</S/JavaScript/JS(x)>>>>",
            "/A<</S/URI/URI(http://example.com)>>",
            "/MK<</CA(999 EUR)/BG[1 0 0]>>",
            "/Border[0 0 9]",
            "/OC<</Type/OCG/Name(x)>>",
            "/TU(Director)",
            "/Kids[4 0 R]",
            "/Contents(x)"
        }) {
            add(
                    "widget: " + entry,
                    update().object(field, widget.substring(0, widget.length() - 2) + entry + ">>")
                            .bytes());
        }
        add(
                "widget: another place",
                update().object(field, widget.replaceFirst("/Rect ?\\[[^]]*]", "/Rect [60 690 400 730]"))
                        .bytes());
        add(
                "widget: another picture",
                update().object(field, widget.replaceFirst("/AP ?<<[^>]*>>", "/AP<</N 9 0 R>>"))
                        .bytes());
        add(
                "catalog: the form is gone",
                update().object(1, "<</Type/Catalog/Pages 2 0 R>>").bytes());
        add(
                "catalog: XFA",
                update().object(1, "<</Type/Catalog/Pages 2 0 R" + form.replace("/SigFlags", "/XFA(x)/SigFlags") + ">>")
                        .bytes());
        add(
                "catalog: appearances are to be made anew",
                update().object(
                                1,
                                "<</Type/Catalog/Pages 2 0 R"
                                        + form.replace("/SigFlags", "/NeedAppearances true/SigFlags") + ">>")
                        .bytes());
    }

    /** One reader sees what another does not. */
    private void references() {
        var forged = "4 0 obj\n<</Length " + FORGED.length() + ">>stream\n" + FORGED + "\nendstream\nendobj\n";
        add("table: another generation", raw(forged.replace("4 0 obj", "4 1 obj"), "4 1\n@ 00001 n \n", "/Root 1 0 R"));
        add(
                "table: twice in one update",
                raw(forged + forged.replace("999", "100"), "4 1\n@ 00000 n \n4 1\n@ 00000 n \n", "/Root 1 0 R"));
        add(
                "table: two objects of one number",
                raw(forged.replace("999", "100") + forged, "4 1\n@ 00000 n \n", "/Root 1 0 R"));
        add("table: size lies", raw(forged, "4 1\n@ 00000 n \n", "/Size 3/Root 1 0 R"));
        add("table: as any other update", raw(forged, "4 1\n@ 00000 n \n", "/Root 1 0 R"));
        add("table: hybrid", raw(forged, "", "/Root 1 0 R/XRefStm " + text.length()));
        add("table: an address before its object", raw(" " + forged, "4 1\n@ 00000 n \n", "/Root 1 0 R"));
        add("table: no entries at all but an object", raw(forged, "", "/Root 1 0 R"));
        var forgedLines = raw(forged, "4 1\n@ 00000 n \n", "/Root 1 0 R");
        add(
                "table: lines end with a carriage return",
                octets(text
                        + new String(forgedLines, StandardCharsets.ISO_8859_1)
                                .substring(text.length())
                                .replace('\n', '\r')));
        var packed = new HandMadeStreamUpdate(octets(text));
        var page = body(3).replace("4 0 R", "9 0 R");
        add(
                "object stream: a page of the signed revision",
                packed.packed(30, 1, "3 0 ", page).inside(3, 30, 0).end(31, tail(32)));
        add(
                "object stream: one that goes on from the file's own",
                new HandMadeStreamUpdate(octets(text))
                        .object(
                                30,
                                "<</Type/ObjStm/N 1/First 4/Extends 9 0 R/Length " + (page.length() + 4)
                                        + ">>stream\n3 0 " + page + "\nendstream")
                        .inside(3, 30, 0)
                        .end(31, tail(32)));
        int signature = number("/ByteRange");
        var moved = body(signature);
        add(
                "object stream: the signature",
                new HandMadeStreamUpdate(octets(text))
                        .packed(30, 1, signature + " 0 ", moved)
                        .inside(signature, 30, 0)
                        .end(31, tail(32)));
        add(
                "object stream: the catalog beside itself",
                new HandMadeStreamUpdate(octets(text))
                        .object(1, body(1))
                        .packed(30, 1, "1 0 ", body(8))
                        .inside(1, 30, 0)
                        .end(31, tail(32)));
        var plain = new String(attacks.get("table: as any other update"), StandardCharsets.ISO_8859_1);
        int start = plain.lastIndexOf("xref\n", plain.lastIndexOf("startxref") - 1);
        add(
                "table: previous is itself",
                octets(plain.substring(0, start)
                        + plain.substring(start).replaceFirst("/Prev \\d+", "/Prev " + start)));
        add(
                "table: previous is older",
                octets(plain.substring(0, start)
                        + plain.substring(start).replaceFirst("/Prev \\d+", "/Prev " + firstStart())));
        add("table: two ends", octets(plain + "startxref\n" + firstStart() + "\n%%EOF\n"));
        add(
                "table: a wrong address",
                octets(plain.replaceAll("startxref\\s+\\d+\\s+%%EOF\\s*$", "startxref\n17\n%%EOF\n")));
    }
}
