package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.SignatureReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing what other programs wrote, in every structure a PDF can have. */
final class ForeignInputsTest {
    private static final TestCa CA = new TestCa("foreign");
    private static final TestSigner EC = CA.signer("Signer", KeyAlgorithm.P_256);
    private static final TrustAnchors TRUST = TrustAnchors.of(List.of(CA.certificate()));

    @TempDir
    Path desk;

    @ParameterizedTest
    @CsvSource({
        "contract-en.pdf, --object-streams=disable",
        "contract-en.pdf, --object-streams=generate",
        "contract-en.pdf, --linearize",
        "contract-en.pdf, --force-version=1.4",
        "contract-en.pdf, --force-version=2.0",
        "contract-ja.pdf, --object-streams=disable",
        "drawings.pdf, --object-streams=generate",
        "drawings.pdf, --qdf"
    })
    void it_is_signed_twice_and_both_are_valid(String sample, String option) {
        var input =
                ForeignJudges.rewritten(Path.of("..", "testdata").resolve(sample), desk.resolve("input.pdf"), option);
        assertSignedTwice(input);
    }

    /** What no program at hand writes. */
    static Stream<Arguments> handMade() {
        var portfolio = HandMadePdf.withCatalog(
                "/Collection<</Type/Collection/View/T>>" + "/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>")
                .object("<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R>>>>")
                .stream("/Type/EmbeddedFile", "attached");
        return Stream.of(
                Arguments.of("no identifier", HandMadePdf.onePage("contract").bytes()),
                Arguments.of("turned page", page("/Rotate 90/MediaBox[0 0 595 842]")),
                Arguments.of("crop box", page("/CropBox[100 100 300 300]/MediaBox[-50 -50 595 842]")),
                Arguments.of("user unit", page("/UserUnit 10/MediaBox[0 0 595 842]")),
                Arguments.of("portfolio", portfolio.bytes()),
                Arguments.of(
                        "hybrid, its form hidden from old readers",
                        HandMadePdf.withCatalog("/AcroForm 7 0 R").hybrid("<</Fields[]>>")),
                Arguments.of(
                        "no line's end at the end",
                        trimmed(HandMadePdf.onePage("contract").bytes())));
    }

    private static byte[] page(String entries) {
        return HandMadePdf.onePage("contract")
                .replacing("/MediaBox[0 0 595 842]", entries)
                .bytes();
    }

    private static byte[] trimmed(byte[] file) {
        return Arrays.copyOf(file, file.length - 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handMade")
    void every_structure_is_signed_twice_and_both_are_valid(String what, byte[] file) throws IOException {
        assertThat(what).isNotEmpty();
        assertSignedTwice(Files.write(desk.resolve("input.pdf"), file));
    }

    private static void assertSignedTwice(Path input) {
        var output = signed(signed(input, EC, SignAlgorithm.ECDSA_WITH_SHA256), EC, SignAlgorithm.ECDSA_WITH_SHA256);
        assertThat(ForeignJudges.pdfsig(output)).contains("Total document signed");
        assertThat(ForeignJudges.pdfsig(output).split("Signature is Valid", -1)).hasSize(3);
        assertThat(ForeignJudges.qpdf(output).exit())
                .as(ForeignJudges.qpdf(output).output())
                .isZero();
        var judged = (Verification.Judged) PdfVerification.verify(output, TRUST, TIME);
        assertThat(judged.verdict()).as(judged.toString()).isEqualTo(Verdict.VALID);
        assertThat(judged.signatures()).extracting(SignatureReport::level).containsOnly("PAdES-BASELINE-B");
    }
}
