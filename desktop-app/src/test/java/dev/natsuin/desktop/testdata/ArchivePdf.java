package dev.natsuin.desktop.testdata;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;

/**
 * Documents of the PDF/A family, written by PDFBox: one page of text with an embedded font, an output intent and
 * metadata that names part and conformance. Without chance: the same octets each time.
 */
public final class ArchivePdf {
    /** Where {@link Form} puts the visible field. */
    public static final String FIELD = "Approval";

    private ArchivePdf() {}

    /** What stands in the document beside its page. */
    public enum Form {
        /** No form. */
        NONE,
        /** An empty signature field without a place on the page. */
        UNSEEN_FIELD,
        /** An empty signature field with a place, and the appearance of an empty one. */
        FIELD_ON_PAGE
    }

    /**
     * Writes one.
     *
     * @param part 1 to 4
     * @param conformance {@code B}, {@code U}, {@code A}; {@code ""} for part 4, which has none
     */
    public static Path write(Path file, int part, String conformance, Form form) {
        try (var document = new PDDocument()) {
            document.getDocument().setVersion(part == 1 ? 1.4f : part == 4 ? 2.0f : 1.7f);
            document.setDocumentId(19005L);
            var page = page(document, part, conformance.equals("A"));
            metadata(document, part, conformance);
            intent(document);
            if (form != Form.NONE) {
                field(document, page, form == Form.FIELD_ON_PAGE, part);
            }
            document.getDocument().getTrailer().removeItem(COSName.INFO);
            document.getDocumentCatalog().getCOSObject().removeItem(COSName.VERSION);
            document.save(
                    file.toFile(),
                    part == 1 || part == 4
                            ? CompressParameters.NO_COMPRESSION
                            : CompressParameters.DEFAULT_COMPRESSION);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PDPage page(PDDocument document, int part, boolean tagged) throws IOException {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (InputStream in = ArchivePdf.class.getResourceAsStream("samples.ttf");
                var on = new PDPageContentStream(document, page)) {
            if (in == null) {
                throw new IllegalStateException("samples.ttf is part of the tests; see SubsetFont");
            }
            var font = PDType0Font.load(document, in, true);
            if (tagged) {
                on.beginMarkedContent(COSName.P, marked());
            }
            on.beginText();
            on.setFont(font, 18);
            on.newLineAtOffset(72, 700);
            on.showText("PDF/A-" + part);
            on.endText();
            if (tagged) {
                on.endMarkedContent();
            }
        }
        if (tagged) {
            structure(document, page);
        }
        return page;
    }

    private static PDPropertyList marked() {
        var properties = new COSDictionary();
        properties.setInt(COSName.MCID, 0);
        return PDPropertyList.create(properties);
    }

    /** A document with one paragraph: the one text of the page. */
    private static void structure(PDDocument document, PDPage page) {
        var paragraph = new COSDictionary();
        paragraph.setItem(COSName.TYPE, COSName.getPDFName("StructElem"));
        paragraph.setItem(COSName.S, COSName.P);
        paragraph.setItem(COSName.PG, page);
        paragraph.setInt(COSName.K, 0);
        var root = new COSDictionary();
        root.setItem(COSName.TYPE, COSName.STRUCT_TREE_ROOT);
        root.setItem(COSName.K, paragraph);
        paragraph.setItem(COSName.P, root);
        var numbers = new COSArray();
        numbers.add(COSInteger.ZERO);
        var parents = new COSArray();
        parents.add(paragraph);
        numbers.add(parents);
        var tree = new COSDictionary();
        tree.setItem(COSName.NUMS, numbers);
        root.setItem(COSName.PARENT_TREE, tree);
        page.getCOSObject().setInt(COSName.STRUCT_PARENTS, 0);
        var marks = new COSDictionary();
        marks.setBoolean(COSName.getPDFName("Marked"), true);
        var catalog = document.getDocumentCatalog().getCOSObject();
        catalog.setItem(COSName.getPDFName("MarkInfo"), marks);
        catalog.setItem(COSName.STRUCT_TREE_ROOT, root);
        catalog.setItem(COSName.LANG, new COSString("en"));
    }

    private static void metadata(PDDocument document, int part, String conformance) throws IOException {
        var level = conformance.isEmpty()
                ? "<pdfaid:rev>2020</pdfaid:rev>"
                : "<pdfaid:conformance>" + conformance + "</pdfaid:conformance>";
        var xmp = """
                <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
                <pdfaid:part>%d</pdfaid:part>%s
                </rdf:Description></rdf:RDF></x:xmpmeta>
                <?xpacket end="w"?>""".formatted(part, level);
        document.getDocumentCatalog()
                .setMetadata(new PDMetadata(document, new ByteArrayInputStream(xmp.getBytes(StandardCharsets.UTF_8))));
    }

    private static void intent(PDDocument document) throws IOException {
        var profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        var intent = new PDOutputIntent(document, new ByteArrayInputStream(profile));
        intent.setInfo("sRGB");
        intent.setOutputConditionIdentifier("sRGB");
        document.getDocumentCatalog().addOutputIntent(intent);
    }

    private static void field(PDDocument document, PDPage page, boolean seen, int part) throws IOException {
        var field = new COSDictionary();
        field.setItem(COSName.TYPE, COSName.ANNOT);
        field.setItem(COSName.SUBTYPE, COSName.WIDGET);
        field.setItem(COSName.FT, COSName.SIG);
        field.setString(COSName.T, FIELD);
        field.setInt(COSName.F, 4);
        field.setItem(COSName.P, page);
        field.setItem(
                COSName.RECT, (seen ? new PDRectangle(100, 200, 220, 90) : new PDRectangle(0, 0, 0, 0)).getCOSArray());
        if (seen || part == 1) {
            var nothing = new PDStream(document).getCOSObject();
            try (var out = nothing.createOutputStream()) {
                out.write(' ');
            }
            nothing.setItem(COSName.TYPE, COSName.XOBJECT);
            nothing.setItem(COSName.SUBTYPE, COSName.FORM);
            nothing.setItem(COSName.BBOX, new PDRectangle(0, 0, 220, 90).getCOSArray());
            nothing.setItem(COSName.RESOURCES, new COSDictionary());
            var appearances = new COSDictionary();
            appearances.setItem(COSName.N, nothing);
            field.setItem(COSName.AP, appearances);
        }
        var fields = new COSArray();
        fields.add(field);
        var form = new COSDictionary();
        form.setItem(COSName.FIELDS, fields);
        document.getDocumentCatalog().getCOSObject().setItem(COSName.ACRO_FORM, form);
        var annotations = new COSArray();
        annotations.add(field);
        page.getCOSObject().setItem(COSName.ANNOTS, annotations);
    }
}
