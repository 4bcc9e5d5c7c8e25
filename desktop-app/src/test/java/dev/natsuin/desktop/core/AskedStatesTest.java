package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.document.level.ScriptedAuthority;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.fake.QuickStretching;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifying with an authority that answers on this machine, wrongly, or not at all. */
final class AskedStatesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService waiting = Executors.newCachedThreadPool();
    private HttpServer server;
    private TestCa authority;
    private TestSigner signer;
    private byte[] answer = new byte[0];

    @BeforeEach
    void an_authority_that_answers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ca.crl", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.setExecutor(waiting);
        server.start();
        of("http://127.0.0.1:" + server.getAddress().getPort() + "/ca.crl");
        revoked(Instant.EPOCH);
    }

    private void of(String url) {
        authority = TestCa.listing("asked", url);
        signer = authority.signer("山田 花子", KeyAlgorithm.P_256);
    }

    private void revoked(Instant at, X509Certificate... certificates) {
        answer = authority
                .revocationList(NOW.minusSeconds(60), at, List.of(certificates))
                .toArray();
    }

    @AfterEach
    void ends() {
        server.stop(0);
        waiting.shutdown();
    }

    private Path signed(String name) {
        return SigningForTests.signed(
                HandMadePdf.onePage("contract").write(folder.resolve(name)), signer, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Path trusted(X509Certificate... more) throws Exception {
        var pem = new StringBuilder();
        for (var each : List.of(List.of(authority.certificate()), List.of(more)).stream()
                .flatMap(List::stream)
                .toList()) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(each.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(folder.resolve("trusted.pem"), pem);
    }

    private Verifier.Errand errand(boolean offline, X509Certificate... more) throws Exception {
        return errand(offline, Duration.ofSeconds(20), more);
    }

    private Verifier.Errand errand(boolean offline, Duration patience, X509Certificate... more) throws Exception {
        return errand(NOW, offline, patience, more);
    }

    private Verifier.Errand errand(Instant now, boolean offline, Duration patience, X509Certificate... more)
            throws Exception {
        var surroundings = new Surroundings(
                new SecureRandom(), System::nanoTime, time -> {}, Duration.ofSeconds(1), new QuickStretching());
        return new Verifier(Profile.in(folder.resolve("profile")), surroundings, () -> now, patience)
                .errand(new Verifier.Wishes(List.of(trusted(more)), false, List.of(), List.of(), offline, false));
    }

    private static Verification verified(Verifier.Errand errand, Path file) {
        return errand.verify(file, Optional.empty(), Optional.empty())
                .given()
                .orElseThrow()
                .verification();
    }

    @Test
    void a_certificate_that_its_authority_knows_as_good_is_valid_and_asked_for_once() throws Exception {
        var errand = errand(false);
        var found = verified(errand, signed("a.pdf"));
        verified(errand, signed("b.pdf"));

        assertThat(found.verdict()).isEqualTo(Verification.Verdict.VALID);
        assertThat(found.asked()).isTrue();
        var state = found.signatures().get(0).evidence().path().get(0).state();
        assertThat(state).extracting("kind", "status", "asked").containsExactly("crl", "good", true);
        assertThat(asked).hasValue(1);
    }

    @Test
    void no_address_of_a_strangers_certificate_is_asked() throws Exception {
        var file = signed("a.pdf");
        authority = new TestCa("believed");

        var found = verified(errand(false), file);

        assertThat(found.verdict()).isEqualTo(Verification.Verdict.INDETERMINATE);
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_revoked_certificate_makes_it_invalid() throws Exception {
        var file = signed("a.pdf");
        revoked(NOW.minusSeconds(600), signer.certificate());

        var found = verified(errand(false), file);

        assertThat(found.verdict()).isEqualTo(Verification.Verdict.INVALID);
        assertThat(found.signatures().get(0).subIndication()).isEqualTo("REVOKED_NO_POE");
        assertThat(verified(errand(true), file).verdict())
                .as("whom nobody asked, nobody knows to be revoked")
                .isEqualTo(Verification.Verdict.VALID);
    }

    @Test
    void a_revocation_after_a_believed_timestamp_takes_nothing_from_it_and_one_before_takes_all() throws Exception {
        var file = signed("a.pdf");
        var stamping = new ScriptedAuthority();
        var raised = new LevelRaising(
                        TrustAnchors.of(authority.certificate(), stamping.believed()),
                        List.of("http://stamping/"),
                        stamping,
                        new SecureRandom(),
                        () -> NOW)
                .raise(file, SignatureLevel.T);
        assertThat(raised.why()).isEmpty();
        revoked(Instant.parse("2026-11-25T18:00:00Z"), signer.certificate());

        var found = verified(errand(false, stamping.believed()), file);
        assertThat(found.verdict()).isEqualTo(Verification.Verdict.VALID);
        assertThat(found.signatures().get(0).evidence().path().get(0).state())
                .extracting("status")
                .isEqualTo("revoked");

        assertThat(verified(errand(false), file).verdict())
                .as("the stranger's timestamp proves nothing")
                .isEqualTo(Verification.Verdict.INVALID);
        revoked(Instant.parse("2026-11-25T06:00:00Z"), signer.certificate());
        assertThat(verified(errand(false, stamping.believed()), file).verdict())
                .isEqualTo(Verification.Verdict.INVALID);
    }

    private void isOpen(Verification found) {
        assertThat(found.verdict()).isEqualTo(Verification.Verdict.INDETERMINATE);
        var signature = found.signatures().get(0);
        assertThat(signature.subIndication()).isEqualTo("TRY_LATER");
        assertThat(signature.evidence().path().get(0).unanswered())
                .singleElement()
                .asString()
                .endsWith("/ca.crl");
    }

    @Test
    void an_authority_that_is_away_or_talks_nonsense_leaves_it_open() throws Exception {
        var file = signed("a.pdf");
        for (var nonsense : List.of("", "0", "<html>busy</html>")) {
            answer = nonsense.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            isOpen(verified(errand(false), file));
        }
        answer = new TestCa("another").revocationList(NOW, NOW, List.of()).toArray();
        isOpen(verified(errand(false), file));
        server.removeContext("/ca.crl");
        isOpen(verified(errand(false), file));
        assertThat(verified(errand(true), file).verdict()).isEqualTo(Verification.Verdict.VALID);
    }

    @Test
    void what_an_authority_said_until_yesterday_says_nothing_of_today() throws Exception {
        var file = signed("a.pdf");
        answer = authority
                .revocationList(NOW.minus(Duration.ofDays(1)).minusSeconds(1), Instant.EPOCH, List.of())
                .toArray();

        isOpen(verified(errand(false), file));
    }

    /** At a level with the states of its certificates in it, all of them of this time. */
    private Path kept(ScriptedAuthority stamping, Instant said) {
        answer = authority.revocationList(said, Instant.EPOCH, List.of()).toArray();
        var both = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return stamping.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.of(Bytes.of(answer));
            }
        };
        var file = signed("kept.pdf");
        var raised = new LevelRaising(
                        TrustAnchors.of(authority.certificate(), stamping.believed()),
                        List.of("http://stamping/"),
                        both,
                        new SecureRandom(),
                        () -> NOW)
                .raise(file, SignatureLevel.LT);
        assertThat(raised.why()).isEmpty();
        answer = new byte[0];
        return file;
    }

    private Verification later(Instant when, Path file, ScriptedAuthority stamping) throws Exception {
        return verified(errand(when, false, Duration.ofSeconds(20), stamping.believed()), file);
    }

    @Test
    void a_state_in_the_file_that_was_given_after_its_timestamp_counts_for_ever() throws Exception {
        var stamping = new ScriptedAuthority();
        var file = kept(stamping, Instant.parse("2026-11-25T12:00:01Z"));

        for (var days : List.of(0, 30, 4000)) {
            assertThat(later(NOW.plus(Duration.ofDays(days)), file, stamping).verdict())
                    .as("%s days later", days)
                    .isEqualTo(Verification.Verdict.VALID);
        }
    }

    @Test
    void a_state_in_the_file_from_before_its_timestamp_counts_until_its_end_and_when_nobody_need_answer_any_more()
            throws Exception {
        var stamping = new ScriptedAuthority();
        var file = kept(stamping, Instant.parse("2026-11-25T11:00:00Z"));

        assertThat(later(NOW, file, stamping).verdict()).isEqualTo(Verification.Verdict.VALID);
        isOpen(later(NOW.plus(Duration.ofDays(1)), file, stamping));
        assertThat(later(signer.certificate().getNotAfter().toInstant().plusSeconds(1), file, stamping)
                        .verdict())
                .isEqualTo(Verification.Verdict.VALID);
    }

    @Test
    void an_authority_that_never_answers_is_waited_for_once() throws Exception {
        var end = new CountDownLatch(1);
        server.createContext("/silent/", exchange -> {
            asked.incrementAndGet();
            Awaiting.of(end);
            exchange.close();
        });
        try {
            of("http://127.0.0.1:" + server.getAddress().getPort() + "/silent/ca.crl");
            var errand = errand(false, Duration.ofMillis(700));
            for (var name : List.of("a.pdf", "b.pdf", "c.pdf")) {
                isOpen(verified(errand, signed(name)));
            }
            assertThat(asked).hasValue(1);
        } finally {
            end.countDown();
        }
    }

    /** Waits for the end of a test. */
    private static final class Awaiting {
        static void of(CountDownLatch end) throws IOException {
            try {
                end.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
