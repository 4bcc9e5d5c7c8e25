package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.document.LevelCopy;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.document.level.ScriptedResponder;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.remote.PublicServices;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Levels that last, by the server's own OCSP responder and timestamp authority and nobody else's: judged by DSS, our
 * own rules and poppler's pdfsig.
 */
@Tag("e2e")
class LevelsEndToEndTest {
    /** Nobody listens there: port 1 of this computer. */
    private static final String NOBODY = "http://127.0.0.1:1/tsa";

    private static final List<SignatureForm> FORMATS = List.of(
            SignatureForm.CADES_ENVELOPING,
            SignatureForm.XADES_ENVELOPED,
            SignatureForm.XADES_ENVELOPING,
            SignatureForm.JADES_ENVELOPING,
            SignatureForm.ASIC_S,
            SignatureForm.ASIC_E);

    @TempDir
    Path folder;

    /** Somebody with a key. */
    private record Signer(DeskCore desk, SigningKeys.Key key) {}

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void signatures_are_raised_kept_and_renewed_by_the_servers_own_services() throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        Signer signer;
        Path archived;
        Path plain;
        try (var server = new LiveServer(data, port)) {
            signer = signer(code);
            for (var level : SignatureLevel.values()) {
                judged(signer, reached(signed(signer, level, List.of()), level), level);
            }
            plain = signed(signer, SignatureLevel.B, List.of()).output();
            archived = extended(signer, extended(signer, plain, SignatureLevel.LT), SignatureLevel.LTA);
            archived = extended(signer, archived, SignatureLevel.LTA); // renewed
            filesOfAnyKindAreArchivedToo(signer);
            serviceAwayLeavesWhatWasReached(signer);
            aRevokedCertificateIsNotMadeToLast(signer);
            assertThat(server.said()).doesNotContain("ERROR");
        }
        // With the server gone: what the file itself holds is enough.
        judged(signer, archived, SignatureLevel.LTA);
        var none = extend(signer, plain, SignatureLevel.T, List.of());
        assertThat(none.output()).isEmpty();
        assertThat(none.why()).contains(ProblemCode.TIMESTAMP_UNAVAILABLE);
        assertThat(LiveServer.verifyLog(data)).isZero();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    private Signer signer(Path code) throws Exception {
        var desk = new People(folder.resolve("desks"), code).signer("Signer");
        try (var pin = People.secret(People.PIN)) {
            return new Signer(desk, desk.signingKeys().create(Optional.of(KeyAlgorithm.P_256), Optional.empty(), pin));
        }
    }

    /** One order, one PIN, in every format that holds its content. */
    private void filesOfAnyKindAreArchivedToo(Signer signer) throws Exception {
        var invoice = Files.writeString(folder.resolve("invoice.xml"), "<invoice><total>1</total></invoice>");
        for (var form : FORMATS) {
            var output = reached(signed(signer, invoice, archived(form)), SignatureLevel.LTA);
            var found = signer.desk().verifier().verify(output).given().orElseThrow();

            assertThat(found.verdict()).as("%s", form).isEqualTo(Verification.Verdict.VALID);
            assertThat(found.signatures())
                    .singleElement()
                    .extracting(Verification.Signature::level)
                    .asString()
                    .endsWith("AdES-BASELINE-LTA");
        }
    }

    private static SignOptions archived(SignatureForm form) {
        return new SignOptions(
                SignatureLevel.LTA,
                null,
                "-signed",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(form),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void serviceAwayLeavesWhatWasReached(Signer signer) throws Exception {
        var kept = signed(signer, SignatureLevel.LTA, List.of(NOBODY));
        assertThat(kept.level()).isEqualTo(SignatureLevel.B);
        assertThat(kept.notHigher().map(problem -> problem.code())).contains(ProblemCode.TIMESTAMP_UNAVAILABLE);
        judged(signer, kept.output(), SignatureLevel.B);

        var second = signed(signer, SignatureLevel.T, List.of(NOBODY, own(signer.key())));
        judged(signer, reached(second, SignatureLevel.T), SignatureLevel.T);
    }

    private void aRevokedCertificateIsNotMadeToLast(Signer signer) throws Exception {
        var file = signed(signer, SignatureLevel.B, List.of()).output();
        var timestamped = signed(signer, SignatureLevel.T, List.of()).output();
        var proven = signed(signer, SignatureLevel.LT, List.of()).output();
        awaitAnotherSecond();
        try (var pin = People.secret(People.PIN)) {
            signer.desk().signingKeys().destroy(signer.key().info().keyId(), pin);
        }
        assertThat(verdict(signer, file)).isEqualTo(Verification.Verdict.INVALID);
        assertThat(verdict(signer, timestamped)).isEqualTo(Verification.Verdict.VALID);
        assertThat(verdict(signer, proven)).isEqualTo(Verification.Verdict.VALID);

        var outcome = extend(signer, file, SignatureLevel.LT, List.of());

        assertThat(outcome.level()).isEqualTo(SignatureLevel.T);
        assertThat(outcome.why()).contains(ProblemCode.REVOCATION_UNAVAILABLE);
        nobodyBetweenMakesItGoodAgain(signer, outcome.output().orElseThrow());
    }

    /** Timestamps and revocations count in seconds: what is revoked in the very second of a signature is not proven. */
    private static void awaitAnotherSecond() throws InterruptedException {
        var second = Instant.now().getEpochSecond();
        while (Instant.now().getEpochSecond() == second) {
            Thread.sleep(10);
        }
    }

    private static Verification.Verdict verdict(Signer signer, Path file) throws Refusal {
        return Refusal.orThrow(signer.desk().verifier().verify(file)).verdict();
    }

    /** Who sits between answers for the responder, in the authority's name: "good". */
    private static void nobodyBetweenMakesItGoodAgain(Signer signer, Path file) {
        var authority = signer.key().chain().get(1);
        var services = new PublicServices(Duration.ofSeconds(20), Ways.DIRECT);
        var liar = new ScriptedResponder(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()));
        var between = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return url.endsWith("/ocsp") ? Optional.of(liar.answer(body)) : services.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.empty();
            }
        };

        var raised = new LevelRaising(
                        TrustAnchors.of(List.of(authority)),
                        List.of(),
                        between,
                        new SecureRandom(),
                        InstantSource.system())
                .raise(file, SignatureLevel.LT);

        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        assertThat(raised.why()).isPresent();
    }

    /** The server's authority, as the second of two. */
    private static String own(SigningKeys.Key key) {
        var text = new String(key.certificate().getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1);
        var begin = text.indexOf("http://");
        return text.substring(begin, text.indexOf("/pki/", begin)) + "/pki/tsa";
    }

    private static Path reached(SignResult.Signed signed, SignatureLevel level) {
        assertThat(signed.notHigher()).isEmpty();
        assertThat(signed.level()).isEqualTo(level);
        return signed.output();
    }

    private SignResult.Signed signed(Signer signer, SignatureLevel level, List<String> authorities) throws Refusal {
        var document = HandMadePdf.onePage(level + " " + authorities).write(folder.resolve("contract.pdf"));
        return signed(
                signer,
                document,
                new SignOptions(level, null, "-signed", authorities, Optional.empty(), Optional.empty()));
    }

    private static SignResult.Signed signed(Signer signer, Path document, SignOptions options) throws Refusal {
        try (var order = signer.desk()
                        .signing()
                        .prepare(
                                List.of(document),
                                Optional.of(signer.key().info().keyId()),
                                options,
                                (s, n, all) -> {},
                                new Cancellation());
                var pin = People.secret(People.PIN)) {
            var results =
                    Refusal.orThrow(signer.desk().signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            return results.get(0).outcome().given().orElseThrow();
        }
    }

    private static LevelCopy.Outcome extend(Signer signer, Path file, SignatureLevel level, List<String> authorities)
            throws Refusal {
        Answer<LevelCopy.Outcome> extended = signer.desk()
                .levels()
                .extend(file, Optional.empty(), Optional.empty(), level, authorities, null, "-" + level);
        return Refusal.orThrow(extended);
    }

    private static Path extended(Signer signer, Path file, SignatureLevel level) throws Exception {
        var before = Files.readAllBytes(file);
        var outcome = extend(signer, file, level, List.of());
        assertThat(outcome.why()).isEmpty();
        var output = outcome.output().orElseThrow();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.mismatch(file, output)).isEqualTo(before.length);
        judged(signer, output, level);
        return output;
    }

    private static void judged(Signer signer, Path file, SignatureLevel level) {
        var found = signer.desk().verifier().verify(file).given().orElseThrow();

        assertThat(found.verdict()).as("%s", file).isEqualTo(Verification.Verdict.VALID);
        assertThat(found.signatures())
                .singleElement()
                .extracting(Verification.Signature::level)
                .isEqualTo("PAdES-BASELINE-" + level);
        assertThat(ForeignJudges.pdfsig(file)).contains("Signature is Valid");
    }
}
