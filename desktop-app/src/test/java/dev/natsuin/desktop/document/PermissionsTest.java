package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.refusal;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What authors and earlier signers allow, and what a certification and a locking field leave allowed. */
final class PermissionsTest {
    private static final TestCa CA = new TestCa("permissions");
    private static final TestSigner EC = CA.signer("Signer", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY_EC = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final PdfSignatureOptions PLAIN = PdfSignatureOptions.at(TIME);
    private static final PdfSignatureOptions IN_FIELD = PLAIN.in("Party B");

    @TempDir
    Path desk;

    private Path contract() {
        return HandMadePdf.onePage("contract").write(desk.resolve("contract.pdf"));
    }

    private Path form(String entries) {
        return HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .object("<</Fields[7 0 R 8 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Sig/T(Party B)/F 4/P 3 0 R/Rect[0 0 0 0]" + entries + ">>")
                .object("<</FT/Tx/T(sum)/V(1)>>")
                .write(desk.resolve("form.pdf"));
    }

    private static Preparation prepare(Path file, PdfSignatureOptions options) {
        return PdfSigning.prepare(file, options, EC.with(BY_EC));
    }

    private static ProblemCode refused(Path file, PdfSignatureOptions options) {
        return refusal(prepare(file, options));
    }

    private static void assertSigns(Path file, PdfSignatureOptions options) {
        try (var pdf = ((Preparation.Prepared) prepare(file, options)).document()) {
            assertThat(pdf.pageCount()).isEqualTo(1);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_certification_against_all_changes_is_valid_and_lets_nobody_sign_after_it() throws IOException {
        var certified = signed(contract(), EC, BY_EC, PLAIN.certifying(1));
        assertThat(text(certified)).contains("/TransformMethod /DocMDP", "/P 1\n", "/Perms <<\n/DocMDP 7 0 R");
        assertThat(ForeignJudges.pdfsig(certified)).contains("Signature is Valid", "Total document signed");
        assertThat(ForeignJudges.qpdf(certified).exit()).isZero();
        assertThat(refused(certified, PLAIN)).isEqualTo(ProblemCode.DOCUMENT_LOCKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void after_a_certification_that_allows_it_others_sign_and_all_stays_valid(int allowed) {
        var certified = signed(contract(), EC, BY_EC, PLAIN.certifying(allowed));
        var output = signed(certified, EC, BY_EC);
        var trust = TrustAnchors.of(List.of(CA.certificate()));
        var judged = (Verification.Judged) PdfVerification.verify(output, trust, TIME);
        assertThat(judged.verdict()).as(judged.toString()).isEqualTo(Verdict.VALID);
        assertThat(judged.signatures()).hasSize(2);
        assertThat(ForeignJudges.pdfsig(output).split("Signature is Valid", -1)).hasSize(3);
    }

    @Test
    void only_the_first_signature_certifies() {
        var approved = signed(contract(), EC, BY_EC);
        assertThat(refused(approved, PLAIN.certifying(2))).isEqualTo(ProblemCode.DOCUMENT_NOT_CERTIFIABLE);
        var certified = signed(approved.resolveSibling("contract.pdf"), EC, BY_EC, PLAIN.certifying(2));
        assertThat(refused(certified, PLAIN.certifying(2))).isEqualTo(ProblemCode.DOCUMENT_NOT_CERTIFIABLE);
    }

    @Test
    void the_lock_of_a_field_becomes_the_signatures_and_binds_who_comes_later() throws IOException {
        var locking = form("/Lock<</Type/SigFieldLock/Action/Include/Fields[(sum)(Signature1)]>>");
        var output = signed(locking, EC, BY_EC, IN_FIELD);
        assertThat(text(output))
                .contains("/TransformMethod /FieldMDP", "/Action /Include\n/Fields [(sum) (Signature1)]");
        assertThat(ForeignJudges.pdfsig(output)).contains("Signature is Valid", "Total document signed");
        assertThat(ForeignJudges.qpdf(output).exit()).isZero();
        assertThat(refused(output, PLAIN)).isEqualTo(ProblemCode.DOCUMENT_LOCKED);
    }

    @Test
    void a_lock_of_other_fields_lets_others_sign() {
        var output = signed(form("/Lock<</Action/Include/Fields[(sum)]>>"), EC, BY_EC, IN_FIELD);
        assertThat(signed(output, EC, BY_EC)).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/Ff 1/Filter/Adobe.PPKLite",
                "/Filter/Other",
                "/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]",
                "/SubFilter[/adbe.pkcs7.detached]",
                "/Ff 4/V 3",
                "/Ff 8/Reasons[(Agreed)(Seen)]",
                "/Ff 32/AddRevInfo false",
                "/Ff 64/DigestMethod[(SHA256)(SHA512)]",
                "/MDP<</P 0>>",
                "/Cert<</Ff 0/Subject[<30>]>>",
                "/TimeStamp<</Ff 0/URL(http://tsa)>>"
            })
    void what_a_field_wishes_or_demands_and_we_do_is_signed(String seed) {
        var agreed = new PdfSignatureOptions(Optional.of("Agreed"), Optional.empty(), TIME, Optional.of("Party B"));
        assertSigns(form("/SV<<" + seed + ">>"), agreed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/Ff 1/Filter/Other",
                "/Ff 1",
                "/Ff 2/SubFilter[/adbe.pkcs7.detached]",
                "/Ff 4/V 4",
                "/Ff 8/Reasons[(Seen)]",
                "/Ff 8/Reasons[]",
                "/Ff 8/Reasons[(.)]",
                "/Ff 16/LegalAttestation[(x)]",
                "/Ff 32/AddRevInfo true",
                "/Ff 64/DigestMethod[(SHA384)]",
                "/Ff 128/LockDocument/true",
                "/Ff 256/AppearanceFilter(x)",
                "/Ff 512",
                "/MDP<</P 2>>",
                "/Cert<</Ff 1/Subject[<30>]>>",
                "/TimeStamp<</Ff 1/URL(http://tsa)>>"
            })
    void what_a_field_demands_and_we_do_not_is_refused(String seed) {
        var agreed = new PdfSignatureOptions(Optional.of("Agreed"), Optional.empty(), TIME, Optional.of("Party B"));
        assertThat(refused(form("/SV<<" + seed + ">>"), agreed)).isEqualTo(ProblemCode.SIGNATURE_FIELD_DEMANDS);
    }

    @Test
    void a_field_that_demands_a_certification_gets_one() {
        var form = form("/SV<</MDP<</P 2>>>>");
        assertThat(refused(form, IN_FIELD.certifying(1))).isEqualTo(ProblemCode.SIGNATURE_FIELD_DEMANDS);
        assertSigns(form, IN_FIELD.certifying(2));
    }

    /** qpdf's names for the bits of /P; a password for the owner, none for the user. */
    @ParameterizedTest
    @CsvSource({
        "--modify=all, true, true",
        "--modify=annotate, false, true",
        "--modify=form, false, true",
        "--modify=assembly, false, false",
        "--modify=none, false, false"
    })
    void the_authors_permissions_are_kept(String modify, boolean newField, boolean existingField) {
        var file = ForeignJudges.rewritten(
                form(""), desk.resolve("protected.pdf"), "--encrypt", "", "owner", "256", modify, "--");
        assertAllowed(file, PLAIN, newField);
        assertAllowed(file, IN_FIELD, existingField);
    }

    private static void assertAllowed(Path file, PdfSignatureOptions options, boolean allowed) {
        if (allowed) {
            assertSigns(file, options);
        } else {
            assertThat(refused(file, options)).isEqualTo(ProblemCode.DOCUMENT_PROTECTED);
        }
    }
}
