package dev.natsuin.desktop.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.preview.PdfFacts;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleDocumentsTest {
    private static final Path FOLDER = Path.of("..", "testdata");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final TestSigner SIGNER = new TestCa("samples test").signer("Hanako Yamada", KeyAlgorithm.P_256);

    private static Preparation prepared(String name) {
        return PdfSigning.prepare(
                FOLDER.resolve(name), PdfSignatureOptions.at(NOW), SIGNER.with(SignAlgorithm.ECDSA_WITH_SHA256));
    }

    private static PdfFacts facts(String name) {
        var look = PdfFacts.read(FOLDER.resolve(name));
        assertThat(look).as(name).isInstanceOf(PdfFacts.Look.Seen.class);
        return ((PdfFacts.Look.Seen) look).facts();
    }

    private static TrustAnchors anchors() throws IOException, CertificateException {
        try (var in = Files.newInputStream(FOLDER.resolve("ca.pem"))) {
            return TrustAnchors.of(List.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)));
        }
    }

    private static Verification.Judged judged(String name) throws IOException, CertificateException {
        return (Verification.Judged) PdfVerification.verify(FOLDER.resolve(name), anchors(), NOW);
    }

    @Test
    void made_anew_they_are_the_same_octets(@TempDir Path anew) {
        SampleDocuments.writeTo(anew);
        for (var name : SampleDocuments.REPEATABLE) {
            assertThat(anew.resolve(name)).hasSameBinaryContentAs(FOLDER.resolve(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"contract-ja.pdf", "contract-en.pdf", "drawings.pdf", "signed.pdf", "undecodable-image.pdf"})
    void the_good_ones_can_be_signed_and_are_sound(String name) {
        assertThat(prepared(name)).isInstanceOf(Preparation.Prepared.class);
        assertThat(facts(name).obstacle()).isEmpty();
        assertThat(ForeignJudges.qpdf(FOLDER.resolve(name)).exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "certified.pdf, DOCUMENT_LOCKED",
        "encrypted.pdf, DOCUMENT_ENCRYPTED",
        "owner-password.pdf, DOCUMENT_PROTECTED",
        "damaged.pdf, DOCUMENT_DAMAGED",
        "xfa.pdf, DOCUMENT_XFA"
    })
    void the_others_are_refused_for_their_reason(String name, ProblemCode why) {
        assertThat(prepared(name))
                .isInstanceOfSatisfying(
                        Preparation.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo(why));
        var look = PdfFacts.read(FOLDER.resolve(name));
        var obstacle = look instanceof PdfFacts.Look.Refused refused
                ? Optional.of(refused.why())
                : ((PdfFacts.Look.Seen) look).facts().obstacle();
        assertThat(obstacle)
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(why));
    }

    @Test
    void the_japanese_contract_is_text_that_can_be_searched() throws IOException {
        try (var document = Loader.loadPDF(FOLDER.resolve("contract-ja.pdf").toFile())) {
            assertThat(new PDFTextStripper().getText(document)).contains("業務委託契約書", "金1,250,000円");
        }
        assertThat(facts("contract-ja.pdf").title()).contains("業務委託契約書");
    }

    @Test
    void the_signed_one_is_valid_for_pdfsig_and_for_us() throws IOException, CertificateException {
        assertThat(ForeignJudges.pdfsig(FOLDER.resolve("signed.pdf")))
                .contains("Signature is Valid", "Total document signed", "Taro Suzuki");
        assertThat(judged("signed.pdf").verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged("signed.pdf").signatures().get(0).signer()).contains("Taro Suzuki");
        assertThat(facts("signed.pdf").signatureCount()).isEqualTo(1);
        assertThat(facts("signed.pdf").certification()).isEmpty();
    }

    @Test
    void the_certified_one_is_valid_and_says_that_nothing_may_change() throws IOException, CertificateException {
        assertThat(judged("certified.pdf").verdict()).isEqualTo(Verdict.VALID);
        assertThat(facts("certified.pdf").certification()).contains(1);
    }

    @Test
    void the_password_opens_the_encrypted_one() throws IOException {
        try (var document = Loader.loadPDF(FOLDER.resolve("encrypted.pdf").toFile(), SampleDocuments.PASSWORD)) {
            assertThat(document.getEncryption().getLength()).isEqualTo(256);
        }
    }

    @Test
    void the_drawings_have_a4_a3_and_a_turned_page() {
        var opening = PdfPages.open(FOLDER.resolve("drawings.pdf"));
        try (var pages = ((PdfPages.Opening.Opened) opening).pages()) {
            assertThat(IntStream.rangeClosed(1, pages.count())
                            .mapToObj(pages::size)
                            .map(size -> Math.round(size.widthPoints()) + "x" + Math.round(size.heightPoints())))
                    .containsExactly("595x842", "1191x842", "1191x842", "1191x842", "842x595");
        }
    }
}
