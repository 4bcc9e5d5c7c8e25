package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.refusal;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents with passwords: signed with theirs, encrypted as they were, and the CMS not encrypted. */
final class EncryptedFilesTest {
    private static final TestCa CA = new TestCa("encrypted");
    private static final TestSigner EC = CA.signer("鈴木 太郎", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY_EC = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final PdfSignatureOptions AGREED =
            new PdfSignatureOptions(Optional.of("Agreed"), Optional.of("横浜"), TIME, Optional.empty());

    @TempDir
    Path desk;

    private Path encrypted(String strength, String... more) {
        var options = new ArrayList<>(List.of("--encrypt", "user", "owner", strength));
        options.addAll(List.of(more));
        options.add("--");
        if (!strength.equals("256")) {
            options.add(0, "--allow-weak-crypto");
        }
        return ForeignJudges.rewritten(
                Path.of("..", "testdata", "contract-en.pdf"),
                desk.resolve("encrypted.pdf"),
                options.toArray(String[]::new));
    }

    private static Secret password(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "40, user, ",
        "128, owner, --use-aes=n",
        "128, user, --use-aes=y",
        "256, user, --cleartext-metadata",
        "256, owner, --modify=none"
    })
    void each_encryption_is_signed_twice_with_either_password(String strength, String password, String option)
            throws IOException {
        var input = option == null ? encrypted(strength) : encrypted(strength, option);
        try (var secret = password(password)) {
            var options = AGREED.opening(secret);
            var output = signed(signed(input, EC, BY_EC, options), EC, BY_EC, options);
            assertThat(ForeignJudges.pdfsig(output, "owner").split("Signature is Valid", -1))
                    .hasSize(3);
            assertThat(ForeignJudges.pdfsig(output, "owner")).contains("Total document signed");
            var verdict = ForeignJudges.qpdf(output, "owner");
            assertThat(verdict.exit()).as(verdict.output()).isZero();
            assertThat(Files.readString(output, StandardCharsets.ISO_8859_1))
                    .as("what follows the CMS is zeros, and the reason is not readable")
                    .contains("0".repeat(1000) + ">")
                    .doesNotContain("(Agreed)");
            try (var document = Loader.loadPDF(output.toFile(), password)) {
                assertThat(document.getSignatureDictionaries())
                        .extracting(each -> each.getReason(), each -> each.getLocation(), each -> each.getName())
                        .containsOnly(tuple("Agreed", "横浜", "鈴木 太郎"));
            }
        }
    }

    @Test
    void without_the_password_or_with_a_wrong_one_it_is_refused() {
        var input = encrypted("256");
        assertThat(refusal(PdfSigning.prepare(input, AGREED, EC.with(BY_EC))))
                .isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
        try (var wrong = password("wrong")) {
            assertThat(refusal(PdfSigning.prepare(input, AGREED.opening(wrong), EC.with(BY_EC))))
                    .isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
        }
    }

    @Test
    void a_password_that_a_document_does_not_need_does_not_hinder() throws IOException {
        var open = Files.copy(Path.of("..", "testdata", "contract-en.pdf"), desk.resolve("open.pdf"));
        try (var secret = password("owner")) {
            assertThat(signed(open, EC, BY_EC, AGREED.opening(secret))).exists();
            var byOwnerAlone =
                    ForeignJudges.rewritten(open, desk.resolve("owner.pdf"), "--encrypt", "", "another", "256", "--");
            assertThat(signed(byOwnerAlone, EC, BY_EC, AGREED.opening(secret))).exists();
        }
    }

    @Test
    void the_password_lives_until_the_prepared_document_is_closed() {
        var secret = password("user");
        var preparation = PdfSigning.prepare(encrypted("256"), AGREED.opening(secret), EC.with(BY_EC));
        secret.close();
        try (var pdf = ((Preparation.Prepared) preparation).document()) {
            var target = desk.resolve("out.pdf");
            assertThat(pdf.embed(EC.sign(pdf.toBeSigned(), BY_EC), target)).isEqualTo(new Embedding.Embedded(target));
        }
    }
}
