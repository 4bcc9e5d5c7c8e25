package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.level.ScriptedAuthority;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeSignature;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes with a later signature or timestamp: whoever has a key, or makes an authority for timestamps of one's own,
 * may add a signature to a document, and nothing else.
 */
final class LaterSignersTest {
    private static final TestCa CA = new TestCa("later signers");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final TestSigner TARO = CA.signer("Taro", KeyAlgorithm.P_256);
    private static final ScriptedAuthority UNKNOWN = new ScriptedAuthority();
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final String BLANK = "/Rect[72 100 272 160]";
    private static final String OVER_THE_TEXT = "/Rect[60 690 400 730]";
    private static final String NOWHERE = "/Rect[0 0 0 0]";
    private static final String SCRIPT = "<</S/JavaScript/JS(app.alert)>>";

    @TempDir
    Path desk;

    private Path first;

    @BeforeEach
    void sign() {
        first = signed(
                HandMadePdf.onePage("100 EUR").write(desk.resolve("a.pdf")), HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    /** An update with another signature field, and with something more on its page. */
    private static HandMadeUpdate update(Path file, String field, String annotations) {
        var update = HandMadeUpdate.of(file);
        int free = update.free();
        return update.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R " + free + " 0 R]/SigFlags 3>>>>")
                .object(
                        3,
                        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
                                + "/Annots[6 0 R " + free + " 0 R" + annotations + "]>>")
                .object(
                        free,
                        "<</Type/Annot/FT/Sig/T(Later)" + (field.contains("/F ") ? "" : "/F 4") + "/P 3 0 R/V "
                                + (free + 1) + " 0 R" + (field.contains("/Subtype") ? "" : "/Subtype/Widget") + field
                                + ">>");
    }

    private HandMadeUpdate update(String field, String annotations) {
        return update(first, field, annotations);
    }

    private Verification.Judged stamped(HandMadeUpdate update, int dictionary) throws IOException {
        var file = update.object(dictionary, HandMadeSignature.timestamp()).bytes();
        return judged(HandMadeSignature.filledIn(file, HandMadeSignature.by(UNKNOWN)));
    }

    private Verification.Judged signedToo(HandMadeUpdate update) throws IOException {
        var file =
                update.object(update.free() + 1, HandMadeSignature.signature()).bytes();
        return judged(HandMadeSignature.filledIn(file, HandMadeSignature.by(TARO)));
    }

    private Verification.Judged stamped(HandMadeUpdate update) throws IOException {
        return stamped(update, update.free() + 1);
    }

    private Verification.Judged judged(byte[] file) throws IOException {
        return (Verification.Judged) PdfVerification.verify(
                Files.write(desk.resolve("later.pdf"), file), TrustAnchors.of(CA.certificate()), NOW);
    }

    private static void assertChanged(Verification.Judged judged, DocumentChange what) {
        assertThat(judged.signatures().get(0).kinds()).contains(what);
        assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_signature_or_a_timestamp_that_nobody_sees_leaves_the_first_valid() throws IOException {
        assertThat(signedToo(update(NOWHERE, "")).verdict()).isEqualTo(Verdict.VALID);
        assertThat(stamped(update(NOWHERE, "")).verdict()).isEqualTo(Verdict.VALID);
        assertThat(signedToo(update(BLANK, "")).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void a_timestamp_draws_nothing_for_nobody_answers_for_its_picture() throws IOException {
        var picture = update(BLANK + "/AP<</N 20 0 R>>", "").stream(
                20, "/Type/XObject/Subtype/Form/BBox[0 0 200 60]", "0 0 200 60 re f");
        assertChanged(stamped(picture), DocumentChange.SIGNATURE_OVER_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "% DSBlank\n",
                "q Q",
                "q 1 0 0 1 0 0 cm /FRM Do Q",
                "0 0 200 60 re W n 1 0 0 rg BT /F1 9 Tf ET"
            })
    void a_timestamp_may_have_a_place_and_a_picture_without_a_stroke(String content) throws IOException {
        assertThat(stamped(update(OVER_THE_TEXT, "")).verdict()).isEqualTo(Verdict.VALID);
        assertThat(stamped(shown(content, "%")).verdict()).isEqualTo(Verdict.VALID);
    }

    private HandMadeUpdate shown(String content, String within) {
        var form = "/Type/XObject/Subtype/Form/BBox[0 0 200 60]";
        return update(OVER_THE_TEXT + "/AP<</N 20 0 R>>", "").stream(
                20, form + "/Resources<</XObject<</FRM 21 0 R/IMG 22 0 R>>>>", content)
                .stream(21, form, within)
                .stream(
                        22,
                        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
                        "0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 200 60 re f",
                "0 0 200 60 re S",
                "BT (999 EUR) Tj ET",
                "/IMG Do",
                "/FRM Do",
                "/NONE Do",
                "Do",
                "/P /MC BDC EMC",
                "BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI",
                "/S sh",
                "/G gs"
            })
    void whatever_paints_or_may_is_a_picture(String content) throws IOException {
        assertChanged(stamped(shown(content, "0 0 200 60 re f")), DocumentChange.SIGNATURE_OVER_CONTENT);
    }

    /** What cannot be looked through to its end may paint there. */
    @Test
    void a_picture_that_is_too_long_or_shows_itself_is_not_blank() throws IOException {
        assertThat(stamped(shown("q Q ".repeat(16_384), "%")).verdict()).isEqualTo(Verdict.VALID);
        assertChanged(stamped(shown("q Q ".repeat(16_384) + "q", "%")), DocumentChange.SIGNATURE_OVER_CONTENT);
        var itself = "/Type/XObject/Subtype/Form/BBox[0 0 200 60]/Resources<</XObject<</FRM 21 0 R>>>>";
        assertChanged(
                stamped(shown("/FRM Do", "%").stream(21, itself, "/FRM Do")), DocumentChange.SIGNATURE_OVER_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/MK<</BG[1 1 1]>>",
                "/BS<</W 9>>",
                "/Border[0 0 9]",
                "/AP 3 0 R",
                "/AP<</N 20 0 R/D 20 0 R>>",
                "/AP<</N<</On 20 0 R>>>>/AS/On"
            })
    void what_readers_might_draw_by_themselves_is_a_picture(String entries) throws IOException {
        var update = update(OVER_THE_TEXT + entries, "").stream(20, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "%");
        assertChanged(stamped(update), DocumentChange.SIGNATURE_OVER_CONTENT);
    }

    @Test
    void a_timestamp_draws_nothing_in_a_field_that_was_there_either() throws IOException {
        first = signed(
                HandMadePdf.withFieldAt("72 100 272 160").write(desk.resolve("field.pdf")),
                HANAKO,
                SignAlgorithm.ECDSA_WITH_SHA256);
        var update = HandMadeUpdate.of(first);
        int free = update.free();
        update
                .object(
                        6,
                        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/F 4/P 3 0 R/Rect[72 100 272 160]/AP<</N "
                                + (free + 1) + " 0 R>>/V " + free + " 0 R>>")
                .stream(free + 1, "/Type/XObject/Subtype/Form/BBox[0 0 200 60]", "0 0 200 60 re f");
        assertChanged(stamped(update, free), DocumentChange.SIGNATURE_OVER_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FreeText", "Stamp", "Widget", "Text", "Link"})
    void an_annotation_that_calls_a_later_signature_its_parent_is_not_a_part_of_it(String kind) throws IOException {
        int free = HandMadeUpdate.of(first).free();
        var annotation = "<</Type/Annot/Subtype/" + kind + OVER_THE_TEXT + "/Contents(999 EUR)/F 4/P 3 0 R/Parent "
                + free + " 0 R>>";
        assertChanged(stamped(update(NOWHERE, " 30 0 R").object(30, annotation)), DocumentChange.ANNOTATIONS);
        assertChanged(signedToo(update(NOWHERE, " 30 0 R").object(30, annotation)), DocumentChange.ANNOTATIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/A" + SCRIPT, "/AA<</E" + SCRIPT + ">>", "/A 30 0 R"})
    void a_later_signature_brings_no_script(String action) throws IOException {
        assertChanged(stamped(update(NOWHERE + action, "").object(30, SCRIPT)), DocumentChange.ACTIONS);
        assertChanged(signedToo(update(BLANK + action, "").object(30, SCRIPT)), DocumentChange.ACTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FreeText", "Stamp", "Popup", "Text", "FileAttachment", "Screen"})
    void what_shows_a_later_signature_is_a_widget(String kind) throws IOException {
        assertThat(stamped(update(BLANK + "/Subtype/" + kind, "")).verdict()).isNotEqualTo(Verdict.VALID);
        assertThat(signedToo(update(BLANK + "/Subtype/" + kind, "")).verdict()).isNotEqualTo(Verdict.VALID);
    }

    @Test
    void a_widget_among_the_kids_of_a_later_signature_brings_no_script_and_covers_nothing() throws IOException {
        int free = HandMadeUpdate.of(first).free();
        var kid = "<</Type/Annot/Subtype/Widget/F 4/P 3 0 R/Parent " + free + " 0 R";
        var kids = NOWHERE + "/Kids[30 0 R]";
        assertThat(signedToo(update(kids, " 30 0 R").object(30, kid + BLANK + ">>"))
                        .verdict())
                .isEqualTo(Verdict.VALID);
        assertChanged(
                signedToo(update(kids, " 30 0 R").object(30, kid + BLANK + "/A" + SCRIPT + ">>")),
                DocumentChange.ACTIONS);
        assertChanged(
                signedToo(update(kids, " 30 0 R").object(30, kid + OVER_THE_TEXT + ">>")),
                DocumentChange.SIGNATURE_OVER_CONTENT);
        assertThat(signedToo(update(kids, " 30 0 R").object(30, kid.replace("Widget", "FreeText") + BLANK + ">>"))
                        .verdict())
                .isNotEqualTo(Verdict.VALID);
    }

    /** A field over the text, and what its signer makes of it. */
    private Verification.Judged signedInFieldOverTheText(String was, String is) throws IOException {
        first = signed(
                HandMadePdf.withFieldAt("60 690 400 730").replacing("/F 4", was).write(desk.resolve("field.pdf")),
                HANAKO,
                SignAlgorithm.ECDSA_WITH_SHA256);
        var update = HandMadeUpdate.of(first);
        int free = update.free();
        var file = update
                .object(
                        6,
                        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)" + is + "/P 3 0 R/Rect[60 690 400 730]/AP<</N "
                                + (free + 1) + " 0 R>>/V " + free + " 0 R>>")
                .stream(free + 1, "/Type/XObject/Subtype/Form/BBox[0 0 340 40]", "1 g 0 0 340 40 re f")
                .object(free, HandMadeSignature.signature())
                .bytes();
        return judged(HandMadeSignature.filledIn(file, HandMadeSignature.by(TARO)));
    }

    @Test
    void a_field_that_was_there_is_filled_where_it_was_seen_and_not_elsewhere() throws IOException {
        assertThat(signedInFieldOverTheText("/F 4", "/F 4").verdict()).isEqualTo(Verdict.VALID);
        for (var hidden : new String[] {"/F 2", "/F 6", "/F 32"}) {
            assertChanged(signedInFieldOverTheText(hidden, "/F 4"), DocumentChange.SIGNATURE_OVER_CONTENT);
        }
        // Turned with the page no more, or of one size however large the page is shown.
        for (var moved : new String[] {"/F 20", "/F 12"}) {
            assertChanged(signedInFieldOverTheText("/F 4", moved), DocumentChange.SIGNATURE_OVER_CONTENT);
        }
    }

    /** Where the lists of fields and of annotations are objects of their own. */
    @ParameterizedTest
    @CsvSource({
        "9 0 R F 0 R, 9 0 R F 0 R, true",
        "9 0 R F 0 R, 9 0 R, true",
        "F 0 R 9 0 R, 9 0 R F 0 R, false",
        "9 0 R F 0 R, F 0 R 9 0 R, false",
        "9 0 R F 0 R, F 0 R, false",
        "9 0 R F 0 R 30 0 R, 9 0 R F 0 R, false",
        "9 0 R F 0 R, 9 0 R F 0 R 31 0 R, false",
        "9 0 R F 0 R, 9 0 R F 0 R <</Subtype/FreeText/Rect[72 300 272 360]/Contents(999 EUR)>>, false"
    })
    void lists_of_fields_and_annotations_grow_by_what_was_signed_and_by_nothing_else(
            String fields, String annotations, boolean valid) throws IOException {
        // By another program: ours writes the annotations into their page.
        var plain = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .object("<</Fields 7 0 R/SigFlags 3>>")
                .object("[]")
                .object("[]")
                .replacing("/Type/Page/", "/Type/Page/Annots 8 0 R/")
                .write(desk.resolve("lists.pdf"));
        var once = HandMadeUpdate.of(plain)
                .object(7, "[9 0 R]")
                .object(8, "[9 0 R]")
                .object(9, "<</Type/Annot/Subtype/Widget/FT/Sig/T(First)/F 4/P 3 0 R/V 10 0 R" + NOWHERE + ">>")
                .object(10, HandMadeSignature.signature())
                .bytes();
        first = Files.write(desk.resolve("once.pdf"), HandMadeSignature.filledIn(once, HandMadeSignature.by(HANAKO)));
        var update = HandMadeUpdate.of(first);
        int free = update.free();
        var file = update.object(7, "[" + fields.replace("F", "" + free) + "]")
                .object(8, "[" + annotations.replace("F 0 R", free + " 0 R") + "]")
                .object(
                        free,
                        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Later)/F 4/P 3 0 R/V " + (free + 1) + " 0 R" + BLANK
                                + ">>")
                .object(free + 1, HandMadeSignature.signature())
                .object(30, "<</FT/Tx/T(amount)/V(999 EUR)>>")
                .object(31, "<</Type/Annot/Subtype/FreeText/Rect[72 300 272 360]/Contents(999 EUR)>>")
                .bytes();
        var verdict = judged(HandMadeSignature.filledIn(file, HandMadeSignature.by(TARO)))
                .verdict();
        assertThat(verdict == Verdict.VALID).as("%s", verdict).isEqualTo(valid);
    }

    /** What its signer answers for is the picture; everything else was signed by whoever signed before. */
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "/F 4, /F 4/M(D:20261126000000Z)",
        "/Rect[72 100 272 160], /Rect[60 690 400 730]",
        "/Rect[72 100 272 160], /Rect[72 100 272 161]",
        "/T(Approval), /T(Another)",
        "/T(Approval), /T(Approval)/TU(Refusal)",
        "/T(Approval), /T(Approval)/Ff 1",
        "/T(Approval), /T(Approval)/A<</S/JavaScript/JS(app.alert)>>",
        "/T(Approval), /T(Approval)/AA<</E<</S/JavaScript/JS(app.alert)>>>>",
        "/T(Approval), /T(Approval)/BS<</W 9>>",
        "/T(Approval), /T(Approval)/Contents(999 EUR)",
        "/T(Approval), /T(Approval)/OC 5 0 R",
        "/Subtype/Widget, /Subtype/FreeText"
    })
    void a_field_that_was_there_is_signed_as_it_was(String was, String is) throws IOException {
        first = signed(
                HandMadePdf.withFieldAt("72 100 272 160").write(desk.resolve("field.pdf")),
                HANAKO,
                SignAlgorithm.ECDSA_WITH_SHA256);
        var update = HandMadeUpdate.of(first);
        int free = update.free();
        var field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/F 4/P 3 0 R/Rect[72 100 272 160]/AP<</N "
                + (free + 1) + " 0 R>>/V " + free + " 0 R>>";
        var file = update.object(6, field.replace(was, is)).stream(
                        free + 1, "/Type/XObject/Subtype/Form/BBox[0 0 200 60]", "0 0 200 60 re f")
                .object(free, HandMadeSignature.signature())
                .bytes();
        var verdict = judged(HandMadeSignature.filledIn(file, HandMadeSignature.by(TARO)))
                .verdict();
        if (is.isEmpty() || is.contains("/M(")) {
            assertThat(verdict).isEqualTo(Verdict.VALID);
        } else {
            assertThat(verdict).isNotEqualTo(Verdict.VALID);
        }
    }

    @Test
    void a_picture_stays_in_its_place_however_the_page_is_shown() throws IOException {
        assertThat(signedToo(update(BLANK + "/F 12", "")).verdict()).isNotEqualTo(Verdict.VALID);
        assertThat(signedToo(update(BLANK + "/F 20", "")).verdict()).isNotEqualTo(Verdict.VALID);
    }
}
