package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.refusal;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.preview.PdfFacts;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to break whoever opens them: each gets a refusal, none an exception. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class HostileFilesTest {
    private static final TestCa CA = new TestCa("hostile");
    private static final TestSigner EC = CA.signer("Signer", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY_EC = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final TrustAnchors TRUST = TrustAnchors.of(List.of(CA.certificate()));

    @TempDir
    Path desk;

    private Preparation prepare(Path file) {
        return PdfSigning.prepare(file, PdfSignatureOptions.at(TIME), EC.with(BY_EC));
    }

    private ProblemCode refused(Path file) {
        var why = refusal(prepare(file));
        assertThat(PdfVerification.verify(file, TRUST, TIME)).isNotNull();
        assertThat(PdfFacts.read(file)).isNotNull();
        if (PdfPages.open(file) instanceof PdfPages.Opening.Opened opened) {
            try (var pages = opened.pages()) {
                assertThat(pages.render(1, 1e5, 100)).isNotNull();
            }
        }
        return why;
    }

    private ProblemCode refused(String text) throws IOException {
        return refused(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private ProblemCode refused(byte[] bytes) throws IOException {
        return refused(Files.write(desk.resolve("hostile.pdf"), bytes));
    }

    @Test
    void what_is_no_pdf_is_called_that() throws IOException {
        assertThat(refused("")).isEqualTo(ProblemCode.FILE_NOT_PDF);
        assertThat(refused("hello")).isEqualTo(ProblemCode.FILE_NOT_PDF);
        assertThat(refused("\u0000".repeat(5000))).isEqualTo(ProblemCode.FILE_NOT_PDF);
        var garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        assertThat(refused(garbage)).isEqualTo(ProblemCode.FILE_NOT_PDF);
    }

    @Test
    void what_claims_to_be_a_pdf_and_is_not_is_damaged() throws IOException {
        assertThat(refused("%PDF-1.7\nnot really")).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
        assertThat(refused("%PDF-1.7\n%%EOF")).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
        assertThat(refused("%PDF-1.7\nstartxref\n99999999999\n%%EOF")).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
        assertThat(refused("%PDF-1.7\nstartxref\n0\n%%EOF")).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
        var garbage = new byte[100_000];
        new Random(2).nextBytes(garbage);
        System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, garbage, 0, 9);
        assertThat(refused(garbage)).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
    }

    @Test
    void what_is_not_there_or_no_file_is_called_that() {
        assertThat(refused(desk.resolve("missing.pdf"))).isEqualTo(ProblemCode.FILE_MISSING);
        assertThat(refused(desk)).isEqualTo(ProblemCode.FILE_NOT_REGULAR);
    }

    @Test
    void a_large_file_without_cross_references_is_refused_at_once() throws IOException {
        var sparse = desk.resolve("sparse.pdf");
        try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.write(HandMadePdf.onePage("contract").bytes());
            file.setLength(1_000_000_000);
        }
        long from = System.nanoTime();
        assertThat(refused(sparse)).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void every_truncation_is_refused() throws IOException {
        var whole = HandMadePdf.onePage("contract").bytes();
        for (int length = 0; length < whole.length - 2; length += 7) {
            assertThat(refusal(prepare(Files.write(desk.resolve("cut.pdf"), Arrays.copyOf(whole, length)))))
                    .as("cut to " + length)
                    .isIn(ProblemCode.DOCUMENT_DAMAGED, ProblemCode.FILE_NOT_PDF);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'startxref\n', 'startxref\n1'",
        "'startxref', 'startxxxx'",
        "'0000000015', '0000000016'",
        "'/Kids[3 0 R]', '/Kids[9 0 R]'",
        "'/Kids[3 0 R]', '/Kids[2 0 R]'",
        "'/Kids[3 0 R]', '/Kids[]     '",
        "'/Pages 2 0 R', '/Pages 9 0 R'",
        "'/Root 1 0 R', '/Root 9 0 R'",
        "'%PDF-1.7', ' %PDF-1.7'"
    })
    void damage_to_the_structure_is_refused(String from, String to) throws IOException {
        var text = new String(HandMadePdf.onePage("contract").bytes(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        assertThat(refused(text.replace(from, to))).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Kids[]/Count 0", "/Kids[<</Type/Pages/Kids[]/Count 0>>]/Count 0"})
    void a_sound_document_without_pages_is_called_that(String tree) throws IOException {
        var file = Files.write(
                desk.resolve("none.pdf"),
                HandMadePdf.onePage("contract")
                        .replacing("/Kids[3 0 R]/Count 1", tree)
                        .bytes());

        assertThat(refused(file)).isEqualTo(ProblemCode.DOCUMENT_WITHOUT_PAGES);
        assertThat(PdfVerification.verify(file, TrustAnchors.of(List.of()), Instant.EPOCH))
                .isEqualTo(new Verification.Refused(Problem.of(ProblemCode.DOCUMENT_WITHOUT_PAGES)));
        var lost = Files.readString(file, StandardCharsets.ISO_8859_1).replace("startxref\n", "startxref\n1");
        assertThat(refused(lost)).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
    }

    @Test
    void endless_and_deep_structures_are_refused_or_signed_but_end() throws IOException {
        var deep = HandMadePdf.withCatalog("/Deep " + "[".repeat(20_000) + "]".repeat(20_000));
        var self = HandMadePdf.withCatalog("/AcroForm<</Fields[6 0 R]>>").object("<</T(a)/Kids[6 0 R]>>");
        var types = HandMadePdf.withCatalog("/AcroForm 4 0 R/Perms[]");
        var fields = HandMadePdf.withCatalog("/AcroForm<</Fields(none)/SigFlags/Many>>");
        var selfStream = HandMadePdf.withCatalog("/X 6 0 R").object("<</Length 6 0 R>>stream\nx\nendstream");
        for (var pdf : List.of(deep, self, types, fields, selfStream)) {
            var file = pdf.write(desk.resolve("hostile.pdf"));
            assertThat(prepare(file)).isNotNull();
            assertThat(PdfVerification.verify(file, TRUST, TIME)).isNotNull();
            assertThat(PdfFacts.read(file)).isNotNull();
        }
    }

    @Test
    void encryption_that_cannot_even_be_read_is_called_encryption() {
        var odd = HandMadePdf.onePage("contract").trailer("/Encrypt<</Filter/Adobe.PubSec/V 4>>");
        assertThat(refused(odd.write(desk.resolve("odd.pdf")))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTION_UNKNOWN);
    }

    @Test
    void no_flipped_octet_of_a_signed_file_leaves_it_valid() throws IOException {
        var output = signed(HandMadePdf.onePage("contract").write(desk.resolve("contract.pdf")), EC, BY_EC);
        var signed = Files.readAllBytes(output);
        var text = new String(signed, StandardCharsets.ISO_8859_1);
        int from = text.indexOf("/Contents <") + 11;
        int to = text.indexOf(">", from);
        var random = new Random(3);
        for (int i = 0; i < 60; i++) {
            int at = random.nextInt(signed.length);
            if (at < from || at >= to) {
                var flipped = signed.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                var verification =
                        PdfVerification.verify(Files.write(desk.resolve("flipped.pdf"), flipped), TRUST, TIME);
                if (verification instanceof Verification.Judged judged) {
                    assertThat(judged.verdict()).as("octet " + at).isNotEqualTo(Verdict.VALID);
                }
            }
        }
    }
}
