package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.verify.Circumstances;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.remote.PublicServices;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The authority of a live server gets another key (decision 0080): desks that hear of it and desks that do not, and
 * readers outside who believe either key alone, find valid what was signed before and since, up to archives.
 */
@Tag("e2e")
@Tag("long")
class SuccessorEndToEndTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void what_was_signed_before_and_since_is_valid_to_whoever_believes_either_key() throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        DeskCore signer;
        DeskCore away;
        SigningKeys.Key former;
        Path before;
        try (var server = new LiveServer(data, port)) {
            var people = new People(folder.resolve("desks"), code);
            signer = people.signer("signer");
            away = people.signer("away");
            former = key(signer);
            before = signed(signer, former, "before", SignatureLevel.LTA);
            var said = LiveServer.command(data, "ca", "renew", "--algorithm", "p-384");
            assertThat(said.exit()).isNotZero();
            assertThat(said.text()).contains("The server is running").contains("Nothing was changed");
            assertThat(server.said()).doesNotContain("ERROR");
        }

        var said = LiveServer.command(data, "ca", "renew", "--algorithm", "p-384");

        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("key 2 (p-384").contains("/pki/ca-2.cer");
        try (var server = new LiveServer(data, port)) {
            var pki = pki(former.certificate());
            var first = List.of(certificate(pki + "/ca.cer"));
            var second = List.of(certificate(pki + "/ca-2.cer"));
            var stampedByTheNew = signed(signer, former, "former key", SignatureLevel.LTA);
            var renewed = renewed(signer, former);
            assertThat(renewed.chain()).hasSize(3);
            assertThat(renewed.certificate().getIssuerX500Principal())
                    .isEqualTo(former.certificate().getIssuerX500Principal());
            var since = signed(signer, renewed, "since", SignatureLevel.LTA);
            for (var file : List.of(before, stampedByTheNew, since)) {
                assertThat(ForeignJudges.pdfsig(file)).contains("Signature is Valid");
                valid(signer, file);
                valid(away, file);
                assertThat(outside(file, first)).as("%s by the first", file).isEqualTo("valid");
                assertThat(stampsBelieved(away, file)).as("%s", file).isTrue();
            }
            assertThat(outside(since, second)).as("by the second").isEqualTo("valid");
            assertThat(outside(before, second)).as("what the first certified").isEqualTo("indeterminate");
            var plain = signed(signer, renewed, "plain", SignatureLevel.B);
            var raised = Refusal.orThrow(away.levels()
                    .extend(plain, Optional.empty(), Optional.empty(), SignatureLevel.LTA, List.of(), null, "-lta"));
            assertThat(raised.why())
                    .as("raised by a desk that knows the first key only")
                    .isEmpty();
            valid(signer, raised.output().orElseThrow());
            assertThat(away.profile().owner().orElseThrow().authorities()).hasSize(1);
            assertThat(signer.profile().owner().orElseThrow().authorities()).hasSize(2);
            assertThat(server.said()).doesNotContain("ERROR");
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
        valid(away, before);
    }

    /** Most desks hear of a key years later; and nobody has to renew before their time. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_desk_that_knows_the_first_key_only_goes_on_behind_three_more() throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        DeskCore signer;
        DeskCore away;
        try (var server = new LiveServer(data, port)) {
            var people = new People(folder.resolve("desks"), code);
            signer = people.signer("signer");
            away = people.signer("away");
            assertThat(server.said()).doesNotContain("ERROR");
        }
        for (var algorithm : List.of("p-384", "p-384", "rsa-3072")) {
            assertThat(LiveServer.command(data, "ca", "renew", "--algorithm", algorithm)
                            .exit())
                    .isZero();
        }
        try (var server = new LiveServer(data, port)) {
            valid(away, signed(away, key(away), "away", SignatureLevel.LTA));
            var renewed = renewed(signer, key(signer));
            assertThat(renewed.chain()).hasSize(5);
            var plain = signed(signer, renewed, "plain", SignatureLevel.B);
            var raised = Refusal.orThrow(away.levels()
                    .extend(plain, Optional.empty(), Optional.empty(), SignatureLevel.LTA, List.of(), null, "-lta"));
            assertThat(raised.why()).isEmpty();
            valid(away, raised.output().orElseThrow());
            valid(signer, raised.output().orElseThrow());
            assertThat(away.profile().owner().orElseThrow().authorities()).hasSize(1);
            assertThat(server.said()).doesNotContain("ERROR");
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
    }

    private static SigningKeys.Key key(DeskCore desk) throws Refusal {
        return desk.signingKeys().list().living().get(0);
    }

    private static SigningKeys.Key renewed(DeskCore desk, SigningKeys.Key key) throws Refusal {
        try (var pin = People.secret(People.PIN)) {
            return desk.signingKeys().renew(key.info().keyId(), Optional.empty(), pin);
        }
    }

    private Path signed(DeskCore desk, SigningKeys.Key key, String name, SignatureLevel level) throws Exception {
        var document = HandMadePdf.onePage(name).write(folder.resolve(name + ".pdf"));
        var options = new SignOptions(level, null, "-signed", List.of(), Optional.empty(), Optional.empty());
        try (var order = desk.signing()
                        .prepare(
                                List.of(document),
                                Optional.of(key.info().keyId()),
                                options,
                                (s, n, all) -> {},
                                new Cancellation());
                var pin = People.secret(People.PIN)) {
            var results = Refusal.orThrow(desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            var signed = results.get(0).outcome().given().orElseThrow();
            assertThat(signed.notHigher()).as(name).isEmpty();
            return signed.output();
        }
    }

    private static void valid(DeskCore desk, Path file) throws Refusal {
        var found = Refusal.orThrow(desk.verifier().verify(file));
        assertThat(found.verdict())
                .as("%s at %s: %s", file, desk.profile().folder(), found)
                .isEqualTo(dev.natsuin.desktop.desk.Verification.Verdict.VALID);
    }

    private static boolean stampsBelieved(DeskCore desk, Path file) throws Refusal {
        return Refusal.orThrow(desk.verifier().verify(file)).timestamps().stream()
                .allMatch(stamp -> stamp.believed());
    }

    /** Without asking anybody: by what the file holds. */
    private static String outside(Path file, List<X509Certificate> believed) {
        var circumstances = Circumstances.offline(TrustAnchors.of(believed), Instant.now());
        return ((Verification.Judged) FileVerification.verify(file, circumstances))
                .verdict()
                .code();
    }

    private static String pki(X509Certificate certificate) {
        var text = new String(certificate.getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1);
        var begin = text.indexOf("http://");
        return text.substring(begin, text.indexOf("/pki/", begin)) + "/pki";
    }

    private static X509Certificate certificate(String url) throws Exception {
        var octets =
                new PublicServices(Duration.ofSeconds(20), Ways.DIRECT).get(url).orElseThrow();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets.toArray()));
    }
}
