package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PdfSigningTest {
    private static final TestCa CA = new TestCa("signing");
    private static final TestSigner RSA = CA.signer("山田 花子", KeyAlgorithm.RSA_2048);

    @TempDir
    Path desk;

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
