package dev.natsuin.desktop.document.inspect;

import static dev.natsuin.desktop.testdata.TrickPdf.OVER;
import static dev.natsuin.desktop.testdata.TrickPdf.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadeStreamUpdate;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TrickPdf;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.encoding.WinAnsiEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way of hiding something is found under its code; each honest sibling is passed without a word of warning. */
final class InspectionTest {
    private static final String FORM = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";
    private static final String FIELD =
            "/Type/Annot/Subtype/Widget/FT/Tx/T(sum)/F 4/Rect[70 600 200 620]/AP<</N 7 0 R>>";
    private static final String LOOK = "/Type/XObject/Subtype/Form/BBox[0 0 130 20]/Resources<</Font<</F1 5 0 R>>>>";
    private static final String LAYERS = "/OCProperties<</OCGs[6 0 R]/D<<%s>>>>";
    private static final String IN_LAYER = "/OC /L BDC " + TEXT + " EMC";

    @TempDir
    private Path folder;

    private List<Finding> findings(TrickPdf pdf) {
        return findings(pdf.write(folder.resolve("a.pdf")));
    }

    private static List<Finding> findings(Path file) {
        return ((Inspection.Look.Inspected) Inspection.of(file)).findings();
    }

    private static List<String> warned(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .map(finding -> finding.code().code())
                .toList();
    }

    private static List<String> codes(List<Finding> findings) {
        return findings.stream().map(finding -> finding.code().code()).toList();
    }

    private static TrickPdf drawn(String content) {
        return TrickPdf.content(content);
    }

    private static TrickPdf form(String field, String look) {
        return TrickPdf.page()
                .entries("/Annots[6 0 R]")
                .catalog("/AcroForm<</Fields[6 0 R]>>")
                .object("<<" + FIELD + field + ">>")
                .stream(LOOK, look);
    }

    private static TrickPdf toSign(String place) {
        return toSign(place, TEXT);
    }

    private static TrickPdf toSign(String place, String content) {
        return drawn(content)
                .entries("/Annots[6 0 R]")
                .catalog("/AcroForm<</Fields[6 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Sig/T(Seller)/F 4/Rect[" + place + "]>>");
    }

    /** A push button that shows the first look, and the second while it is pointed at or pressed. */
    private static TrickPdf button(String when, String look, String other) {
        return TrickPdf.page()
                .entries("/Annots[6 0 R]")
                .catalog("/AcroForm<</Fields[6 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Btn/Ff 65536/T(sum)/F 4/Rect[70 600 200 620]/AP<</N 7 0 R/"
                        + when + " 8 0 R>>>>")
                .stream(LOOK, look)
                .stream(
                        "/Type/XObject/Subtype/Form/BBox[0 0 130 20]/Resources<</Font<</F1 5 0 R>>/XObject<</X 9 0 R>>>>",
                        other)
                .image("/ColorSpace/DeviceGray");
    }

    /** A box that is not ticked, with what it shows when it is. */
    private static TrickPdf box(String ticked) {
        return TrickPdf.page()
                .entries("/Annots[6 0 R]")
                .catalog("/AcroForm<</Fields[6 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Btn/T(box)/F 4/Rect[70 600 200 620]/AS/Off"
                        + "/AP<</N<</Yes 7 0 R/Off 8 0 R>>/D<</Yes 7 0 R/Off 9 0 R>>>>>>")
                .stream(
                        "/Type/XObject/Subtype/Form/BBox[0 0 130 20]/Resources<</Font<</F1 5 0 R/ZaDb 10 0 R>>>>",
                        ticked)
                .stream(LOOK, "0 G 1 1 128 18 re S")
                .stream(LOOK, "0.75 g 0 0 130 20 re f 0 G 1 1 128 18 re S")
                .object("<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>");
    }

    private static TrickPdf roomless(String entries, String look) {
        return TrickPdf.page()
                .entries("/Annots[6 0 R]")
                .object("<</Type/Annot/Rect[100 600 100 600]/AP<</N 7 0 R>>" + entries + ">>")
                .stream(LOOK, look);
    }

    private static String said(String words) {
        return "BT /F1 12 Tf 2 5 Td (" + words + ") Tj ET";
    }

    private static TrickPdf annotation(String entries) {
        return annotation("66 690 266 726", entries);
    }

    private static TrickPdf annotation(String box, String entries) {
        return TrickPdf.page()
                .entries("/Annots[6 0 R]")
                .object("<</Type/Annot/Rect[" + box + "]/AP<</N 7 0 R>>" + entries + ">>")
                .stream("/Type/XObject/Subtype/Form/BBox[0 0 200 36]", "1 1 0.8 rg 0 0 200 36 re f");
    }

    private static TrickPdf opening(String action) {
        return TrickPdf.page().catalog("/OpenAction<</S/" + action + ">>");
    }

    private static TrickPdf clicking(String action) {
        return TrickPdf.page()
                .entries("/Annots[<</Type/Annot/Subtype/Link/F 4/Rect[70 600 200 620]/A<</S/" + action + ">>>>]");
    }

    /** Text in a font of a published collection of characters, which is not in the file. */
    private static TrickPdf notEmbedded(String collection, String encoding, String codes) {
        return notEmbedded(2, collection, encoding, codes);
    }

    private static TrickPdf notEmbedded(int type, String collection, String encoding, String codes) {
        return drawn("BT /F2 24 Tf 72 700 Td <" + codes + "> Tj ET")
                .fonts("/F2 6 0 R")
                .object("<</Type/Font/Subtype/Type0/BaseFont/Gone/Encoding/" + encoding + "/DescendantFonts[7 0 R]>>")
                .object("<</Type/Font/Subtype/CIDFontType" + type
                        + "/BaseFont/Gone/CIDSystemInfo<</Registry(Adobe)/Ordering(" + collection
                        + ")/Supplement 2>>/FontDescriptor 8 0 R>>")
                .object("<</Type/FontDescriptor/FontName/Gone/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 900"
                        + "/Descent -100/CapHeight 700/StemV 80>>");
    }

    static Stream<Arguments> tricks() {
        return Stream.of(
                // What is painted over something.
                Arguments.of("text-covered", "a white surface", drawn(TEXT + "1 g " + OVER + "f")),
                Arguments.of("text-covered", "one figure of many", drawn(TEXT + "1 g 72 695 13 25 re f")),
                Arguments.of(
                        "text-covered",
                        "another figure on the cover",
                        drawn(TEXT + "1 g 72 695 13 25 re f BT /F1 24 Tf 0 g 72 700 Td (9) Tj ET")),
                Arguments.of(
                        "text-covered",
                        "twelve strips",
                        drawn(TEXT
                                + "1 g 66 690 200 3 re f 66 693 200 3 re f 66 696 200 3 re f 66 699 200 3 re f 66 702 200 3 re f"
                                + " 66 705 200 3 re f 66 708 200 3 re f 66 711 200 3 re f 66 714 200 3 re f 66 717 200 3 re f"
                                + " 66 720 200 3 re f 66 723 200 3 re f")),
                Arguments.of("text-covered", "a thick line", drawn(TEXT + "1 G 40 w 60 708 m 280 708 l S")),
                Arguments.of(
                        "text-covered",
                        "a form of its own",
                        drawn(TEXT + "/X Do").resources("/XObject<</X 6 0 R>>").stream(FORM, "1 g " + OVER + "f")),
                Arguments.of(
                        "text-covered",
                        "a transparency group",
                        drawn(TEXT + "/X Do").resources("/XObject<</X 6 0 R>>").stream(
                                FORM + "/Group<</S/Transparency>>", "1 g " + OVER + "f")),
                Arguments.of(
                        "text-covered",
                        "a picture",
                        drawn(TEXT + "q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray")),
                Arguments.of(
                        "text-covered",
                        "a picture whose mask lets nothing through",
                        drawn(TEXT + "q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray/SMask 7 0 R")
                                .stream(
                                        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
                                        new byte[] {(byte) 0xFF})),
                Arguments.of(
                        "text-covered",
                        "a stencil without holes",
                        drawn(TEXT + "1 g q 200 0 0 36 66 690 cm /X Do Q").resources("/XObject<</X 6 0 R>>").stream(
                                "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 1/ImageMask true",
                                new byte[] {0})),
                Arguments.of(
                        "text-covered",
                        "a picture inside the content",
                        drawn(TEXT + "q 200 0 0 36 66 690 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u00ff EI Q")),
                Arguments.of(
                        "text-covered",
                        "a shading",
                        drawn(TEXT + "q " + OVER + "W n /S sh Q")
                                .resources(
                                        "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 595 0]"
                                                + "/Extend[true true]/Function<</FunctionType 2/Domain[0 1]/C0[1]/C1[1]/N 1>>>>>>")),
                Arguments.of(
                        "text-covered",
                        "a blend that lightens to white",
                        drawn(TEXT + "/G gs 1 g " + OVER + "f").resources("/ExtGState<</G<</BM/Lighten>>>>")),
                Arguments.of(
                        "text-covered",
                        "a pattern without gaps",
                        drawn(TEXT + "/Pattern cs /P scn " + OVER + "f").resources("/Pattern<</P 6 0 R>>").stream(
                                "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 10 10]/XStep 10/YStep 10/Resources<<>>",
                                "1 g 0 0 10 10 re f")),
                Arguments.of("text-covered", "a note", annotation("/Subtype/FreeText/F 4")),
                Arguments.of(
                        "text-covered",
                        "a character that is all surface",
                        drawn(TEXT + "BT /F2 40 Tf 1 g 60 690 Td (AAAAAA) Tj ET")
                                .fonts("/F2 6 0 R")
                                .object(
                                        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65"
                                                + "/Widths[1]/Encoding<</Differences[65/a]>>/CharProcs<</a 7 0 R>>/Resources<<>>>>")
                                .stream("", "1 0 0 0 1 1 d1 0 0 1 1 re f")),
                Arguments.of(
                        "image-covered",
                        "a picture on a picture",
                        drawn("q 200 0 0 36 66 690 cm /X Do /Y Do Q")
                                .resources("/XObject<</X 6 0 R/Y 7 0 R>>")
                                .image("/ColorSpace/DeviceGray")
                                .image("/ColorSpace/DeviceGray/Decode[1 0]")),

                // What is painted so that it does not show.
                Arguments.of("text-faint", "white on white", drawn(TEXT.replace("0 g", "1 g"))),
                Arguments.of(
                        "text-faint",
                        "blue on blue",
                        drawn("0 0 0.8 rg " + OVER + "f " + TEXT.replace("0 g", "0 0 0.82 rg"))),
                Arguments.of(
                        "text-faint",
                        "nearly transparent",
                        drawn("/G gs " + TEXT).resources("/ExtGState<</G<</ca 0.01>>>>")),
                Arguments.of("text-invisible", "the invisible mode", drawn(TEXT.replace("0 g", "3 Tr"))),
                Arguments.of("text-invisible", "only for clipping", drawn(TEXT.replace("0 g", "7 Tr"))),
                Arguments.of(
                        "text-invisible",
                        "clipping what is painted beside it",
                        drawn("q " + TEXT.replace("0 g", "7 Tr") + "0 g 73 716 2 2 re f Q")),
                Arguments.of(
                        "text-tiny",
                        "twelve of units that are small",
                        drawn(TEXT.replace("24", "12")).entries("/UserUnit 0.01")),
                Arguments.of("text-tiny", "a third of a point", drawn(TEXT.replace("24", "0.3"))),
                Arguments.of(
                        "text-tiny", "made flat", drawn("q 1 0 0 0.001 0 690 cm " + TEXT.replace("700", "0") + "Q")),
                Arguments.of("text-tiny", "made flat wholly", drawn("q 1 0 0 0 0 690 cm " + TEXT + "Q")),
                Arguments.of("text-tiny", "made narrow", drawn(TEXT.replace("0 g", "0 g 0.1 Tz"))),
                Arguments.of("text-clipped", "cut away", drawn("q 0 0 10 10 re W n " + TEXT + "Q")),
                Arguments.of(
                        "text-outside-page",
                        "far from the line that is shown",
                        drawn(TEXT + TEXT.replace("72 700", "1000 700"))),
                Arguments.of(
                        "text-outside-page",
                        "under the line that is shown",
                        drawn(TEXT.replace("72 700", "300 10") + TEXT.replace("72 700", "72 -80"))),
                Arguments.of(
                        "text-outside-page",
                        "beside the crop box",
                        TrickPdf.page().entries("/CropBox[0 0 595 600]")),

                // Layers.
                Arguments.of(
                        "layer-hidden",
                        "a layer that is off",
                        drawn(IN_LAYER)
                                .resources("/Properties<</L 6 0 R>>")
                                .catalog(LAYERS.formatted("/OFF[6 0 R]"))
                                .object("<</Type/OCG/Name(price)>>")),
                Arguments.of(
                        "layer-hidden",
                        "all layers off, and a membership",
                        drawn(IN_LAYER)
                                .resources("/Properties<</L<</Type/OCMD/OCGs 6 0 R>>>>")
                                .catalog(LAYERS.formatted("/BaseState/OFF"))
                                .object("<</Type/OCG/Name(price)>>")),
                Arguments.of(
                        "layer-hidden",
                        "a form in a layer that is off",
                        drawn("/X Do")
                                .resources("/XObject<</X 7 0 R>>")
                                .catalog(LAYERS.formatted("/OFF[6 0 R]"))
                                .object("<</Type/OCG/Name(price)>>")
                                .stream(FORM + "/OC 6 0 R/Resources<</Font<</F1 5 0 R>>>>", TEXT)),
                Arguments.of(
                        "layer-hidden",
                        "a stamp in a layer that is off",
                        annotation("/Subtype/Stamp/F 4/OC 8 0 R")
                                .catalog("/OCProperties<</OCGs[8 0 R]/D<</OFF[8 0 R]>>>>")
                                .object("<</Type/OCG/Name(price)>>")),
                Arguments.of(
                        "layers-two-states",
                        "not in print",
                        drawn(IN_LAYER)
                                .resources("/Properties<</L 6 0 R>>")
                                .catalog(LAYERS.formatted(""))
                                .object("<</Type/OCG/Name(price)/Usage<</Print<</PrintState/OFF>>>>>>")),
                Arguments.of(
                        "layers-two-states",
                        "only when small",
                        drawn(IN_LAYER)
                                .resources("/Properties<</L 6 0 R>>")
                                .catalog(LAYERS.formatted(""))
                                .object("<</Type/OCG/Name(price)/Usage<</Zoom<</max 1>>>>>>")),

                // Programs and actions.
                Arguments.of(
                        "script", "at opening", opening("JavaScript/JS(this.getField\\('a'\\).value=new Date\\(\\))")),
                Arguments.of(
                        "script",
                        "in the tree of names",
                        TrickPdf.page()
                                .catalog("/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>")),
                Arguments.of(
                        "script",
                        "at paging",
                        TrickPdf.page().entries("/AA<</O<</S/JavaScript/JS 6 0 R>>>>").stream("", "app.alert(1)")),
                Arguments.of(
                        "script",
                        "behind a format",
                        form("/V(1)/AA<</F<</S/JavaScript/JS(AFNumber_Format\\(2\\);app.alert\\(1\\))>>>>", "")),
                Arguments.of(
                        "script",
                        "in a parent of a field that only the field knows",
                        form("/Parent 8 0 R/MK<</BC[0]>>", "")
                                .object("<</Type/Page/T(p)/AA<</F<</S/JavaScript/JS(app.alert\\(1\\))>>>>>>")),
                Arguments.of("action-automatic", "an address at opening", opening("URI/URI(https://example.org/)")),
                Arguments.of("action-automatic", "another file at opening", opening("GoToR/F(b.pdf)/D[0/Fit]")),
                Arguments.of("launch", "a program", clicking("Launch/F(calc.exe)")),
                Arguments.of("action-data", "sending", clicking("SubmitForm/F(https://example.org/)")),
                Arguments.of("action-data", "fetching", clicking("ImportData/F(data.fdf)")),
                Arguments.of("action-changes", "hiding", clicking("Hide/T(sum)")),
                Arguments.of(
                        "action-changes",
                        "a layer",
                        clicking("SetOCGState/State[/Toggle 6 0 R]").object("<</Type/OCG/Name(price)>>")),
                Arguments.of(
                        "script",
                        "behind a harmless action",
                        clicking("GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(app.alert\\(1\\))>>")),
                Arguments.of("multimedia", "three dimensions", annotation("/Subtype/3D/F 4")),

                // What lies elsewhere, or inside.
                Arguments.of(
                        "external-content",
                        "a stream in another file",
                        drawn("/X Do").resources("/XObject<</X 6 0 R>>").stream(FORM + "/F(elsewhere.bin)", "")),
                Arguments.of(
                        "external-content",
                        "a page of another file",
                        drawn("/X Do").resources("/XObject<</X 6 0 R>>").stream(FORM + "/Ref<</F(b.pdf)/Page 0>>", "")),
                Arguments.of(
                        "external-content",
                        "a proxy for a picture",
                        drawn("q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray/OPI<</1.3<<>>>>")),
                Arguments.of(
                        "image-alternate",
                        "another picture for print",
                        drawn("q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray/Alternates[<</Image 7 0 R/DefaultForPrinting true>>]")
                                .image("/ColorSpace/DeviceGray")),
                Arguments.of(
                        "attachment",
                        "in the tree of names",
                        TrickPdf.page()
                                .catalog(
                                        "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>]>>>>")
                                .stream("/Type/EmbeddedFile", "MZ")),
                Arguments.of(
                        "attachment",
                        "as a note",
                        annotation("/Subtype/FileAttachment/F 4/FS<</Type/Filespec/F(a.exe)/EF<</F 8 0 R>>>>").stream(
                                "/Type/EmbeddedFile", "MZ")),
                Arguments.of(
                        "image-undecodable",
                        "JPEG 2000",
                        drawn("q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/Filter/JPXDecode")),
                Arguments.of(
                        "image-undecodable",
                        "JBIG2",
                        drawn("q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray/Filter[/JBIG2Decode]")),
                Arguments.of(
                        "text-without-font",
                        "letters that no font here has",
                        notEmbedded("Japan1", "UniJIS-UTF16-H", "FFFFFFFE")),
                Arguments.of(
                        "font-unknown",
                        "numbers of glyphs of a font that is not there",
                        drawn("BT /F2 24 Tf 72 700 Td <00240025> Tj ET")
                                .fonts("/F2 6 0 R")
                                .object(
                                        "<</Type/Font/Subtype/Type0/BaseFont/Gone/Encoding/Identity-H/DescendantFonts[7 0 R]>>")
                                .object(
                                        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Gone/CIDToGIDMap/Identity"
                                                + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 8 0 R>>")
                                .object(
                                        "<</Type/FontDescriptor/FontName/Gone/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 900"
                                                + "/Descent -100/CapHeight 700/StemV 80>>")),

                // Fields and notes.
                Arguments.of("field-as-text", "no frame", form("/V(1000)", "BT /F1 12 Tf 2 5 Td (1000) Tj ET")),
                Arguments.of("field-over-text", "an amount", toSign("60 690 300 740")),
                Arguments.of(
                        "field-over-text",
                        "a date",
                        toSign("60 690 300 740", "BT /F1 12 Tf 72 700 Td (Due 31 December 2026) Tj ET")),
                Arguments.of(
                        "field-over-text",
                        "a long sentence that speaks of signing",
                        toSign(
                                "60 690 500 740",
                                "BT /F1 12 Tf 72 700 Td (Whoever signs here is liable for all that comes of it later.) Tj ET")),
                Arguments.of(
                        "field-over-text",
                        "a sentence",
                        toSign(
                                "60 690 500 740",
                                "BT /F1 12 Tf 72 700 Td (The seller shall not be liable at all.) Tj ET")),
                Arguments.of(
                        "field-value-differs",
                        "another value",
                        form("/V(9000)/MK<</BC[0]>>", "BT /F1 12 Tf 2 5 Td (1000) Tj ET")),
                Arguments.of(
                        "annotation-on-hover",
                        "another amount when pointed at",
                        button("R", said("1,000 EUR"), said("9,000 EUR"))),
                Arguments.of(
                        "annotation-on-hover",
                        "another amount when pressed",
                        button("D", said("1,000 EUR"), said("9,000 EUR"))),
                Arguments.of(
                        "annotation-on-hover",
                        "a picture when pointed at",
                        button("R", said("1,000 EUR"), "q 100 0 0 20 0 0 cm /X Do Q")),
                Arguments.of(
                        "annotation-on-hover",
                        "drawn letters when pointed at",
                        button("R", said("1,000 EUR"), "0 0 m " + "3 4 l 5 6 l ".repeat(40) + "f")),
                Arguments.of("field-other-state", "another amount when ticked", box(said("9,000 EUR"))),
                Arguments.of("field-other-state", "a clause when ticked", box(said("The seller is not liable"))),
                Arguments.of(
                        "annotation-hidden",
                        "a note without room",
                        roomless("/Subtype/FreeText/F 4", said("9,000 EUR"))),
                Arguments.of("annotation-hidden", "hidden", annotation("/Subtype/FreeText/F 2")),
                Arguments.of("annotation-hidden", "not viewed", annotation("/Subtype/Stamp/F 32")),
                Arguments.of("annotation-print-only", "only in print", annotation("/Subtype/Stamp/F 36")),
                Arguments.of(
                        "dynamic-form",
                        "XFA",
                        TrickPdf.page().catalog("/AcroForm<</Fields[]/XFA 6 0 R>>").stream("", "<x/>")),

                // What the file holds beside the document.
                Arguments.of(
                        "twin-object",
                        "a second content",
                        TrickPdf.page().unlisted("4 0 obj\n<</Length 0>>stream\n\nendstream\nendobj\n")),
                Arguments.of(
                        "twin-object",
                        "a second content that says to be cross-references",
                        TrickPdf.page()
                                .unlisted(
                                        "4 0 obj\n<</Type/XRef/W[1 2 1]/Size 4/Length 0>>stream\n\nendstream\nendobj\n")),
                Arguments.of(
                        "ambiguous-object",
                        "another generation",
                        TrickPdf.page()
                                .object("<</Type/Annot/Subtype/Square/Rect[0 0 9 9]>>")
                                .entries("/Annots[6 1 R]")),
                Arguments.of("unlisted-object", "a free one", TrickPdf.page().unlisted("77 0 obj\n(x)\nendobj\n")),
                Arguments.of(
                        "unused-page",
                        "a page that no tree has",
                        TrickPdf.page()
                                .object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R>>")
                                .stream("", TEXT)),
                Arguments.of(
                        "unused-page",
                        "a page that does not say what it is",
                        TrickPdf.page().object("<</Parent 2 0 R/Contents 7 0 R>>").stream("", TEXT)),
                Arguments.of(
                        "unused-page",
                        "a second document that does not say what it is",
                        TrickPdf.page().object("<</Pages 2 0 R>>")),
                Arguments.of(
                        "twin-object",
                        "one octet is another",
                        TrickPdf.page().unlisted("5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetics>>\nendobj\n")),
                Arguments.of(
                        "field-value-differs",
                        "what is drawn anew is not what is drawn here",
                        form("/V(9000)/DA(broken)/MK<</BC[0]>>", "")),
                Arguments.of(
                        "text-covered",
                        "a letter drawn downwards, under a surface",
                        downwards("0 g", "1 g 66 690 200 36 re f")),
                Arguments.of(
                        "unused-page",
                        "a second document",
                        TrickPdf.page()
                                .object("<</Type/Catalog/Pages 7 0 R>>")
                                .object("<</Type/Pages/Kids[8 0 R]/Count 1>>")
                                .object("<</Type/Page/Parent 7 0 R/MediaBox[0 0 595 842]>>")));
    }

    /** As Chromium draws letters: each a drawing of its own in a font that is upside down. */
    private static TrickPdf downwards(String colour, String after) {
        return drawn("BT /F2 24 Tf " + colour + " 1 0 0 1 72 700 Tm (AA) Tj 1 0 0 1 72 680 Tm (AA) Tj ET " + after)
                .fonts("/F2 6 0 R")
                .object(
                        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 -1000]/FontMatrix[0.001 0 0 -0.001 0 0]/FirstChar 65"
                                + "/LastChar 65/Widths[1000]/Encoding<</Differences[65/a]>>/CharProcs<</a 7 0 R>>/Resources<<>>>>")
                .stream("", "1000 0 0 0 300 -900 d1 50 0 150 -150 re f");
    }

    private static byte[] jpegOf10By10() {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(10, 10, BufferedImage.TYPE_BYTE_GRAY), "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Deflated, with zeros behind that no reader needs. */
    private static byte[] deflated(byte[] body, int zeros) {
        var out = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(out, new Deflater(0))) {
            deflating.write(body);
            deflating.write(new byte[zeros]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("tricks")
    void is_found(String code, String how, TrickPdf pdf) {
        assertThat(warned(findings(pdf))).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endobj4 0 obj",
                "x4 0 obj",
                "00000000000000000000000000004 0 obj",
                "99999999990000000004 0 obj",
                "4\f0\fobj",
                "4 %\n0 obj",
                "4 % one % two\n% three\n0 % four\r obj",
                "4                                                                                      0 obj",
            })
    void a_twin_is_found_however_its_head_is_written(String head) {
        var pdf = TrickPdf.page().unlisted(head + "<</Length 5>>stream\n/X Do\nendstream\nendobj\n");

        assertThat(warned(findings(pdf))).contains("twin-object");
    }

    @Test
    void a_twin_is_found_behind_more_blanks_than_anybody_looks_at() {
        var pdf = TrickPdf.page().unlisted("4" + " ".repeat(4000) + "0 obj null endobj\n");

        assertThat(warned(findings(pdf))).contains("twin-object");
    }

    /** In a string of bytes, say: what begins with a per cent sign ends with its line, and so before {@code obj}. */
    @Test
    void the_end_of_an_object_behind_numbers_and_signs_is_no_head() {
        assertThat(codes(findings(TrickPdf.page().object("[(4%0% )]endobj\nnull"))))
                .doesNotContain("twin-object", "unlisted-object");
    }

    /** Some programs name an object in a comment, and count it as the beginning of the object. */
    @ParameterizedTest
    @ValueSource(strings = {"% what a font shows\n", "\n\n      \n", "% one\r% two\r\n"})
    void cross_references_may_lead_to_a_comment_before_an_object(String before) throws IOException {
        var file = Files.write(
                folder.resolve("a.pdf"),
                new HandMadeStreamUpdate(TrickPdf.page().bytes())
                        .object(5, before, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
                        .end(6, "/Size 7/Root 1 0 R/Prev " + TrickPdf.page().crossReferences()));

        assertThat(warned(findings(file))).isEmpty();
    }

    @Test
    void cross_references_that_lead_to_anything_else_before_an_object_do_not_list_it() throws IOException {
        var twin = "null endobj 5 0 obj ";
        var file = Files.write(
                folder.resolve("a.pdf"),
                new HandMadeStreamUpdate(TrickPdf.page().bytes())
                        .object(5, "5 0 obj " + twin, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
                        .end(6, "/Size 7/Root 1 0 R/Prev " + TrickPdf.page().crossReferences()));

        assertThat(codes(findings(file))).contains("twin-object");
    }

    @Test
    void every_kind_that_matters_has_a_trick_that_it_finds() {
        var tried = tricks().map(each -> each.get()[0]).collect(Collectors.toSet());
        var elsewhere = Set.of(
                "text-differs",
                "not-inspected",
                "damaged",
                "signature-over-signed",
                "signature-without-font",
                "signature-without-room");
        assertThat(Arrays.stream(FindingCode.values())
                        .filter(code -> code.severity() != Severity.NOTE)
                        .map(FindingCode::code)
                        .filter(code -> !elsewhere.contains(code)))
                .allMatch(tried::contains);
    }

    @Test
    void a_file_whose_cross_references_are_guessed_is_blocked() throws IOException {
        var octets = new String(TrickPdf.page().bytes(), StandardCharsets.ISO_8859_1);
        var file = Files.writeString(
                folder.resolve("a.pdf"),
                octets.replaceAll("startxref\\s+\\d+", "startxref\n7"),
                StandardCharsets.ISO_8859_1);

        assertThat(warned(findings(file))).contains("damaged");
    }

    static Stream<Arguments> honest() {
        return Stream.of(
                Arguments.of("a surface behind", drawn("0.9 g " + OVER + "f " + TEXT)),
                Arguments.of("a surface beside", drawn(TEXT + "0.5 g 66 640 200 36 re f")),
                Arguments.of(
                        "a marker over",
                        drawn(TEXT + "/G gs 1 1 0 rg " + OVER + "f").resources("/ExtGState<</G<</BM/Multiply>>>>")),
                Arguments.of(
                        "a tint over",
                        drawn(TEXT + "/G gs 1 1 0 rg " + OVER + "f").resources("/ExtGState<</G<</ca 0.3>>>>")),
                Arguments.of("struck out and underlined", drawn(TEXT + "72 706 180 1.5 re f 72 697 180 1.5 re f")),
                Arguments.of("printed twice", drawn(TEXT + TEXT)),
                Arguments.of("printed twice for boldness", drawn(TEXT + TEXT.replace("72 700", "72.3 700"))),
                Arguments.of("a frame", drawn(TEXT + "2 w " + OVER + "S")),
                Arguments.of(
                        "a picture whose mask lets all through",
                        drawn(TEXT + "q 200 0 0 36 66 690 cm /X Do Q")
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray/SMask 7 0 R")
                                .image("/ColorSpace/DeviceGray")),
                Arguments.of("white on dark", drawn("0 0 0.4 rg " + OVER + "f " + TEXT.replace("0 g", "1 g"))),
                Arguments.of("light grey", drawn(TEXT.replace("0 g", "0.82 g"))),
                Arguments.of(
                        "letters in the colours of a surface",
                        drawn("q " + TEXT.replace("0 g", "7 Tr") + "0 0 0.6 rg 0 0 595 842 re f Q")),
                Arguments.of(
                        "nine points in units of ten",
                        drawn(TEXT.replace("24", "0.9").replace("72 700", "7 70"))
                                .entries("/UserUnit 10")),
                Arguments.of("narrow letters", drawn(TEXT.replace("24", "8").replace("0 g", "0 g 30 Tz"))),
                Arguments.of("six points", drawn(TEXT.replace("24", "6"))),
                Arguments.of("inside a clip", drawn("q 60 690 300 40 re W n " + TEXT + "Q")),
                Arguments.of(
                        "recognised text on a scan",
                        drawn("q 595 0 0 842 0 0 cm /X Do Q " + TEXT.replace("0 g", "3 Tr"))
                                .resources("/XObject<</X 6 0 R>>")
                                .image("/ColorSpace/DeviceGray/Decode[1 0]")),
                Arguments.of("over the edge", drawn(TEXT.replace("72 700", "500 700"))),
                Arguments.of(
                        "a later word of a line over the edge",
                        drawn(TEXT.replace("72 700", "480 700") + TEXT.replace("72 700", "680 700"))),
                Arguments.of(
                        "a layer that is on",
                        drawn(IN_LAYER)
                                .resources("/Properties<</L 6 0 R>>")
                                .catalog(LAYERS.formatted("/ON[6 0 R]"))
                                .object("<</Type/OCG/Name(lines)/Usage<</Print<</PrintState/ON>>>>>>")),
                Arguments.of(
                        "a stamp in a layer that is on",
                        annotation("66 640 266 676", "/Subtype/Stamp/F 4/OC 8 0 R")
                                .catalog("/OCProperties<</OCGs[8 0 R]/D<</ON[8 0 R]>>>>")
                                .object("<</Type/OCG/Name(stamps)>>")),
                Arguments.of("a place to sign beside the text", toSign("60 600 300 650")),
                Arguments.of(
                        "a place to sign that says what it is",
                        toSign("60 690 300 740", "BT /F1 12 Tf 72 700 Td (Sign here: ________) Tj ET")),
                Arguments.of(
                        "a place to sign over a printed line with a name below",
                        toSign(
                                "60 680 300 740",
                                "0.5 w 72 705 m 290 705 l S BT /F1 10 Tf 72 708 Td (_______________________) Tj 0 -14 Td"
                                        + " (Dr. Maximilian von Mustermann-Schulze) Tj ET")),
                Arguments.of(
                        "a place to sign with a title under the name",
                        toSign(
                                "60 680 300 740",
                                "BT /F1 8 Tf 72 700 Td (Hanako Yamada) Tj 0 -10 Td (Chief Executive Officer of Example Ltd.)"
                                        + " Tj ET")),
                Arguments.of(
                        "a place to sign that says who is to",
                        toSign(
                                "60 690 300 740",
                                "BT /F1 8 Tf 72 700 Td (Ort, Datum und Unterschrift des Auftraggebers) Tj ET")),
                Arguments.of(
                        "a place to sign under a watermark",
                        toSign(
                                "60 600 400 640",
                                "0.85 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 40 540 Tm (2026 DRAFT) Tj ET 0 g")),
                Arguments.of("a link", clicking("URI/URI(https://example.org/)")),
                Arguments.of("a link to another file", clicking("GoToR/F(b.pdf)")),
                Arguments.of("opens at a page", TrickPdf.page().catalog("/OpenAction[3 0 R/Fit]")),
                Arguments.of(
                        "a number format",
                        form(
                                "/V(1000)/MK<</BC[0]>>/AA<</F<</S/JavaScript/JS(AFNumber_Format\\(2, 0, 0, 0, \"\", true\\);)>>>>",
                                "BT /F1 12 Tf 2 5 Td (1,000.00) Tj ET")),
                Arguments.of("a framed field", form("/V(1000)/MK<</BC[0]>>", "BT /F1 12 Tf 2 5 Td (1000) Tj ET")),
                Arguments.of("a closed field", form("/V(1000)/Ff 1", "BT /F1 12 Tf 2 5 Td (1000) Tj ET")),
                Arguments.of("an empty field", form("", "")),
                Arguments.of(
                        "a field that viewers draw from its value",
                        form("/V(1000)/DA(/F1 12 Tf 0 g)/MK<</BC[0]>>", "/Tx BMC EMC")
                                .catalog("/AcroForm<</Fields[6 0 R]/NeedAppearances true/DR<</Font<</F1 5 0 R>>>>>>")),
                Arguments.of(
                        "an object that is there twice",
                        TrickPdf.page().unlisted("5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n")),
                Arguments.of(
                        "an empty page left behind",
                        TrickPdf.page()
                                .object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R>>")
                                .stream("", "q\nQ\n")),
                Arguments.of("letters drawn downwards, one under another", downwards("0 g", "")),
                Arguments.of("letters drawn downwards in light grey", downwards("0.82 g", "")),
                Arguments.of(
                        "a large picture compressed twice",
                        drawn(TEXT + "q 100 0 0 36 66 600 cm /X Do Q").resources("/XObject<</X 6 0 R>>").stream(
                                "/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray"
                                        + "/Filter[/FlateDecode/DCTDecode]",
                                deflated(jpegOf10By10(), 300_000))),
                Arguments.of(
                        "a button that turns over",
                        button("D", said("Print"), "0.7 g 0 0 130 20 re f 0 g " + said("Print"))),
                Arguments.of(
                        "a button that says nothing when pressed", button("D", said("Print"), "0.7 g 0 0 130 20 re f")),
                Arguments.of("a box for a tick", box("BT /ZaDb 12 Tf 2 5 Td (4) Tj ET")),
                Arguments.of("a box for a cross", box("0 0 m 20 20 l S 0 20 m 20 0 l S")),
                Arguments.of("a box for a word", box(said("Yes"))),
                Arguments.of(
                        "a signature field without room",
                        roomless("/Subtype/Widget/FT/Sig/T(s)/F 132", said("Signed by 12"))),
                Arguments.of("a field without room and words", roomless("/Subtype/Widget/FT/Tx/T(s)/F 4", "")),
                Arguments.of("a note beside", annotation("66 640 266 676", "/Subtype/FreeText/F 4")),
                Arguments.of("words of the trade", drawn("BT /F1 9 Tf 72 700 Td (4 0 object, 4 0 endobj) Tj ET")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("honest")
    void is_passed(String how, TrickPdf pdf) {
        assertThat(warned(findings(pdf))).isEmpty();
    }

    @Test
    void notes_say_what_is_good_to_know() {
        assertThat(codes(findings(clicking("URI/URI(https://example.org/)")))).contains("links");
        assertThat(codes(findings(drawn(TEXT.replace("72 700", "500 700"))))).contains("text-cut-at-edge");
        assertThat(codes(findings(form("", "")))).contains("form-fields");
        assertThat(codes(findings(toSign("60 690 300 740", "BT /F1 12 Tf 72 700 Td (Sign here) Tj ET"))))
                .contains("field-over-label");
        assertThat(codes(findings(TrickPdf.page()))).containsExactly("font-missing");
    }

    /** Only the box of its first letter is on the page; of the last one the letter, too, in the second. */
    @Test
    void a_turned_letter_beside_the_page_is_not_taken_for_one_in_the_colour_of_its_ground() {
        var turned = "0.9 g BT /F1 140 Tf 0.7071 0.7071 -0.7071 0.7071 -60 -40 Tm (CONFIDENTIAL) Tj ET 0 g ";

        var low = findings(drawn(turned + TEXT));
        var higher = findings(drawn(turned.replace("-60 -40", "-20 60") + TEXT));

        assertThat(codes(low)).contains("text-outside-page").doesNotContain("text-faint");
        assertThat(codes(higher)).doesNotContain("text-outside-page", "text-faint");
    }

    @Test
    void a_finding_names_its_page_and_how_much_there_is() {
        var found = findings(drawn(TEXT + "1 g " + OVER + "f")).get(0);

        assertThat(found.page()).isEqualTo(1);
        assertThat(found.args()).containsExactly("7");
    }

    @Test
    void a_turned_page_is_looked_at_as_well() {
        assertThat(warned(findings(drawn(TEXT + "1 g " + OVER + "f").entries("/Rotate 90/CropBox[50 600 500 800]"))))
                .containsExactly("text-covered");
        assertThat(warned(findings(TrickPdf.page().entries("/Rotate 270/CropBox[50 600 500 800]"))))
                .isEmpty();
    }

    /** A font packed into an object stream, with this header of two numbers and places, at this place. */
    private Path packed(String header, int index) throws IOException {
        var page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>";
        var font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
        return Files.write(
                folder.resolve("packed.pdf"),
                new HandMadeStreamUpdate("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII))
                        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
                        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
                        .object(3, page)
                        .object(4, "<</Length 38>>stream\nBT /F1 24 Tf 72 700 Td (100 EUR) Tj ET\nendstream")
                        .packed(6, 2, header, font + " " + font)
                        .inside(5, 6, index)
                        .inside(8, 6, 1 - index)
                        .end(7, "/Size 9/Root 1 0 R"));
    }

    /** PDFBox and qpdf take the last of a number, MuPDF the first, poppler the one at the place. */
    @Test
    void an_object_that_an_object_stream_has_twice_or_elsewhere_blocks() throws IOException {
        assertThat(codes(findings(packed("5 0 8 48 ", 0)))).doesNotContain("ambiguous-object", "unlisted-object");
        assertThat(codes(findings(packed("5 0 5 48 ", 0)))).contains("ambiguous-object");
        assertThat(codes(findings(packed("5 0 5 48 ", 1)))).contains("ambiguous-object");
        assertThat(codes(findings(packed("5 0 8 48 ", 1)))).contains("ambiguous-object");
    }

    private static final String PICTURE = "/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace";

    private static TrickPdf picture(String entries, byte[] octets) {
        return drawn(TEXT + "q 200 0 0 36 66 600 cm /X Do Q").resources("/XObject<</X 6 0 R>>").stream(
                PICTURE + entries, octets);
    }

    private static byte[] jpeg() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpeg", out);
        return out.toByteArray();
    }

    /** Where the picture begins: how it is coded, then how many bits a sample has. */
    private static byte[] jpeg(int coding, int bits) throws IOException {
        var octets = jpeg();
        for (int i = 2; octets[i] == (byte) 0xFF; i += 2 + ((octets[i + 2] & 0xFF) << 8) + (octets[i + 3] & 0xFF)) {
            if (octets[i + 1] == (byte) 0xC0) {
                octets[i + 1] = (byte) coding;
                octets[i + 4] = (byte) bits;
            }
        }
        return octets;
    }

    /** Browsers and poppler show the first two; here the page is drawn without them. */
    @Test
    void a_jpeg_of_a_kind_that_is_not_drawn_here_is_told() throws IOException {
        var jpeg = "/DeviceGray/Filter/DCTDecode";
        for (var octets : List.of(jpeg(0xC9, 8), jpeg(0xC1, 12), new byte[] {(byte) 0xFF, (byte) 0xD9}, new byte[0])) {
            assertThat(warned(findings(picture(jpeg, octets))))
                    .as(HexFormat.of().formatHex(octets))
                    .containsExactly("image-undecodable");
        }
        assertThat(warned(findings(picture("/DeviceGray/Filter[7 0 R]", jpeg()).object("/DCTDecode"))))
                .containsExactly("image-undecodable");
        var afterLine = new byte[jpeg().length + 1];
        afterLine[0] = '\n';
        System.arraycopy(jpeg(), 0, afterLine, 1, afterLine.length - 1);
        for (var octets : List.of(jpeg(), jpeg(0xC1, 8), afterLine)) {
            assertThat(warned(findings(picture(jpeg, octets)))).isEmpty();
        }
    }

    /** Where the renderer passes over something, another program may show it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Missing Do",
                "BT /Bad 24 Tf 72 600 Td (999 EUR) Tj ET",
                "/Bad cs 0 sc 72 600 90 24 re f",
                "72 600 m 90 24 c S",
                "q 200 0 0 36 66 600 cm /X Do Q",
            })
    void what_an_operator_does_that_cannot_be_done_here_is_told(String operators) {
        var pdf = drawn(TEXT + operators)
                .fonts("/Bad<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H>>")
                .resources("/ColorSpace<</Bad[/Separation/X[]]>>/XObject<</X 6 0 R>>")
                .stream(PICTURE + "/Unknown", new byte[64]);

        assertThat(warned(findings(pdf))).contains("not-inspected");
    }

    /** As office programs in Japan write it; PDFBox takes any Latin font for it where it finds no other. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void japanese_in_a_font_that_is_not_in_the_file_is_shown(int type) throws IOException {
        var pdf = notEmbedded(type, "Japan1", "UniJIS-UTF16-H", "59517D0466F830003042");
        var found = findings(pdf);

        assertThat(codes(found)).containsExactly("font-missing");
    }

    @Test
    void a_state_that_is_taken_back_once_too_often_is_nothing_to_tell() {
        assertThat(warned(findings(drawn(TEXT + "Q Q")))).isEmpty();
    }

    /** As Acrobat saves: what an update packs anew stands elsewhere in another stream. */
    @Test
    void an_object_that_an_update_packs_at_another_place_is_not_ambiguous() throws IOException {
        var font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
        for (int index : new int[] {1, 0}) {
            var first = Files.readAllBytes(packed("5 0 8 48 ", 0));
            int start = new String(first, StandardCharsets.ISO_8859_1).lastIndexOf("7 0 obj");
            var second = new HandMadeStreamUpdate(first)
                    .packed(9, 2, "8 0 5 48 ", font + " " + font)
                    .inside(5, 9, index)
                    .inside(8, 9, 1 - index)
                    .end(10, "/Size 11/Root 1 0 R/Prev " + start);
            var file = Files.write(folder.resolve("saved.pdf"), second);

            if (index == 1) {
                assertThat(codes(findings(file))).doesNotContain("ambiguous-object", "unlisted-object");
            } else {
                assertThat(codes(findings(file))).contains("ambiguous-object");
            }
        }
    }

    /** MuPDF goes by the number alone; here and in poppler such a reference is null. */
    @Test
    void a_reference_with_another_generation_than_its_object_blocks() {
        assertThat(codes(findings(TrickPdf.page().stream("", "BT /F1 24 Tf 72 600 Td (999 EUR) Tj ET")
                        .entries("/Annots[6 1 R]"))))
                .contains("ambiguous-object");
        assertThat(codes(findings(TrickPdf.page().entries("/Annots[66 0 R]")))).doesNotContain("ambiguous-object");
    }

    /** Null by the standard; PDFBox goes on with what it was. An {@code n} without a place is no other. */
    @ParameterizedTest
    @CsvSource({"f, 4, true", "n, 4, true", "f, 5, true", "f, 6, false", "n, 6, false"})
    void an_object_that_an_update_gave_up_and_that_is_still_shown_blocks(char state, int number, boolean blocks)
            throws IOException {
        var first = TrickPdf.page().object("<</Of/Nobody>>").write(folder.resolve("first.pdf"));
        var update = HandMadeUpdate.of(first).object(7, "<</Nothing/New>>").freeing(number);
        var octets = new String(update.bytes(), StandardCharsets.ISO_8859_1)
                .replace("0000000000 00001 f ", "0000000000 0000" + (state == 'f' ? "1 f " : "0 n "));
        var file = Files.writeString(folder.resolve("freed.pdf"), octets, StandardCharsets.ISO_8859_1);

        assertThat(codes(findings(file)).contains("ambiguous-object")).isEqualTo(blocks);
    }

    @Test
    void an_object_that_a_stream_of_cross_references_gave_up_and_that_is_still_shown_blocks() throws IOException {
        var first = TrickPdf.page().bytes();
        int start = new String(first, StandardCharsets.ISO_8859_1).lastIndexOf("xref\n0 ");
        for (var entry : new String[] {"\0\0\0", "\1\0\0"}) {
            int own = first.length;
            var out = new ByteArrayOutputStream();
            out.writeBytes(first);
            var rows = entry + "\1" + (char) (own >> 8) + (char) (own & 255);
            out.writeBytes(("6 0 obj\n<</Type/XRef/W[1 2 0]/Index[4 1 6 1]/Size 7/Root 1 0 R/Prev " + start
                            + "/Length 6>>stream\n" + rows + "\nendstream\nendobj\nstartxref\n" + own + "\n%%EOF\n")
                    .getBytes(StandardCharsets.ISO_8859_1));

            assertThat(codes(findings(Files.write(folder.resolve("freed.pdf"), out.toByteArray()))))
                    .contains("ambiguous-object");
        }
    }

    /** Behind the first end that PDFBox looks for, poppler reads on. */
    @ParameterizedTest
    @ValueSource(ints = {4, 20, 60, 75, 1_000_000})
    void a_stream_that_ends_elsewhere_than_it_says_blocks(int length) {
        var more = "q Q q Q q Q q Q q Q q Q q Q q Q q Q q Q \nendstream\nBT /F1 24 Tf 72 600 Td (999 EUR) Tj ET\n";
        var pdf = TrickPdf.page()
                .resources("/XObject<</X 6 0 R>>")
                .object("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length " + length + ">>stream\n" + more
                        + "endstream");
        assertThat(codes(findings(pdf))).contains("ambiguous-object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "", " "})
    void the_end_of_a_line_before_the_end_of_a_stream_may_count_or_not(String end) {
        for (int counted = 0; counted <= end.length(); counted++) {
            var pdf = TrickPdf.page()
                    .resources("/XObject<</X 6 0 R>>")
                    .object("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length " + (3 + counted) + ">>stream\nq Q" + end
                            + "endstream");
            assertThat(codes(findings(pdf))).doesNotContain("ambiguous-object");
        }
    }

    @Test
    void earlier_states_are_a_note_and_their_objects_no_twins() throws IOException {
        var first = TrickPdf.page().write(folder.resolve("first.pdf"));
        var file = HandMadeUpdate.of(first).stream(4, "", "").write(folder.resolve("a.pdf"));

        assertThat(warned(findings(file))).isEmpty();
        assertThat(codes(findings(file))).contains("revisions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--object-streams=generate", "--object-streams=disable"})
    void the_first_part_of_a_linearized_file_is_no_state_whether_or_not_it_has_an_end(String how) throws IOException {
        var first = ForeignJudges.rewritten(
                TrickPdf.page().write(folder.resolve("first.pdf")), folder.resolve("linear.pdf"), "--linearize", how);
        var states = new ArrayList<List<String>>();
        for (int updates = 0; updates < 3; updates++) {
            states.add(findings(first).stream()
                    .filter(finding -> finding.code() == FindingCode.REVISIONS)
                    .flatMap(finding -> finding.args().stream())
                    .toList());
            updated(first, 90 + updates);
        }

        assertThat(states).containsExactly(List.of(), List.of("2"), List.of("3"));
    }

    /** An object more, in a file whose catalog can be any object. */
    private static void updated(Path file, int number) throws IOException {
        var before = Files.readString(file, StandardCharsets.ISO_8859_1);
        var root = Pattern.compile("/Root \\d+ 0 R").matcher(before);
        var update = new String(HandMadeUpdate.of(file).object(number, "(x)").bytes(), StandardCharsets.ISO_8859_1)
                .substring(before.length());
        assertThat(root.find()).isTrue();
        Files.writeString(file, before + update.replace("/Root 1 0 R", root.group()), StandardCharsets.ISO_8859_1);
    }

    /** A program that saves by updates, so many times. */
    private Path saved(int times) throws IOException {
        var file = TrickPdf.page().write(folder.resolve("saved.pdf"));
        for (int i = 0; i < times; i++) {
            HandMadeUpdate.of(file).stream(4, "", TrickPdf.TEXT.replace("1000", String.valueOf(i)))
                    .write(file);
        }
        return file;
    }

    @Test
    void what_was_saved_a_hundred_times_has_a_hundred_states_and_no_twins() throws IOException {
        assertThat(warned(findings(saved(100)))).isEmpty();
    }

    @Test
    void of_more_states_than_are_looked_at_is_said_that_they_were_not() throws IOException {
        assertThat(warned(findings(saved(310)))).containsExactly("not-inspected");
    }

    @Test
    void what_a_password_hides_is_looked_at_with_the_password() {
        var honest = encrypted(TrickPdf.page().write(folder.resolve("honest.pdf")));
        var updated = HandMadeUpdate.of(TrickPdf.page().write(folder.resolve("first.pdf")))
                .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
                .write(folder.resolve("updated.pdf"));
        var covered = encrypted(drawn(TEXT + "1 g " + OVER + "f").write(folder.resolve("covered.pdf")));
        try (var password = Secret.taking(Bytes.utf8("user").toArray())) {
            var with = Optional.of(password);
            assertThat(warned(((Inspection.Look.Inspected) Inspection.of(honest, with)).findings()))
                    .isEmpty();
            assertThat(warned(((Inspection.Look.Inspected) Inspection.of(updated, with)).findings()))
                    .isEmpty();
            assertThat(warned(((Inspection.Look.Inspected) Inspection.of(covered, with)).findings()))
                    .containsExactly("text-covered");
        }
        assertThat(Inspection.of(honest))
                .isEqualTo(new Inspection.Look.Refused(Problem.of(ProblemCode.DOCUMENT_ENCRYPTED)));
    }

    private Path encrypted(Path file) {
        return ForeignJudges.rewritten(
                file, folder.resolve("encrypted-" + file.getFileName()), "--encrypt", "user", "owner", "256", "--");
    }

    @Test
    void a_font_that_shows_another_figure_than_the_text_says_is_found() throws IOException {
        assertThat(warned(findings(withText("1")))).isEmpty();
        assertThat(warned(findings(withText("9")))).containsExactly("text-differs");
    }

    /** A page that shows a 1, and says that it reads so. */
    private Path withText(String reads) throws IOException {
        var file = folder.resolve("font.pdf");
        try (var document = new PDDocument();
                var program = TrickPdf.class.getResourceAsStream("samples.ttf")) {
            var page = new PDPage();
            document.addPage(page);
            var font = PDTrueTypeFont.load(document, program, WinAnsiEncoding.INSTANCE);
            var map = "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <31> <00%02X> endbfchar"
                    .formatted((int) reads.charAt(0));
            font.getCOSObject()
                    .setItem(
                            COSName.TO_UNICODE,
                            new PDStream(document, new ByteArrayInputStream(map.getBytes(StandardCharsets.US_ASCII))));
            try (var on = new PDPageContentStream(document, page)) {
                on.beginText();
                on.setFont(font, 24);
                on.newLineAtOffset(72, 700);
                on.showText("1");
                on.endText();
            }
            document.save(file.toFile());
        }
        return file;
    }
}
