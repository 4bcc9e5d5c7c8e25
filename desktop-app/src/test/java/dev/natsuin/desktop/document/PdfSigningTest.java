package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PdfSigningTest {
    static final Instant TIME = Instant.parse("2026-11-22T10:30:00Z");
    private static final TestCa CA = new TestCa("signing");
    private static final TestSigner RSA = CA.signer("山田 花子", KeyAlgorithm.RSA_2048);

    @TempDir
    Path desk;

    static PreparedPdf prepared(Path file, TestSigner signer, SignAlgorithm algorithm) {
        var preparation = PdfSigning.prepare(file, PdfSignatureOptions.at(TIME), signer.with(algorithm));
        assertThat(preparation).isInstanceOf(Preparation.Prepared.class);
        return ((Preparation.Prepared) preparation).pdf();
    }

    static Path signed(Path file, TestSigner signer, SignAlgorithm algorithm) {
        try (var pdf = prepared(file, signer, algorithm)) {
            var target = OutputNames.targetFor(file, file.resolveSibling(""), "-signed");
            var embedding = pdf.embed(signer.sign(pdf.toBeSigned(), algorithm), target);
            assertThat(embedding).isEqualTo(new Embedding.Embedded(target));
            return target;
        }
    }

    static ProblemCode refusal(Preparation preparation) {
        assertThat(preparation).isInstanceOf(Preparation.Refused.class);
        return ((Preparation.Refused) preparation).why().code();
    }

    @Test
    void a_signed_file_is_the_original_and_an_increment_that_pdfsig_and_qpdf_accept() throws IOException {
        var file = HandMadePdf.onePage("contract").write(desk.resolve("契約書 甲.pdf"));
        var original = Bytes.of(Files.readAllBytes(file));
        var output = signed(file, RSA, SignAlgorithm.SHA256_WITH_RSA);
        assertThat(output).hasFileName("契約書 甲-signed.pdf");
        var written = Bytes.of(Files.readAllBytes(output));
        assertThat(written.slice(0, original.size())).isEqualTo(original);
        assertThat(Bytes.of(Files.readAllBytes(file))).isEqualTo(original);
        assertThat(ForeignJudges.pdfsig(output))
                .contains("Signature is Valid", "Total document signed", "ETSI.CAdES.detached");
        assertThat(ForeignJudges.qpdf(output).exit())
                .as(ForeignJudges.qpdf(output).output())
                .isZero();
    }
}
