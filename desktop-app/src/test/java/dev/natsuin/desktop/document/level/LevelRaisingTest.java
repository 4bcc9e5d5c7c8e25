package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LevelRaisingTest {
    @TempDir
    Path folder = Path.of("");

    private final TestSigner signer = new TestCa("authority").signer("Taro", KeyAlgorithm.RSA_2048);

    private Path signed() {
        return SigningForTests.signed(
                HandMadePdf.onePage("contract").write(folder.resolve("a.pdf")), signer, SignAlgorithm.SHA256_WITH_RSA);
    }

    private LevelRaising raising(PkiAsking asking, X509Certificate... believed) {
        return new LevelRaising(
                new TrustAnchors(List.of(believed)),
                List.of("http://authority/"),
                asking,
                new SecureRandom(),
                () -> Instant.parse("2026-11-25T12:00:00Z"));
    }

    @Test
    void a_timestamp_of_an_authority_that_nobody_believes_raises_nothing() throws Exception {
        var file = signed();
        var before = Files.readAllBytes(file);

        var raised = raising(new ScriptedAuthority(), signer.issuers().get(0)).raise(file, SignatureLevel.T);

        assertThat(raised.level()).isEqualTo(SignatureLevel.B);
        assertThat(raised.why()).contains(ProblemCode.TIMESTAMP_NOT_TRUSTED);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void the_same_timestamp_is_taken_from_an_authority_that_is_believed() throws Exception {
        var file = signed();
        var authority = new ScriptedAuthority();

        var raised = raising(authority, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.T);

        assertThat(raised.why()).isEmpty();
        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
    }

    @Test
    void without_the_state_of_the_certificates_level_t_is_kept() throws Exception {
        var file = signed();
        var authority = new ScriptedAuthority();

        var raised = raising(authority, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.LTA);

        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        assertThat(raised.steps()).isEqualTo(1);
        assertThat(raised.why()).isPresent();
    }
}
