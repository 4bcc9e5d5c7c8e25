package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
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

/** Signatures that EU DSS has no name for: never valid, never called broken if they are not. */
final class MlDsaVerificationTest {
    private static final TestCa CA = new TestCa("post-quantum");
    private static final TestSigner SIGNER = CA.signer("山田 花子", KeyAlgorithm.ML_DSA_65);
    private static final TestSigner USUAL = CA.signer("鈴木 太郎", KeyAlgorithm.P_256);
    private static final TrustAnchors TRUST = TrustAnchors.of(List.of(CA.certificate()));
    private static final Instant NOW = TIME.plusSeconds(3600);

    @TempDir
    Path desk;

    private Path original;

    @BeforeEach
    void a_contract() {
        original = HandMadePdf.onePage("contract: 100 EUR").write(desk.resolve("contract.pdf"));
    }

    private static Verification.Judged judged(Path file) {
        var verification = PdfVerification.verify(file, TRUST, NOW);
        assertThat(verification).isInstanceOf(Verification.Judged.class);
        return (Verification.Judged) verification;
    }

    private Path byMlDsa(Path file) {
        return signed(file, SIGNER, SignAlgorithm.ML_DSA_65);
    }

    private Path byEc(Path file) {
        return signed(file, USUAL, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    @Test
    void a_signature_that_holds_is_open_and_nobody_is_believed_for_it() {
        var judged = judged(byMlDsa(original));

        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
        var report = judged.signatures().get(0);
        assertThat(report.signer()).contains("山田 花子");
        assertThat(report.indication()).isEqualTo("INDETERMINATE");
        assertThat(report.subIndication()).contains("ALGORITHM_NOT_JUDGED");
        assertThat(report.algorithm()).isEqualTo("ML-DSA-65");
        assertThat(report.time()).contains(TIME);
        assertThat(report.coversWholeFile()).isTrue();
        assertThat(report.anchor()).isEmpty();
        assertThat(report.path()).hasSize(1).noneMatch(PathCertificate::believed);
    }

    @Test
    void signatures_beside_it_are_judged_as_ever() {
        for (var file : List.of(byEc(byMlDsa(original)), byMlDsa(byEc(original)))) {
            var judged = judged(file);

            assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
            assertThat(judged.signatures())
                    .extracting(SignatureReport::verdict)
                    .containsExactlyInAnyOrder(Verdict.VALID, Verdict.INDETERMINATE);
            assertThat(judged.signatures()).allMatch(report -> report.changes().isEmpty());
        }
    }

    @Test
    void one_bit_of_the_signature_makes_it_invalid() throws IOException {
        var file = byMlDsa(original);
        var pdf = Files.readString(file, StandardCharsets.ISO_8859_1);
        var from = pdf.indexOf("/Contents <") + "/Contents <".length();
        var value = pdf.substring(from, pdf.indexOf('>', from)).replaceAll("(00)+$", "");
        var at = from + value.length() - 1_000; // the signature's 3,309 octets are the last of the CMS

        var judged = judged(changed(file, at, pdf.charAt(at) == '0' ? '1' : '0'));

        assertThat(judged.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(judged.signatures().get(0).subIndication()).contains("SIG_CRYPTO_FAILURE");
    }

    @Test
    void one_octet_of_the_document_makes_it_invalid() throws IOException {
        var file = byMlDsa(original);
        var at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf("100 EUR");

        var judged = judged(changed(file, at, '9'));

        assertThat(judged.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(judged.signatures().get(0).subIndication()).contains("HASH_FAILURE");
    }

    @Test
    void what_is_changed_on_the_page_afterwards_is_found() throws IOException {
        var file = byMlDsa(original);
        var update = HandMadeUpdate.of(file).stream(4, "", "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET");

        assertThat(judged(update.write(desk.resolve("later.pdf"))).verdict()).isEqualTo(Verdict.CHANGED);
    }

    /** The OID in certificate and signature is of nothing that exists. */
    @Test
    void an_algorithm_that_nobody_knows_stays_open_and_is_not_said_to_hold() throws IOException {
        var file = byMlDsa(original);
        var pdf = Files.readString(file, StandardCharsets.ISO_8859_1)
                .replace("0609608648016503040312", "0609608648016503040363");
        var unknown = Files.writeString(desk.resolve("unknown.pdf"), pdf, StandardCharsets.ISO_8859_1);

        var judged = judged(unknown);

        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged.signatures().get(0).subIndication()).contains("ALGORITHM_NOT_KNOWN");
    }

    @Test
    void the_report_for_machines_says_indeterminate_in_the_standards_words() {
        var circumstances = new Circumstances(TRUST, NOW, Optional.empty(), Optional.empty(), Optional.empty(), true);

        var judged = (Verification.Judged) PdfVerification.verify(byMlDsa(original), circumstances);

        assertThat(judged.etsi().orElseThrow().toUtf8())
                .contains("urn:etsi:019102:mainindication:indeterminate")
                .doesNotContain("ALGORITHM_NOT", "total-passed");
    }

    @Test
    void a_signature_file_with_such_a_certificate_is_not_called_damaged() throws IOException {
        var content = Files.writeString(desk.resolve("letter.txt"), "hello");
        var digest = Bytes.of(HashAlgorithm.SHA_512.newDigest().digest(Files.readAllBytes(content)));
        var attributes = SignedAttributes.of(digest, SIGNER.certificate());
        var cms = CadesSignature.assemble(
                attributes,
                SignAlgorithm.ML_DSA_65,
                SIGNER.with(SignAlgorithm.ML_DSA_65).all(),
                SIGNER.sign(digest, SignAlgorithm.ML_DSA_65));
        var file = Files.write(desk.resolve("letter.txt.p7s"), cms.toArray());

        var verification = FileVerification.verify(file, Optional.of(content), TRUST, NOW);

        assertThat(verification).isInstanceOf(Verification.Refused.class);
        assertThat(((Verification.Refused) verification).why().code())
                .isEqualTo(ProblemCode.SIGNATURE_ALGORITHM_UNKNOWN);
    }

    private Path changed(Path file, int at, char other) throws IOException {
        var octets = Files.readAllBytes(file);
        octets[at] = (byte) other;
        return Files.write(desk.resolve("changed.pdf"), octets);
    }
}
