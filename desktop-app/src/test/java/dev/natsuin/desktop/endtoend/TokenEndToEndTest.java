package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose keys are in a token of SoftHSM, as processes: a person is enrolled and signs, imports a key and signs
 * with that; the token is pulled out and put back, the module killed. Judged by pdfsig and by the whole log.
 */
@Tag("e2e")
class TokenEndToEndTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_person_signs_with_keys_in_a_token_that_is_pulled_out_and_put_back() throws Exception {
        var token = new SoftToken(folder.resolve("token"));
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code, Optional.of(token));
        try (var server = new LiveServer(data, port, Optional.of(token))) {
            var desk = new People(folder.resolve("desks"), code).signer("Signer");
            var made = desk.signingKeys().list().living().get(0);
            signed(desk, made, "made-in-the-token");

            signed(desk, imported(desk), "imported");
            assertThat(refusalOf(desk, KeyAlgorithm.ED25519)).isEqualTo(ProblemCode.ALGORITHM_NOT_IN_STORE);
            assertThat(refusalOf(desk, KeyAlgorithm.ML_DSA_65)).isEqualTo(ProblemCode.ALGORITHM_NOT_IN_STORE);

            token.vanish();
            server.awaitSaid("token lost");
            var waiting = Executors.newSingleThreadExecutor();
            try {
                var later = waiting.submit((Callable<Path>) () -> signed(desk, made, "while-it-was-away"));
                server.awaitSaid("token not usable");
                token.comeBack();
                assertThat(later.get()).exists();
            } finally {
                waiting.shutdownNow();
            }

            server.kill("sgm");
            server.awaitUp("sgm");
            signed(desk, made, "after-a-kill");
            assertThat(token.objects()).as("objects in the token").isEqualTo(2);
            assertThat(desk.uses().audit().findings())
                    .allMatch(Uses.Finding::explained)
                    .hasSizeGreaterThanOrEqualTo(6);
        }
        assertThat(LiveServer.verifyLog(data, Optional.of(token))).isZero();
    }

    private static ProblemCode refusalOf(DeskCore desk, KeyAlgorithm kind) {
        try (var pin = People.secret(People.PIN)) {
            return Refusal.answer(() -> desk.signingKeys().create(Optional.of(kind), Optional.empty(), pin))
                    .refusal()
                    .orElseThrow()
                    .code();
        }
    }

    /** By the command line, out of a file of OpenSSL's. */
    private SigningKeys.Key imported(DeskCore desk) throws Exception {
        var key = folder.resolve("elsewhere.key");
        var certificate = folder.resolve("elsewhere.pem");
        var file = folder.resolve("elsewhere.p12");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "9",
                "-subj",
                "/CN=Elsewhere",
                "-addext",
                "keyUsage=critical,digitalSignature,nonRepudiation",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        openssl(
                "pkcs12",
                "-export",
                "-passout",
                "pass:of the file",
                "-inkey",
                key.toString(),
                "-in",
                certificate.toString(),
                "-out",
                file.toString());
        var natsuin = new Natsuin(folder.resolve("desks").resolve("Signer"), folder.resolve("said"));
        var process = natsuin.start("--json", "keys", "import", file.toString(), "--pin-stdin");
        assertThat(natsuin.typed(process, People.PIN + "\nof the file"))
                .as(natsuin.complained())
                .isZero();
        Files.delete(key);
        return desk.signingKeys().list().living().stream()
                .filter(listed -> listed.info().origin() == Results.KeyInfo.Origin.IMPORTED)
                .findFirst()
                .orElseThrow();
    }

    private static void openssl(String... arguments) {
        var said = ForeignJudges.openssl(arguments);
        assertThat(said.exit()).as(said.output()).isZero();
    }

    private Path signed(DeskCore desk, SigningKeys.Key key, String name) throws Exception {
        var document = HandMadePdf.onePage(name).write(folder.resolve(name + ".pdf"));
        try (var order = desk.signing()
                        .prepare(
                                List.of(document),
                                Optional.of(key.info().keyId()),
                                new SignOptions(SignatureLevel.B, null, "-signed"),
                                (s, n, all) -> {},
                                new Cancellation());
                var pin = People.secret(People.PIN)) {
            var results = Refusal.orThrow(desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            var output = results.get(0).outcome().given().orElseThrow().output();
            assertThat(ForeignJudges.pdfsig(output)).contains("Signature is Valid", "Total document signed");
            return output;
        }
    }
}
