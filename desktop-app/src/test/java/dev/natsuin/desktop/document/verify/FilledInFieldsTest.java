package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.testdata.ForeignSigner;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fields of a certified document that are filled in later: by programs as they do it, and by somebody who has the
 * picture show something else than the value.
 */
final class FilledInFieldsTest {
    private static final TestCa CA = new TestCa("later");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final String WIDGET = "<</Type/Annot/Subtype/Widget/T(f)/Rect[72 600 300 640]/F 4/P 3 0 R";

    @TempDir
    Path desk;

    /** A certified document, whose field is object 7 and whose font is 5. */
    private Path certified(String field) {
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .replacing("/Contents", "/Annots[7 0 R]/Contents")
                .object("<</Fields[7 0 R]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object(WIDGET + field + ">>")
                .stream("/Type/XObject/Subtype/Form/BBox[0 0 20 20]", "0 0 20 20 re f")
                .stream("/Type/XObject/Subtype/Form/BBox[0 0 20 20]", "0 0 20 20 re S");
        return certifiedForm(form);
    }

    private Path certifiedForm(HandMadePdf form) {
        return signed(
                form.write(desk.resolve("form.pdf")),
                HANAKO,
                SignAlgorithm.ECDSA_WITH_SHA256,
                PdfSignatureOptions.at(TIME).certifying(2));
    }

    private static Verdict verdict(Path file) {
        return ((Verification.Judged) PdfVerification.verify(file, TrustAnchors.of(CA.certificate()), TIME)).verdict();
    }

    /** Filled in by PDFBox, which also draws the picture. */
    private Verdict byProgram(String field, String value) {
        return verdict(ForeignSigner.updated(certified(field), desk.resolve("filled.pdf"), document -> {
            var filled = document.getDocumentCatalog().getAcroForm(null).getField("f");
            filled.setValue(value);
            filled.getCOSObject().setNeedToBeUpdated(true);
        }));
    }

    /** Filled in by hand, with this picture. */
    private Verdict byHand(String field, String value, String look, String content) {
        var update = HandMadeUpdate.of(certified(field));
        int picture = update.free();
        return verdict(update.object(7, WIDGET + field + value + "/AP<</N " + picture + " 0 R>>>>").stream(
                        picture, "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>" + look, content)
                .write(desk.resolve("filled.pdf")));
    }

    private Verdict byHand(String field, String value, String content) {
        return byHand(field, value, "/BBox[0 0 228 40]", content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/FT/Tx | 1,250,000",
                "/FT/Tx | a much longer text than there is any room for in this small field",
                "/FT/Tx/Q 1 | 1,250,000",
                "/FT/Tx/Q 2 | 1,250,000",
                "/FT/Tx/DA(/F1 0 Tf 0 0 1 rg) | 1,250,000",
                "/FT/Tx/DA(/F1 12 Tf 1 g)/MK<</BG[0 0 0.5]>> | 1,250,000",
                "/FT/Tx/DA(/F1 12 Tf 1 g) | white where the page is dark",
                "/FT/Tx/MK<</R 90>> | 1,250,000",
                "/FT/Tx/MK<</R 180>> | 1,250,000",
                "/FT/Tx/Ff 4096 | one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
                "/FT/Tx/Ff 16777216/MaxLen 8/MK<</BC[0]>> | 1234567",
                "/FT/Tx/MK<</BC[0]/BG[1]>>/BS<</W 1/S/S>> | 1,250,000",
                "/FT/Tx/MK<</BC[0]/BG[1]>>/BS<</W 2/S/B>> | 1,250,000",
                "/FT/Tx/MK<</BC[0]/BG[1]>>/BS<</W 2/S/I>> | 1,250,000",
                "/FT/Tx/MK<</BC[0]/BG[1]>>/BS<</W 1/S/U>> | 1,250,000",
                "/FT/Tx/MK<</BC[0]/BG[1]>>/BS<</W 1/S/D/D[3]>> | 1,250,000",
                "/FT/Ch/Ff 131072/Opt[(red)(green)] | green",
                "/FT/Ch/Ff 131072/Opt[[(r)(red)][(g)(green)]] | g",
                "/FT/Ch/Opt[(red)(green)] | green",
                "/FT/Ch/Opt[[(r)(red)][(g)(green)]] | g"
            })
    void what_a_program_fills_in_leaves_the_certification_valid(String field, String value) {
        assertThat(byProgram(field, value)).isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/FT/Tx | 1,250 | /Tx BMC q 2 2 224 36 re W n BT /F1 12 Tf 0 g 2 15.1 Td (1,250) Tj ET Q EMC",
                "/FT/Tx | 1,250 | /Tx BMC q BT 0 g /F1 12 Tf 1 0 0 1 2 12.35 Tm (1,250) Tj ET Q EMC",
                "/FT/Tx | 1,250 | BT /F1 12 Tf 0 g 2 15 Td [(1) 20 (,) -30 (250)] TJ ET",
                "/FT/Tx/Ff 4096 | one two | BT /F1 12 Tf 0 g 14 TL 2 25 Td (one) Tj T* (two) Tj ET",
                "/FT/Tx | one   two | BT /F1 12 Tf 0 g 2 15 Td (one   two) Tj ET",
                "/FT/Tx/MK<</R 90>> | 12 | q 0 1 -1 0 228 0 cm BT /F1 12 Tf 0 g 2 200 Td (12) Tj ET Q"
            })
    void other_ways_to_draw_it_leave_it_valid(String field, String value, String content) {
        assertThat(byHand(field, "/V(" + value + ")", content)).isEqualTo(Verdict.VALID);
    }

    private Verdict formatted(String script, String value, String shown) {
        return byHand(
                "/FT/Tx/AA<</F<</S/JavaScript/JS(" + script + ")>>>>",
                "/V(" + value + ")",
                "BT /F1 12 Tf 0 g 2 15 Td (" + shown + ") Tj ET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2, 0, 0, 0, \"\", true | 1000 | 1,000.00",
                "2, 0, 0, 0, \"\", true | 1234567.5 | 1,234,567.50",
                "0, 1, 0, 0, \"\", true | 1000 | 1000",
                "2, 2, 0, 0, \"\", true | 1234,5 | 1.234,50",
                "2, 3, 0, 0, \"\", true | 1234.5 | 1234,50",
                "0, 0, 0, 0, \" EUR\", false | 1000 | 1,000 EUR",
                "0, 0, 0, 0, \"\\\\u0024\", true | 1000 | $1,000",
                "2, 0, 0, 0, \"\", true | -1000 | -1,000.00",
                "2, 0, 2, 0, \"\", true | -1000 | \\(1,000.00\\)",
            })
    void what_the_signed_format_shows_for_a_number_leaves_it_valid(String format, String value, String shown) {
        assertThat(formatted("AFNumber_Format\\(" + format + "\\);", value, shown))
                .isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AFNumber_Format\\(2, 0, 0, 0, \"\", true\\) | 1000 | 9,000.00",
                "AFNumber_Format\\(2, 0, 0, 0, \"\", true\\) | 1000 | 1,000.0",
                "AFNumber_Format\\(2, 0, 0, 0, \"\", true\\) | 1,000 | 1.00",
                "AFNumber_Format\\(0, 0, 0, 0, \"\", true\\) | 0.6 | 1",
                "AFNumber_Format\\(0, 0, 1, 0, \"\", true\\) | -1000 | 1,000",
                "AFNumber_Format\\(0, 0, 0, 0, \"9\", true\\) | 1000 | 91,000",
                "AFNumber_Format\\(0, 0, 0, 0, \"\\\\u0039\", true\\) | 1000 | 91,000",
                "AFNumber_Format\\(2, 0, 0, 0, \"\", true\\);event.value=9000 | 1000 | 1,000.00",
                "AFDate_FormatEx\\(\"mm/dd/yy\"\\) | 1/2/2026 | 02/01/26",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 1/2/2026 | 02/01/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 2026-02-01 | 02/01/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 31/2/2026 | 03/03/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 1/2 | 01/02/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 1/2/67 | 01/02/1967",
                "AFDate_FormatEx\\(\"mm/yyyy\"\\) | 1/2/2026 | 02/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 1/2/2026 14:00 | 01/02/2026",
                "AFDate_FormatEx\\(\"mm/dd/yy\"\\) | 1/2/2126 | 01/02/26",
                "AFDate_FormatEx\\(\"mm/dd/yy\"\\) | 1/2/1926 | 01/02/26",
                "AFDate_FormatEx\\(\"d m yyyy\"\\) | 1/11/2026 | 11 1 2026",
                "AFDate_FormatEx\\(\"dm/yyyy\"\\) | 1/11/2026 | 111/2026",
                "AFDate_FormatEx\\(\"d/d/yyyy\"\\) | 1/2/2026 | 1/1/2026",
                "AFDate_FormatEx\\(\"d mmm yyyy\"\\) | 1 listopad 2026 | 1 Nov 2026",
                "AFDate_FormatEx\\(\"d mmm yyyy\"\\) | 1 Nov Dec 2026 | 1 Dec 2026",
                "AFDate_FormatEx\\(\"ddd d/m/yyyy\"\\) | 5/11/2026 | Fri 5/11/2026",
                "AFDate_FormatEx\\(\"9d/m/yyyy\"\\) | 5/11/2026 | 95/11/2026",
                "AFDate_FormatEx\\(\"d/m/yyyy\"\\);event.value=9 | 5/11/2026 | 05/11/2026",
                "AFDate_Format\\(14\\) | 1/2/2026 | 01/02/26",
                "AFTime_Format\\(1\\) | 14:07 | 2:07 am",
                "AFTime_Format\\(0\\) | 25:07 | 01:07",
                "AFTime_Format\\(0\\) | 14:67 | 15:07",
                "AFTime_Format\\(0\\) | 13:07 pm | 13:07",
                "AFTime_FormatEx\\(\"h:MM\"\\) | 14:07 | 2:07",
                "AFPercent_Format\\(2, 0\\) | 0.45 | 54.00%",
                "AFPercent_Format\\(2, 0\\) | 0.45 | 0.45%",
                "AFPercent_Format\\(0, 0\\) | 0.456 | 46%",
                "AFPercent_Format\\(2, 0\\) | 0,45 | 45.00%",
                "AFPercent_Format\\(2, 0, true\\) | -0.45 | %45.00",
                "AFSpecial_Format\\(0\\) | 123456 | 12345",
                "AFSpecial_Format\\(1\\) | 123456789 | 12345-9876",
                "AFSpecial_Format\\(2\\) | 5550123 | \\(000\\) 555-0123",
                "AFSpecial_Format\\(3\\) | 123-45-678x | 123-45-6789",
                "AFSpecial_Format\\(4\\) | 12345 | 123-45",
            })
    void what_no_format_shows_for_a_value_is_a_change(String script, String value, String shown) {
        assertThat(formatted(script, value, shown)).isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\); | 1/2/2026 | 01/02/2026",
                "AFDate_FormatEx\\('dd/mm/yyyy'\\) | 1.2.26 | 01/02/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy\"\\) | 2026-02-01 | 01/02/2026",
                "AFDate_FormatEx\\(\"dd/mm/yyyy HH:MM\"\\) | 2026-02-01 9:05 | 01/02/2026 09:05",
                "AFDate_FormatEx\\(\"d mmm, yyyy\"\\) | november 5, 2026 | 5 Nov, 2026",
                "AFDate_FormatEx\\(\"dddd, mmmm d, yyyy\"\\) | 11/5/2026 | Thursday, November 5, 2026",
                "AFDate_FormatEx\\(\"ddd d/m/yyyy\"\\) | 5/11/2026 | Thu 5/11/2026",
                "AFDate_FormatEx\\(\"mm/yy\"\\) | 02/2026 | 02/26",
                "AFDate_FormatEx\\(\"mm/dd/yy\"\\) | 1/2/1967 | 01/02/67",
                "AFDate_FormatEx\\(\"d/m\"\\) | 29/2 | 29/2",
                "AFDate_FormatEx\\(\"m/d/yy h:MM tt\"\\) | 1/2/26 14:07 | 1/2/26 2:07 pm",
                "AFDate_Format\\(2\\) | 1/2/2026 | 01/02/26",
                "AFDate_Format\\(13\\) | 1/2/2026 14:07 | 1/2/26 14:07",
                "AFTime_Format\\(0\\) | 9:05 | 09:05",
                "AFTime_Format\\(1\\) | 0:05 | 12:05 am",
                "AFTime_Format\\(1\\) | 12:05 | 12:05 pm",
                "AFTime_Format\\(0\\) | 12:05 am | 00:05",
                "AFTime_Format\\(2\\) | 2:07:09 PM | 14:07:09",
                "AFTime_FormatEx\\(\"h:MM:ss tt\"\\) | 23:59:59 | 11:59:59 pm",
                "AFPercent_Format\\(2, 0\\) | 0.45 | 45.00%",
                "AFPercent_Format\\(0, 2\\) | 12,5 | 1.250%",
                "AFPercent_Format\\(1, 0, false\\) | -0.5 | -50.0%",
                "AFPercent_Format\\(0, 1, true\\) | 0.5 | %50",
                "AFSpecial_Format\\(0\\) | 12345 | 12345",
                "AFSpecial_Format\\(1\\) | 12345 6789 | 12345-6789",
                "AFSpecial_Format\\(2\\) | 2125550123 | \\(212\\) 555-0123",
                "AFSpecial_Format\\(2\\) | 5550123 | 555-0123",
                "AFSpecial_Format\\(3\\) | 123456789 | 123-45-6789",
            })
    void what_other_signed_formats_show_leaves_it_valid(String script, String value, String shown) {
        assertThat(formatted(script, value, shown)).isEqualTo(Verdict.VALID);
    }

    @Test
    void what_is_taken_out_again_leaves_it_valid() {
        assertThat(byHand("/FT/Tx", "/V()", "/Tx BMC EMC")).isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "other figures, in lines | q 3 w 60 5 m 60 35 l S Q BT /F1 12 Tf 0 g 90 15 Td (100) Tj ET",
                "other figures, in surfaces | 60 5 3 30 re f BT /F1 12 Tf 0 g 90 15 Td (100) Tj ET",
                "a bar before the first figure | 6 0 2 40 re f BT /F1 12 Tf 0 g 12 15 Td (100) Tj ET",
                "in white | BT /F1 12 Tf 1 g 2 15 Td (100) Tj ET",
                "in the colour of the ground | 0 0 228 40 re f BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET",
                "on a border as wide as the field | 99 w 0 0 228 40 re S BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET",
                "figures from the right | BT /F1 12 Tf 0 g 40 15 Td (1) Tj -10 0 Td (0) Tj -10 0 Td (0) Tj ET",
                "figures moved back | BT /F1 12 Tf 0 g 40 15 Td [(1) 2000 (0) 2000 (0)] TJ ET",
                "figures on one another | BT /F1 12 Tf 0 g 40 15 Td (1) Tj 2 0 Td (0) Tj 1 0 Td (0) Tj ET",
                "a figure beside the field | BT /F1 12 Tf 0 g 2 15 Td (10) Tj 900 0 Td (0) Tj ET",
                "a figure behind many spaces | BT /F1 12 Tf 0 g 2 15 Td (10                                 0) Tj ET",
                "a figure below the field | BT /F1 12 Tf 0 g 2 15 Td (10) Tj 0 -90 Td (0) Tj ET",
                "all of it below the field | BT /F1 12 Tf 0 g 2 -90 Td (100) Tj ET",
                "all of it beside the field | BT /F1 12 Tf 0 g 400 15 Td (100) Tj ET",
                "a figure in small | BT /F1 12 Tf 0 g 2 15 Td (10) Tj /F1 0.1 Tf (0) Tj ET",
                "all of it in small | BT /F1 0.1 Tf 0 g 2 15 Td (100) Tj ET",
                "squeezed | BT /F1 12 Tf 0 g 1 Tz 2 15 Td (100) Tj ET",
                "mirrored | BT /F1 12 Tf 0 g -1 0 0 1 60 15 Tm (100) Tj ET",
                "upside down | q -1 0 0 -1 228 40 cm BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET Q",
                "cut away | q 0 0 12 40 re W n BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET Q",
                "under a surface | BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET 1 g 10 0 60 40 re f",
                "invisible | BT /F1 12 Tf 3 Tr 2 15 Td (100) Tj ET",
                "with a picture | /X Do BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET",
                "fewer figures | BT /F1 12 Tf 0 g 2 15 Td (10) Tj ET",
                "more figures | BT /F1 12 Tf 0 g 2 15 Td (1000) Tj ET",
                "other figures | BT /F1 12 Tf 0 g 2 15 Td (900) Tj ET"
            })
    void a_value_that_is_not_what_is_read_is_a_change(String how, String content) {
        assertThat(byHand("/FT/Tx", "/V(100)", content)).isEqualTo(Verdict.CHANGED);
    }

    /** What is read is another thing where the spaces stand elsewhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 11 2026 | 1 11 2026 | VALID",
                "1 11 2026 | 11 1 2026 | CHANGED",
                "1 11 2026 | 1112026 | CHANGED",
                "1112026 | 1 11 2026 | CHANGED",
                "no where | now here | CHANGED",
                "no where | no    where | VALID"
            })
    void spaces_are_drawn_where_the_value_has_them(String value, String drawn, Verdict verdict) {
        var content = "BT /F1 12 Tf 0 g 2 15 Td (" + drawn.replaceAll(" +", " ") + ") Tj ET";

        assertThat(byHand("/FT/Tx", "/V(" + value + ")", content)).isEqualTo(verdict);
    }

    @Test
    void a_space_of_the_full_width_is_one_too() {
        var value = "/V<FEFF003130000031003000310032>";

        assertThat(byHand("/FT/Tx", value, "BT /F1 12 Tf 0 g 2 15 Td (1 1012) Tj ET"))
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void an_empty_cell_is_a_space() {
        var cells = "/FT/Tx/Ff 16777216/MaxLen 8";
        var apart = " BT /F1 12 Tf 0 g 10 15 Td (1) Tj 57 0 Td (2) Tj ET";

        assertThat(byHand(cells, "/V(1 2)", apart)).isEqualTo(Verdict.VALID);
        assertThat(byHand(cells, "/V(12)", apart)).isEqualTo(Verdict.CHANGED);
        assertThat(byHand(cells, "/V(1 2)", apart.replace("57", "200"))).isEqualTo(Verdict.CHANGED);
    }

    /** Programs write numbers anew, round them, and leave out what they would draw by themselves. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/Rect[72.004 600 300 640.001] | /MK<</BC[0.09226 0.5 1.0]/CA(l)>>/BS<</W 1.0>> | VALID",
                "/Rect[72 600 300 640] | /MK<</BC[0.092 .5 1]>>/BS<</W 1>> | VALID",
                "/Rect[72 600 300 640] | /MK<</BC[0.1 0.5 1]/BG[]>>/BS<</W 1>> | VALID",
                "/Rect[72 600 300 640] | /BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.12 0.5 1]>>/BS<</W 1>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.06 0.5 1]>>/BS<</W 1>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09 0.52 1]>>/BS<</W 1>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09 0.5 0.98]>>/BS<</W 1>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.5]>>/BS<</W 1>> | CHANGED",
                "/Rect[72.02 600 300 640] | /MK<</BC[0.09226 0.5 1.0]/CA(l)>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300] | /MK<</BC[0.09226 0.5 1.0]/CA(l)>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.15 0.5 1.0]/CA(l)>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09226 0.5 1.0]/CA(8)>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09226 0.5 1.0]/CA(l)/BG[1]>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09226 0.5]/CA(l)>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</CA(l)>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09226 0.5 1.0]/CA(l)/R 90>>/BS<</W 1.0>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09226 0.5 1.0]/CA(l)>>/BS<</W 1.0/S/B>> | CHANGED",
                "/Rect[72 600 300 640] | /MK<</BC[0.09226 0.5 1.0]/CA(l)>>/BS<</W 1.02>> | CHANGED"
            })
    void what_a_field_looks_like_stays_but_for_how_it_is_written(String place, String look, Verdict verdict) {
        var update = HandMadeUpdate.of(certified("/FT/Tx/MK<</BC[0.09226 0.5 1.0]/CA(l)>>/BS<</W 1.0>>"));
        int picture = update.free();

        assertThat(verdict(update
                        .object(
                                7,
                                "<</Type/Annot/Subtype/Widget/T(f)" + place + "/F 4/P 3 0 R/FT/Tx" + look
                                        + "/V(100)/AP<</N " + picture + " 0 R>>>>")
                        .stream(
                                picture,
                                "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/BBox[0 0 228 40]",
                                "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET")
                        .write(desk.resolve("filled.pdf"))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "[0.5],[0.5 0.5 0.5],VALID",
        "[0.5],[0.5 0.5 0.6],CHANGED",
        "[],[0 0 0],CHANGED",
        "[0 0],[0 0 0],CHANGED"
    })
    void a_colour_stays_in_whatever_way_it_is_written(String was, String is, Verdict verdict) {
        var look = "/FT/Tx/MK<</BC%s>>";
        var update = HandMadeUpdate.of(certified(look.formatted(was)));

        assertThat(verdict(
                        update.object(7, WIDGET + look.formatted(is) + "/V()>>").write(desk.resolve("filled.pdf"))))
                .isEqualTo(verdict);
    }

    /** Password, file and rich text: what they show is not their value. */
    @ParameterizedTest
    @CsvSource({"0,VALID", "8192,CHANGED", "1048576,CHANGED", "33554432,CHANGED"})
    void what_shows_something_else_than_its_value_is_not_understood(int flags, Verdict verdict) {
        assertThat(byHand("/FT/Tx/Ff " + flags, "/V(100)", "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET"))
                .isEqualTo(verdict);
    }

    /** What a field shows while a mouse is over it or on it is not drawn from its value. */
    @ParameterizedTest
    @ValueSource(strings = {"D", "R"})
    void the_other_pictures_of_a_field_stay(String which) {
        var update = HandMadeUpdate.of(certified("/FT/Tx"));
        int picture = update.free();

        assertThat(verdict(update
                        .object(
                                7,
                                WIDGET + "/FT/Tx/V(100)/AP<</N " + picture + " 0 R/" + which + " " + picture
                                        + " 0 R>>>>")
                        .stream(
                                picture,
                                "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/BBox[0 0 228 40]",
                                "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET")
                        .write(desk.resolve("filled.pdf"))))
                .isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @CsvSource({
        "<</N<</Yes 8 0 R/Off 9 0 R>>>>,/V/Yes/AS/Yes,VALID",
        "<</N<</Yes 9 0 R/Off 8 0 R>>>>,/V/Yes/AS/Yes,CHANGED",
        "<</N<</Yes 8 0 R/Off 9 0 R/Other 8 0 R>>>>,/V/Other/AS/Other,CHANGED",
        "<</N<</Yes 8 0 R/Off 9 0 R>>>>,/V/Other/AS/Other,CHANGED"
    })
    void a_box_keeps_its_pictures(String pictures, String state, Verdict verdict) {
        var update = HandMadeUpdate.of(certified("/FT/Btn/V/Off/AS/Off/AP<</N<</Yes 8 0 R/Off 9 0 R>>>>"));

        assertThat(verdict(update.object(7, WIDGET + "/FT/Btn" + state + "/AP" + pictures + ">>")
                        .write(desk.resolve("ticked.pdf"))))
                .isEqualTo(verdict);
    }

    @Test
    void a_text_that_became_an_object_of_its_own_is_the_same_text() {
        for (var own : List.of("(old)", "(new)")) {
            var update = HandMadeUpdate.of(certified("/FT/Tx/DV(old)"));
            int picture = update.free();
            var verdict =
                    verdict(update
                            .object(
                                    7,
                                    WIDGET + "/FT/Tx/DV " + (picture + 1) + " 0 R/V(100)/AP<</N " + picture
                                            + " 0 R>>>>")
                            .stream(
                                    picture,
                                    "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/BBox[0 0 228 40]",
                                    "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET")
                            .object(picture + 1, own)
                            .write(desk.resolve("filled.pdf")));

            assertThat(verdict).isEqualTo(own.equals("(old)") ? Verdict.VALID : Verdict.CHANGED);
        }
    }

    /** Some programs bring the fonts that every program has; no other, and none that says how it looks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/Type/Font/Subtype/Type1/BaseFont/Helvetica | VALID",
                "/Type/Font/Subtype/Type1/BaseFont/Times-Roman/Name/Q/Encoding/WinAnsiEncoding | VALID",
                "/Type/Font/Subtype/Type1/BaseFont/ZapfDingbats | CHANGED",
                "/Type/Font/Subtype/Type1/BaseFont/Arial | CHANGED",
                "/Type/Font/Subtype/TrueType/BaseFont/Helvetica | CHANGED",
                "/Subtype/Type1/BaseFont/Helvetica | CHANGED",
                "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/SymbolEncoding | CHANGED",
                "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[49/nine]>> | CHANGED",
                "/Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 48/LastChar 49/Widths[9 9] | CHANGED",
                "/Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R | CHANGED",
                "/Type/Font/Subtype/Type1/BaseFont/Helvetica/FontDescriptor 8 0 R | CHANGED"
            })
    void a_picture_may_bring_a_font_that_every_program_has(String font, Verdict verdict) {
        var update = HandMadeUpdate.of(certified("/FT/Tx"));
        int picture = update.free();

        assertThat(verdict(update.object(7, WIDGET + "/FT/Tx/V(100)/AP<</N " + picture + " 0 R>>>>").stream(
                                picture,
                                "/Type/XObject/Subtype/Form/BBox[0 0 228 40]/Resources<</Font<</Q " + (picture + 1)
                                        + " 0 R>>>>",
                                "BT /Q 12 Tf 0 g 2 15 Td (100) Tj ET")
                        .object(picture + 1, "<<" + font + ">>")
                        .write(desk.resolve("filled.pdf"))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0 0 285 40] | [0 0 285 40] | VALID",
                "[0 0 228 40] | [0 0 285 40] | CHANGED",
                "[0 0 400 40] | [0 0 400 40] | CHANGED",
                "[0 0 120 40] | [0 0 120 40] | CHANGED",
                "[0 0 285 40] | [0 0 228 40] | VALID",
                "[0 0 285 40] | [0 0 260 40] | CHANGED"
            })
    void a_picture_is_scaled_as_the_signed_one_was_and_only_a_little(String signed, String box, Verdict verdict) {
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .replacing("/Contents", "/Annots[7 0 R]/Contents")
                .object("<</Fields[7 0 R]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object(WIDGET + "/FT/Tx/AP<</N 8 0 R>>>>")
                .stream("/Type/XObject/Subtype/Form/BBox" + signed, "/Tx BMC EMC");
        var update = HandMadeUpdate.of(certifiedForm(form));
        int picture = update.free();

        assertThat(verdict(update.object(7, WIDGET + "/FT/Tx/V(100)/AP<</N " + picture + " 0 R>>>>").stream(
                                picture,
                                "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/BBox" + box,
                                "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET")
                        .write(desk.resolve("filled.pdf"))))
                .isEqualTo(verdict);
    }

    /** The picture that another took the place of is freed by some programs, and no other object is. */
    @ParameterizedTest
    @CsvSource({"8, 9, VALID", "9, 9, CHANGED", "5, 9, CHANGED", "8, 8, CHANGED"})
    void a_picture_that_another_took_the_place_of_may_go(int freed, int shown, Verdict verdict) {
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .replacing("/Contents", "/Annots[7 0 R]/Contents")
                .object("<</Fields[7 0 R]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object(WIDGET + "/FT/Tx/AP<</N 8 0 R>>>>")
                .stream(
                        "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/BBox[0 0 228 40]",
                        "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET");
        var signed = certifiedForm(form);
        var update = HandMadeUpdate.of(signed);
        int picture = update.free();
        var file = update.object(7, WIDGET + "/FT/Tx/V(100)/AP<</N " + (shown == 8 ? 8 : picture) + " 0 R>>>>").stream(
                        picture,
                        "/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/BBox[0 0 228 40]",
                        "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET")
                .freeing(freed == 9 ? picture : freed)
                .write(desk.resolve("filled.pdf"));

        assertThat(verdict(file)).isEqualTo(verdict);
    }

    /** Only a form that has every program draw its fields anew says what is seen then. */
    @ParameterizedTest
    @CsvSource({"/NeedAppearances true, VALID", "/NeedAppearances false, CHANGED", "'', CHANGED"})
    void a_picture_may_be_taken_away_where_fields_are_drawn_from_their_values(String needs, Verdict verdict) {
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .replacing("/Contents", "/Annots[7 0 R]/Contents")
                .object("<</Fields[7 0 R]" + needs + "/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object(WIDGET + "/FT/Tx/AP<</N 8 0 R>>>>")
                .stream("/Type/XObject/Subtype/Form/BBox[0 0 228 40]", "/Tx BMC EMC");

        assertThat(verdict(HandMadeUpdate.of(certifiedForm(form))
                        .object(7, WIDGET + "/FT/Tx/V(100)>>")
                        .write(desk.resolve("filled.pdf"))))
                .isEqualTo(verdict);
    }

    /** What programs draw with they keep among the form's fonts, under names that nothing signed uses. */
    @ParameterizedTest
    @CsvSource({"Font,Q,VALID", "Font,F1,CHANGED", "Font,Gone,CHANGED", "XObject,Q,CHANGED"})
    void fonts_may_be_added_to_a_form_under_names_that_nothing_signed_uses(String kind, String name, Verdict verdict) {
        assertThat(verdict(withResource(certified("/FT/Tx/DA(/Gone 12 Tf 0 g)"), kind, name)))
                .isEqualTo(verdict);
    }

    /** Under the name that it lacked, what a page shows would look otherwise. */
    @Test
    void fonts_that_a_page_uses_too_stay_what_they_are() {
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .replacing("/Contents", "/Annots[7 0 R]/Contents")
                .replacing("<</Font<</F1 5 0 R>>>>", " 8 0 R")
                .object("<</Fields[7 0 R]/DA(/F1 12 Tf 0 g)/DR 8 0 R>>")
                .object(WIDGET + "/FT/Tx>>")
                .object("<</Font<</F1 5 0 R>>>>");

        assertThat(verdict(withResource(certifiedForm(form), "Font", "Q"))).isEqualTo(Verdict.CHANGED);
    }

    private Path withResource(Path file, String kind, String name) {
        return ForeignSigner.updated(file, desk.resolve("filled.pdf"), document -> {
            var form = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.ACRO_FORM);
            var resources = form.getCOSDictionary(COSName.DR);
            var all = resources.getCOSDictionary(COSName.getPDFName(kind));
            if (all == null) {
                all = new COSDictionary();
                resources.setItem(COSName.getPDFName(kind), all);
            }
            all.setItem(COSName.getPDFName(name), new PDType1Font(Standard14Fonts.FontName.COURIER).getCOSObject());
            form.setNeedToBeUpdated(true);
            resources.setNeedToBeUpdated(true);
        });
    }

    @Test
    void a_bar_may_come_after_other_lines_and_not_over_them() {
        var list = "/FT/Ch/Opt[(red)(green)]";
        var first = "BT 0 g /F1 12 Tf 2 26 Td (red) Tj ET ";
        var second = "BT 1 g /F1 12 Tf 2 8 Td (green) Tj ET";

        assertThat(byHand(list, "/V(green)", first + "0 g 0 4 228 14 re f " + second))
                .isEqualTo(Verdict.VALID);
        assertThat(byHand(list, "/V(green)", first + "0 g 0 4 228 24 re f " + second))
                .isEqualTo(Verdict.CHANGED);
        assertThat(byHand("/FT/Tx", "/V(100)", "BT 0 g /F1 12 Tf 2 15 Td (100) Tj ET 9 w 0 12 m 0 30 l S"))
                .isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "% Written by MuPDF 1.28.1 | VALID",
                "%%EOF | CHANGED",
                "%PDF-1.7 | CHANGED",
                "% obj << >> | CHANGED",
                "% one%% two | CHANGED"
            })
    void before_its_first_object_a_program_may_say_who_it_is(String remark, Verdict verdict) {
        assertThat(verdict(HandMadeUpdate.of(certified("/FT/Tx"))
                        .saying(remark)
                        .object(7, WIDGET + "/FT/Tx/V(100)>>")
                        .write(desk.resolve("filled.pdf"))))
                .isEqualTo(verdict);
    }

    @Test
    void what_is_on_a_line_of_its_own_below_the_field_is_a_change() {
        var lines = "BT /F1 12 Tf 0 g 2 2 Td (10) Tj 0 -14 Td (0) Tj ET";

        assertThat(byHand("/FT/Tx", "/V(100)", lines)).isEqualTo(Verdict.CHANGED);
        assertThat(byHand("/FT/Tx/Ff 4096", "/V(100)", lines)).isEqualTo(Verdict.CHANGED);
        assertThat(byHand("/FT/Tx/Ff 4096", "/V(10 0)", lines)).isEqualTo(Verdict.VALID);
    }

    @Test
    void in_a_low_field_nothing_is_cut_away_either() {
        var low = "/FT/Tx/BS<</W 9>>";
        var cut = "q 0 0 12 40 re W n BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET Q";

        assertThat(byHand(low, "/V(100)", cut)).isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/BBox[0 0 22800 4000]",
                "/BBox[0 0 12 40]",
                "/BBox[0 0 228 40]/Matrix[-1 0 0 1 0 0]",
                "/BBox[0 0 228 40]/Matrix[-1 0 0 -1 0 0]"
            })
    void a_picture_that_is_scaled_or_turned_is_a_change(String look) {
        assertThat(byHand("/FT/Tx", "/V(66)", look, "BT /F1 12 Tf 0 g 2 15 Td (66) Tj ET"))
                .isEqualTo(Verdict.CHANGED);
    }

    @Test
    void cells_are_where_the_field_says() {
        var cells = "/FT/Tx/Ff 16777216/MaxLen 4";
        var figures = " BT /F1 12 Tf 0 g 20 15 Td (1) Tj 57 0 Td (2) Tj ET";

        assertThat(byHand(cells, "/V(12)", "57 0 m 57 40 l S 114 0 m 114 40 l S" + figures))
                .isEqualTo(Verdict.VALID);
        assertThat(byHand(cells, "/V(12)", "40 0 m 40 40 l S" + figures)).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_list_shows_which_of_its_lines_is_chosen() {
        var list = "/FT/Ch/Opt[[(r)(red)][(g)(green)]]";
        var lines = " 0 g BT /F1 12 Tf 2 26 Td (red) Tj 0 -14 Td (green) Tj ET";

        assertThat(byHand(list, "/V(g)", "0.6 0.76 0.85 rg 1 8 226 14 re f" + lines))
                .isEqualTo(Verdict.VALID);
        assertThat(byHand(list, "/V(g)", "0.6 0.76 0.85 rg 1 23 226 14 re f" + lines))
                .isEqualTo(Verdict.CHANGED);
        assertThat(byHand(list, "/V(g)", lines)).isEqualTo(Verdict.CHANGED);
        assertThat(byHand(list, "/V(g)", "0.6 0.76 0.85 rg 1 8 226 14 re f" + lines.replace("green", "blue")))
                .isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_choice_shows_what_belongs_to_its_value() {
        var choice = "/FT/Ch/Ff 131072/Opt[[(r)(red)][(g)(green)]]";

        assertThat(byHand(choice, "/V(g)", "BT /F1 12 Tf 0 g 2 15 Td (green) Tj ET"))
                .isEqualTo(Verdict.VALID);
        assertThat(byHand(choice, "/V(r)", "BT /F1 12 Tf 0 g 2 15 Td (green) Tj ET"))
                .isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_list_may_be_scrolled_to_what_is_chosen() {
        var lines = "0.6 0.76 0.85 rg 1 22 226 14 re f 0 g BT /F1 12 Tf 2 26 Td (green) Tj ET";

        assertThat(byHand("/FT/Ch/Opt[(red)(green)]", "/V(green)/TI 1/I[1]", lines))
                .isEqualTo(Verdict.VALID);
    }

    /** Its kids inherit the value, and nothing shows that it is another. */
    @Test
    void a_value_that_fields_inherit_is_not_filled_in() {
        var part = "<</T(f)/FT/Tx/V(%s)/Kids[8 0 R]>>";
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .replacing("/Contents", "/Annots[8 0 R]/Contents")
                .object("<</Fields[7 0 R]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object(part.formatted("100"))
                .object(WIDGET.replace("/T(f)", "/T(k)/Parent 7 0 R") + "/AP<</N 9 0 R>>>>")
                .stream(
                        "/Type/XObject/Subtype/Form/BBox[0 0 228 40]/Resources<</Font<</F1 5 0 R>>>>",
                        "BT /F1 12 Tf 0 g 2 15 Td (100) Tj ET");
        var signed = signed(
                form.write(desk.resolve("form.pdf")),
                HANAKO,
                SignAlgorithm.ECDSA_WITH_SHA256,
                PdfSignatureOptions.at(TIME).certifying(2));

        assertThat(verdict(HandMadeUpdate.of(signed)
                        .object(7, part.formatted("900"))
                        .write(desk.resolve("inherited.pdf"))))
                .isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @CsvSource({"/V/Yes,/AS/Yes,VALID", "/V/Off,/AS/Off,VALID", "/V/Yes,/AS/Off,CHANGED", "/V/Off,/AS/Yes,CHANGED"})
    void a_box_is_ticked_where_its_value_says_so(String value, String state, Verdict verdict) {
        var box = "/FT/Btn%s/AP<</N<</Yes 8 0 R/Off 9 0 R>>>>";
        var update = HandMadeUpdate.of(certified(box.formatted("/V/Off/AS/Off")));

        assertThat(verdict(update.object(7, WIDGET + box.formatted(value + state) + "/M(D:2026)>>")
                        .write(desk.resolve("ticked.pdf"))))
                .isEqualTo(verdict);
    }
}
