package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.level.ScriptedAuthority;
import dev.natsuin.desktop.testdata.ForeignSigner;
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
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may come after a signature and what may not: other people's programs write it, certifications allow it. */
final class LaterChangesTest {
    private static final TestCa CA = new TestCa("later");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final TestSigner TARO = CA.signer("Taro", KeyAlgorithm.P_256);
    private static final TestSigner STRANGER = new TestCa("stranger").signer("Stranger", KeyAlgorithm.P_256);
    private static final PDRectangle BLANK = new PDRectangle(72, 100, 200, 60);
    private static final PDRectangle OVER_THE_TEXT = new PDRectangle(60, 690, 300, 40);

    @TempDir
    Path desk;

    private Path form() {
        return HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .object("<</Fields[7 0 R 8 0 R]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Tx/T(amount)/Rect[72 600 300 620]/F 4/P 3 0 R>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[72 560 300 580]/F 4/P 3 0 R>>")
                .write(desk.resolve("form.pdf"));
    }

    private Path certified(Path file, int allowed) {
        return signed(
                file,
                HANAKO,
                SignAlgorithm.ECDSA_WITH_SHA256,
                PdfSignatureOptions.at(TIME).certifying(allowed));
    }

    private Path approved(Path file) {
        return signed(file, HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private static Verification.Judged judged(Path file) {
        return (Verification.Judged) PdfVerification.verify(file, TrustAnchors.of(CA.certificate()), TIME);
    }

    private Path filledIn(Path file) {
        return ForeignSigner.updated(file, desk.resolve("filled.pdf"), document -> {
            var amount = document.getDocumentCatalog().getAcroForm(null).getField("amount");
            amount.setValue("1,250,000");
            amount.getCOSObject().setNeedToBeUpdated(true);
        });
    }

    private Path bySomebodyElse(Path file, TestSigner signer, PDRectangle place) {
        return ForeignSigner.signed(file, desk.resolve("foreign.pdf"), signer, TIME, Optional.of(place));
    }

    private static List<DocumentChange> kinds(Path file) {
        return judged(file).signatures().get(0).kinds();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void a_form_may_be_filled_in_where_the_certification_allows_it(int allowed) {
        var judged = judged(filledIn(certified(form(), allowed)));
        assertThat(judged.signatures().get(0).changes()).isEmpty();
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void a_form_may_not_be_filled_in_where_nobody_allowed_it() {
        assertThat(judged(filledIn(certified(form(), 1))).verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(kinds(filledIn(approved(form())))).contains(DocumentChange.FORM_FIELDS);
    }

    @Test
    void a_picture_that_says_something_else_than_the_value_is_no_filling_in() {
        var filled = filledIn(certified(form(), 2));
        var lied = ForeignSigner.updated(filled, desk.resolve("lied.pdf"), document -> {
            var field = document.getDocumentCatalog().getAcroForm(null).getField("amount");
            field.getCOSObject().setString(org.apache.pdfbox.cos.COSName.V, "9,250,000");
            field.getCOSObject().setNeedToBeUpdated(true);
        });
        assertThat(judged(lied).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_field_may_not_be_moved_while_it_is_filled_in() {
        var moved = ForeignSigner.updated(filledIn(certified(form(), 2)), desk.resolve("moved.pdf"), document -> {
            var field = document.getDocumentCatalog().getAcroForm(null).getField("amount");
            field.getWidgets().get(0).setRectangle(OVER_THE_TEXT);
            field.getCOSObject().setNeedToBeUpdated(true);
        });
        assertThat(judged(moved).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void another_programs_signature_on_a_blank_place_leaves_the_first_valid() {
        var judged = judged(bySomebodyElse(approved(form()), TARO, BLANK));
        assertThat(judged.signatures())
                .extracting(SignatureReport::verdict)
                .containsExactly(Verdict.VALID, Verdict.VALID);
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void a_signature_on_a_blank_place_is_allowed_by_a_certification(int allowed) {
        assertThat(judged(bySomebodyElse(certified(form(), allowed), TARO, BLANK))
                        .verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void a_signature_whose_picture_covers_the_text_is_a_change_of_its_page() {
        for (var first : List.of(approved(form()), certified(form(), 2), certified(form(), 3))) {
            var judged = judged(bySomebodyElse(first, TARO, OVER_THE_TEXT));
            assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
            assertThat(judged.signatures().get(0).changes()).anySatisfy(change -> {
                assertThat(change.what()).isEqualTo(DocumentChange.SIGNATURE_OVER_CONTENT);
                assertThat(change.pages()).containsExactly(1);
            });
        }
    }

    @Test
    void a_sneaky_signature_of_a_stranger_is_not_valid() {
        for (int allowed = 1; allowed <= 3; allowed++) {
            assertThat(judged(bySomebodyElse(certified(form(), allowed), STRANGER, BLANK))
                            .verdict())
                    .isNotEqualTo(Verdict.VALID);
        }
    }

    @Test
    void a_signature_after_a_certification_that_allows_nothing_is_not_allowed() {
        assertThat(kinds(bySomebodyElse(certified(form(), 1), TARO, BLANK))).contains(DocumentChange.NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void an_annotation_is_a_change_whatever_the_certification_allows(int allowed) {
        var update = HandMadeUpdate.of(certified(HandMadePdf.onePage("100 EUR").write(desk.resolve("p.pdf")), allowed));
        var file = update.object(
                        3,
                        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
                                + "/Annots[6 0 R " + update.free() + " 0 R]>>")
                .object(
                        update.free(),
                        "<</Type/Annot/Subtype/FreeText/Rect[60 690 400 730]/Contents(999)/F 4/P 3 0 R>>")
                .write(desk.resolve("evil.pdf"));
        assertThat(kinds(file)).contains(DocumentChange.ANNOTATIONS);
        assertThat(judged(file).verdict()).isEqualTo(Verdict.CHANGED);
    }

    /** A form that somebody else's program certified, with these parameters and this lock in the field. */
    private Path certifiedWith(String parameters, String lock) throws IOException {
        return certifiedWith("/Type/Sig", parameters, lock);
    }

    private Path certifiedWith(String type, String parameters, String lock) throws IOException {
        var file = HandMadeUpdate.of(form())
                .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Perms<</DocMDP 10 0 R>>>>")
                .object(6, "<</Fields[7 0 R 8 0 R 9 0 R]/SigFlags 3/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>")
                .object(9, "<</FT/Sig/T(S)/V 10 0 R" + lock + ">>")
                .object(
                        10,
                        HandMadeSignature.dictionary(type + "/SubFilter/ETSI.CAdES.detached/M(D:20261122103000Z)"
                                + "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<<"
                                + "/Type/TransformParams/V/1.2" + parameters + ">>>>]"))
                .bytes();
        return Files.write(
                desk.resolve("certified.pdf"), HandMadeSignature.filledIn(file, HandMadeSignature.by(HANAKO)));
    }

    @ParameterizedTest
    @CsvSource({"/Type/Sig, VALID", "'', VALID", "/Type/Sign, INVALID", "/Type/Catalog, INVALID"})
    void a_dictionary_of_another_type_is_no_signature(String type, Verdict verdict) throws IOException {
        assertThat(judged(certifiedWith(type, "/P 2", "")).verdict()).isEqualTo(verdict);
    }

    @Test
    void a_certification_that_does_not_say_what_it_allows_allows_filling_in() throws IOException {
        assertThat(judged(certifiedWith("", "")).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged(filledIn(certifiedWith("", ""))).verdict()).isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/P 0", "/P 4", "/P 99999999999", "/P -1", "/P/2", "/P(2)", "/P 2.5", "/P[2]", "/P 8 0 R"})
    void what_no_certification_can_say_allows_nothing(String parameters) throws IOException {
        var certified = certifiedWith(parameters, "");
        assertThat(judged(certified).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged(filledIn(certified)).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_lock_that_nobody_understands_locks_everything() throws IOException {
        var certified = certifiedWith("/P 2", "/Lock<</Type/SigFieldLock/Action/Sometimes>>");
        assertThat(judged(certified).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged(filledIn(certified)).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @CsvSource({
        "/Lock<</Type/SigFieldLock/Action/Include/Fields[(amount)]>>, CHANGED",
        "/Lock<</Type/SigFieldLock/Action/All>>, CHANGED",
        "/Lock<</Type/SigFieldLock/Action/Exclude/Fields[(name)]>>, CHANGED",
        "/Lock<</Type/SigFieldLock/Action/Exclude/Fields[(amount)]>>, VALID",
        "/Lock<</Type/SigFieldLock/Action/Include/Fields[(name)]>>, VALID",
        "/Lock<</Type/SigFieldLock/Action/Include/Fields[(name)]/P 1>>, CHANGED"
    })
    void a_locked_field_is_not_filled_in(String lock, Verdict verdict) throws IOException {
        assertThat(judged(filledIn(certifiedWith("/P 2", lock))).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 beginbfchar <31> <0039> endbfchar",
                "q 1 0 0 1 0 0 cm Q 1 g 0 0 595 842 re f",
            })
    void what_a_signed_page_uses_is_not_replaced(String stream) {
        var page = approved(HandMadePdf.onePage("100 EUR")
                .replacing("/BaseFont/Helvetica", "/BaseFont/Helvetica/ToUnicode 6 0 R")
                .replacing("/Resources<<", "/Resources<</XObject<</X 7 0 R>>")
                .stream("", "1 beginbfchar <31> <0031> endbfchar")
                .stream("/Type/XObject/Subtype/Form/BBox[0 0 595 842]", "q Q")
                .write(desk.resolve("used.pdf")));
        assertThat(judged(page).verdict()).isEqualTo(Verdict.VALID);
        var later = stream.startsWith("1 begin")
                ? HandMadeUpdate.of(page).stream(6, "", stream)
                : HandMadeUpdate.of(page).stream(7, "/Type/XObject/Subtype/Form/BBox[0 0 595 842]", stream);
        var judged = judged(later.write(desk.resolve("replaced.pdf")));
        assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(judged.signatures().get(0).changes())
                .anySatisfy(change -> assertThat(change.pages()).containsExactly(1));
    }

    @Test
    void a_timestamp_over_a_changed_document_changes_nothing_of_that() throws IOException {
        var update = HandMadeUpdate.of(approved(HandMadePdf.onePage("100 EUR").write(desk.resolve("t.pdf")))).stream(
                4, "", "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET");
        int free = update.free();
        var file = update.object(
                        1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R " + free + " 0 R]/SigFlags 3>>>>")
                .object(free, "<</FT/Sig/T(T)/V " + (free + 1) + " 0 R>>")
                .object(free + 1, HandMadeSignature.timestamp())
                .bytes();
        var stamped = Files.write(
                desk.resolve("stamped.pdf"),
                HandMadeSignature.filledIn(file, HandMadeSignature.by(new ScriptedAuthority())));
        assertThat(kinds(stamped)).containsExactly(DocumentChange.CONTENT);
        assertThat(judged(stamped).verdict()).isEqualTo(Verdict.CHANGED);
    }
}
