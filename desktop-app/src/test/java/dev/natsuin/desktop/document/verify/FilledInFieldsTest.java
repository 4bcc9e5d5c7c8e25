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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            })
    void what_no_format_shows_for_a_value_is_a_change(String script, String value, String shown) {
        assertThat(formatted(script, value, shown)).isEqualTo(Verdict.CHANGED);
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
                "other figures | BT /F1 12 Tf 0 g 2 15 Td (900) Tj ET"
            })
    void a_value_that_is_not_what_is_read_is_a_change(String how, String content) {
        assertThat(byHand("/FT/Tx", "/V(100)", content)).isEqualTo(Verdict.CHANGED);
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
