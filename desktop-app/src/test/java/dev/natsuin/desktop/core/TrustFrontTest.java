package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.fake.QuickStretching;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities that somebody trusts in the window, and what verifying makes of them. */
final class TrustFrontTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    private final TestCa authority = new TestCa("elsewhere");

    @TempDir
    private Path folder;

    private Profile profile;
    private TrustFront trust;
    private Path file;
    private Path signed;

    @BeforeEach
    void a_document_signed_elsewhere_and_the_certificate_of_that_authority() throws Exception {
        profile = Profile.in(folder.resolve("profile"));
        trust = new TrustFront(profile, () -> NOW);
        file = certificate("authority.cer", authority);
        signed = SigningForTests.signed(
                HandMadePdf.onePage("100 EUR").write(folder.resolve("contract.pdf")),
                authority.signer("Taro", KeyAlgorithm.P_256),
                SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Path certificate(String name, TestCa of) throws IOException, CertificateEncodingException {
        return Files.write(folder.resolve(name), of.certificate().getEncoded());
    }

    private Optional<Problem> refusalOfVerifying() {
        return verifier().verify(signed).refusal();
    }

    private Verification.Verdict verdict() {
        return verifier().verify(signed).given().orElseThrow().verdict();
    }

    private Verifier verifier() {
        var surroundings = new Surroundings(
                new SecureRandom(), System::nanoTime, time -> {}, Duration.ofSeconds(1), new QuickStretching());
        return new Verifier(profile, surroundings, () -> NOW);
    }

    private Trusting.Believed believed() {
        return trust.believed().given().orElseThrow();
    }

    private List<Trusting.Authority> looked() {
        return trust.look(file).given().orElseThrow();
    }

    @Test
    void looking_at_a_file_makes_nothing_believed() {
        assertThat(looked())
                .singleElement()
                .satisfies(each -> assertThat(each.subject()).contains("Natsuin Test CA elsewhere"));

        assertThat(believed().sources()).isEmpty();
        assertThat(verdict()).isNotEqualTo(Verification.Verdict.VALID);
    }

    @Test
    void an_authority_is_believed_also_when_its_file_is_gone_and_no_more_once_it_is_forgotten() throws Exception {
        trust.believe(file, looked());
        Files.delete(file);

        assertThat(verdict()).isEqualTo(Verification.Verdict.VALID);

        trust.forget(believed().sources().get(0));

        assertThat(believed().sources()).isEmpty();
        assertThat(verdict()).isNotEqualTo(Verification.Verdict.VALID);
        try (var left = Files.list(profile.folder())) {
            assertThat(left).noneMatch(each -> each.toString().endsWith(".cer"));
        }
    }

    @Test
    void an_authority_that_is_added_twice_is_there_once() {
        trust.believe(file, looked());
        trust.believe(file, looked());

        assertThat(believed().sources()).hasSize(1);
    }

    @Test
    void a_file_that_was_exchanged_after_it_was_looked_at_is_not_believed() throws Exception {
        var shown = looked();
        certificate("authority.cer", new TestCa("mallory"));

        assertThat(trust.believe(file, shown).refusal()).map(Problem::code).contains(ProblemCode.DOCUMENT_CHANGED);

        assertThat(believed().sources()).isEmpty();
    }

    @Test
    void a_file_without_certificates_is_refused() throws Exception {
        Files.writeString(file, "no certificate");

        assertThat(trust.look(file).refusal()).map(Problem::code).contains(ProblemCode.CERTIFICATES_UNREADABLE);
    }

    /**
     * Whoever wrote the config by hand keeps the file; one that is gone can be taken out, since nothing is verified
     * with it.
     */
    @Test
    void what_was_written_by_hand_is_shown_and_its_file_stays() throws Exception {
        profile.keep(new Config(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(file.toString(), "gone.cer"),
                List.of(),
                Optional.empty()));
        assertThat(believed().sources())
                .extracting(source -> source.authorities().size())
                .containsExactly(1, 0);
        assertThat(refusalOfVerifying()).isPresent();

        trust.forget(believed().sources().get(1));

        assertThat(verdict()).isEqualTo(Verification.Verdict.VALID);
        trust.forget(believed().sources().get(0));
        assertThat(file).exists();
    }

    @Test
    void what_else_somebody_prefers_stays() throws Exception {
        profile.keep(new Config(
                Optional.of("dark"),
                Optional.of("ja"),
                Optional.of("LTA"),
                List.of(),
                List.of("http://tsa.example"),
                Optional.empty()));

        trust.believe(file, looked());
        trust.system(true);

        var now = profile.config();
        assertThat(now.look()).contains("dark");
        assertThat(now.level()).contains("LTA");
        assertThat(now.tsas()).containsExactly("http://tsa.example");
        assertThat(now.verifying().trustSystem()).isTrue();
        assertThat(now.trust()).hasSize(1);
    }

    @Test
    void nobody_is_asked_once_somebody_said_so_and_the_verdict_tells_it() {
        trust.system(true);
        assertThat(verifier().verify(signed).given().orElseThrow().asked()).isTrue();

        trust.offline(true);

        assertThat(believed().offline()).isTrue();
        assertThat(believed().system()).isTrue();
        assertThat(verifier().verify(signed).given().orElseThrow().asked()).isFalse();
    }
}
