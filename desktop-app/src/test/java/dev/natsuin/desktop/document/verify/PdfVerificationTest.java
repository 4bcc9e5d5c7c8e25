package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PdfVerificationTest {
    private static final TestCa CA = new TestCa("verification");
    private static final TestCa STRANGER = new TestCa("stranger");
    private static final TestSigner HANAKO = CA.signer("山田 花子", KeyAlgorithm.RSA_2048);
    private static final TestSigner TARO = CA.signer("鈴木 太郎", KeyAlgorithm.P_256);
    private static final TestSigner UNKNOWN = STRANGER.signer("Nobody", KeyAlgorithm.P_256);
    private static final TrustAnchors TRUST = TrustAnchors.of(List.of(CA.certificate()));
    private static final Instant NOW = TIME.plusSeconds(3600);
    private static final String CONTENT = "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET";

    @TempDir
    Path desk;

    private Path original;

    @BeforeEach
    void a_contract() {
        original = HandMadePdf.onePage("contract: 100 EUR").write(desk.resolve("contract.pdf"));
    }

    private static Verification.Judged judged(Path file) {
        return judged(file, TRUST);
    }

    private static Verification.Judged judged(Path file, TrustAnchors anchors) {
        var verification = PdfVerification.verify(file, anchors, NOW);
        assertThat(verification).isInstanceOf(Verification.Judged.class);
        return (Verification.Judged) verification;
    }

    private Path byHanako(Path file) {
        return signed(file, HANAKO, SignAlgorithm.SHA256_WITH_RSA);
    }

    private Path byTaro(Path file) {
        return signed(file, TARO, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Path changed(byte[] bytes) throws IOException {
        return Files.write(desk.resolve("changed.pdf"), bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA",
        "RSA_3072, SHA384_WITH_RSA",
        "RSA_2048, SHA512_WITH_RSA",
        "RSA_3072, SHA256_WITH_RSA_PSS",
        "ED25519, ED25519",
        "P_256, ECDSA_WITH_SHA256",
        "P_384, ECDSA_WITH_SHA384",
        "P_521, ECDSA_WITH_SHA512"
    })
    void our_own_output_passes_totally_as_baseline_b(KeyAlgorithm key, SignAlgorithm algorithm) throws IOException {
        var signer = CA.signer("山田 花子", key);
        var output = signed(original, signer, algorithm);
        var judged = judged(output);
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.timestamps()).isEmpty();
        var name = judged.signatures().get(0).algorithm();
        assertThat(name).isNotEmpty();
        assertThat(judged.signatures())
                .containsExactly(new SignatureReport(
                        Optional.of("山田 花子"),
                        Optional.of(SigningCertificate.commonName(CA.certificate())),
                        "PAdES-BASELINE-B",
                        "TOTAL_PASSED",
                        Optional.empty(),
                        Optional.of(TIME),
                        Optional.empty(),
                        true,
                        List.of(),
                        "Signature1",
                        Optional.of(new TrustAnchors.Anchor(CA.certificate(), TrustAnchors.Origin.FILE, "")),
                        List.of(
                                new PathCertificate(signer.certificate(), false, Optional.empty(), List.of()),
                                new PathCertificate(CA.certificate(), true, Optional.empty(), List.of())),
                        name,
                        Files.size(output),
                        Verdict.VALID));
    }

    @Test
    void second_and_third_signatures_leave_the_earlier_ones_valid() {
        var judged = judged(byHanako(byTaro(byHanako(original))));
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.signatures())
                .extracting(SignatureReport::field)
                .containsExactly("Signature1", "Signature2", "Signature3");
        assertThat(judged.signatures())
                .extracting(SignatureReport::coversWholeFile)
                .containsExactly(false, false, true);
        assertThat(judged.signatures()).allSatisfy(each -> {
            assertThat(each.indication()).isEqualTo("TOTAL_PASSED");
            assertThat(each.changes()).isEmpty();
        });
    }

    @Test
    void a_file_without_a_signature_is_unsigned() {
        assertThat(judged(original)).isEqualTo(new Verification.Judged(Verdict.UNSIGNED, List.of(), List.of()));
    }

    @Test
    void an_unknown_issuer_makes_it_indeterminate() {
        var output = signed(original, UNKNOWN, SignAlgorithm.ECDSA_WITH_SHA256);
        assertThat(judged(output).verdict()).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged(byHanako(original), TrustAnchors.of(List.of())).verdict())
                .isEqualTo(Verdict.INDETERMINATE);
    }

    @Test
    void a_certificate_that_does_not_hold_yet_by_this_computers_clock_makes_it_indeterminate() {
        var output = byHanako(original);
        var before = HANAKO.certificate().getNotBefore().toInstant().minusSeconds(1);

        var judged = (Verification.Judged)
                PdfVerification.verify(output, TrustAnchors.of(List.of(CA.certificate())), before);

        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged.signatures().get(0).subIndication()).contains("NOT_YET_VALID");
    }

    @Test
    void a_certificate_that_has_expired_makes_it_indeterminate() {
        var expired = CA.signer(
                "Expired",
                KeyAlgorithm.P_256,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-11-22T11:00:00Z"));
        var judged = judged(signed(original, expired, SignAlgorithm.ECDSA_WITH_SHA256));
        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged.signatures().get(0).subIndication()).contains("OUT_OF_BOUNDS_NO_POE");
    }

    @Test
    void a_flipped_bit_in_the_text_is_invalid() throws IOException {
        var bytes = Files.readAllBytes(byHanako(original));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("100 EUR")] ^= 1;
        var judged = judged(changed(bytes));
        assertThat(judged.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(judged.signatures().get(0).subIndication()).contains("HASH_FAILURE");
    }

    @Test
    void octets_after_the_last_signature_are_a_change() throws IOException {
        var bytes = Files.readString(byHanako(original), StandardCharsets.ISO_8859_1);
        for (var more : List.of("\n% one more thing\n%%EOF\n", " ", "\n", "\0")) {
            var judged = judged(changed((bytes + more).getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(judged.verdict()).as(more).isIn(Verdict.CHANGED, Verdict.INVALID);
        }
    }

    @Test
    void octets_in_the_padding_of_the_cms_are_a_change() throws IOException {
        var text = Files.readString(byHanako(original), StandardCharsets.ISO_8859_1);
        var hidden = text.replaceFirst("000000>", "C0FFEE>");
        assertThat(hidden).isNotEqualTo(text);
        var judged = judged(changed(hidden.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(judged.verdict()).isNotEqualTo(Verdict.VALID);
    }

    @Test
    void replaced_page_content_is_a_change() {
        var output = byHanako(original);
        var judged = judged(HandMadeUpdate.of(output).stream(4, "", CONTENT).write(desk.resolve("replaced.pdf")));
        assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(judged.signatures().get(0).kinds()).contains(DocumentChange.CONTENT);
    }

    @Test
    void replaced_page_content_stays_a_change_under_a_second_signature() {
        var replaced =
                HandMadeUpdate.of(byHanako(original)).stream(4, "", CONTENT).write(desk.resolve("replaced.pdf"));
        var judged = judged(byTaro(replaced));
        assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(judged.signatures())
                .extracting(SignatureReport::verdict)
                .containsExactly(Verdict.CHANGED, Verdict.VALID);
    }

    @Test
    void a_note_that_covers_the_text_is_a_change_even_under_a_second_signature() {
        var output = byHanako(original);
        var update = HandMadeUpdate.of(output);
        int note = update.free();
        update.object(
                3,
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
                        + "/Annots[6 0 R " + note + " 0 R]>>");
        update.object(
                note,
                "<</Type/Annot/Subtype/FreeText/Rect[60 690 400 730]/Contents(999 EUR)/DA(/F1 24 Tf)/F 4"
                        + "/C[1 1 1]/P 3 0 R>>");
        var noted = update.write(desk.resolve("noted.pdf"));
        assertThat(judged(noted).signatures().get(0).kinds()).contains(DocumentChange.ANNOTATIONS);
        assertThat(judged(noted).verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(judged(byTaro(noted)).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_widget_that_points_to_an_old_signature_is_a_change() {
        var update = HandMadeUpdate.of(byHanako(original));
        int widget = update.free();
        update.object(
                3,
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
                        + "/Annots[6 0 R " + widget + " 0 R]>>");
        update.object(
                1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R " + widget + " 0 R]/SigFlags 3>>/DSS<<>>>>");
        update.object(
                widget, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature9)/Rect[60 690 400 730]/F 4/V 7 0 R/P 3 0 R>>");
        assertThat(judged(update.write(desk.resolve("widget.pdf"))).verdict())
                .isNotIn(Verdict.VALID, Verdict.INDETERMINATE);
    }

    @Test
    void a_second_field_of_the_same_name_cannot_stand_in_for_the_first() throws IOException {
        var text = Files.readString(byHanako(original), StandardCharsets.ISO_8859_1);
        var contents =
                text.substring(text.indexOf("/Contents <") + 10, text.indexOf(">", text.indexOf("/Contents <")) + 1);
        var update = HandMadeUpdate.of(desk.resolve("contract-signed.pdf"));
        int forged = update.free();
        update.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[" + forged + " 0 R 6 0 R]/SigFlags 3>>>>");
        update.object(forged, "<</FT/Sig/T(Signature1)/V " + (forged + 1) + " 0 R>>");
        update.stream(4, "", CONTENT);
        for (int i = 0; i < 3; i++) {
            long size = update.bytes().length;
            update.object(
                    forged + 1,
                    "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents " + contents
                            + "/ByteRange[0 100 200 " + (size - 200) + "]>>");
        }
        var judged = judged(update.write(desk.resolve("forged.pdf")));
        assertThat(judged.verdict()).isIn(Verdict.CHANGED, Verdict.INVALID);
        assertThat(judged.signatures()).noneMatch(each -> each.verdict() == Verdict.VALID);
    }

    @Test
    void a_signature_followed_by_zeros_is_found_by_dss() throws IOException {
        // BouncyCastle from 1.85 on refuses such a CMS, and DSS 6.4 then sees no signature at all.
        var output = byHanako(original);
        assertThat(Files.readString(output, StandardCharsets.ISO_8859_1)).contains("0".repeat(1000) + ">");
        assertThat(judged(output).signatures()).hasSize(1);
    }

    @Test
    void an_object_that_was_missing_when_signed_must_not_come_later() {
        var shadow = HandMadePdf.withCatalog("/Hidden 99 0 R").write(desk.resolve("shadow.pdf"));
        var output = byHanako(shadow);
        assertThat(judged(output).verdict()).isEqualTo(Verdict.VALID);
        var supplied = HandMadeUpdate.of(output).object(99, "<</S/JavaScript/JS(app.alert)>>");
        assertThat(judged(supplied.write(desk.resolve("supplied.pdf"))).verdict())
                .isEqualTo(Verdict.CHANGED);
    }

    @Test
    void a_change_cannot_hide_behind_the_name_of_validation_data() {
        var shadow = HandMadePdf.withCatalog("/DSS<</Certs[4 0 R]>>").write(desk.resolve("shadow.pdf"));
        var output = byHanako(shadow);
        var replaced = HandMadeUpdate.of(output).stream(4, "", CONTENT).write(desk.resolve("replaced.pdf"));
        assertThat(judged(replaced).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void validation_data_added_later_is_explained() {
        var update = HandMadeUpdate.of(byHanako(original));
        int data = update.free();
        update.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>/DSS " + data + " 0 R>>");
        update.object(data, "<</Type/DSS/Certs[" + (data + 1) + " 0 R]>>");
        update.stream(data + 1, "", "no certificate");
        var judged = judged(update.write(desk.resolve("extended.pdf")));
        assertThat(judged.signatures().get(0).changes()).isEmpty();
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void signing_an_empty_field_of_the_form_keeps_the_earlier_signature_valid() {
        var form = HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .object("<</Fields[7 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Sig/T(Party B)/Rect[72 72 300 120]/F 4/P 3 0 R>>")
                .write(desk.resolve("form.pdf"));
        var first = byHanako(form);
        var inField = new PdfSignatureOptions(Optional.of("契約"), Optional.of("東京"), TIME, Optional.of("Party B"));
        var judged = judged(signed(first, TARO, SignAlgorithm.ECDSA_WITH_SHA256, inField));
        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged.signatures()).extracting(SignatureReport::field).containsExactly("Signature1", "Party B");
    }

    @Test
    void a_file_that_is_no_pdf_is_refused() throws IOException {
        var file = Files.writeString(desk.resolve("no.pdf"), "hello");
        assertThat(PdfVerification.verify(file, TRUST, NOW))
                .isInstanceOfSatisfying(
                        Verification.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo(ProblemCode.FILE_NOT_PDF));
    }
}
