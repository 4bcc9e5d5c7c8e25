package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of our own making is signed like any document, and judged by our own check and by DSS. */
final class TrialSignatureTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist signer;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        signer = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Answer<Trial> tries(String digits, Locale language) {
        try (var pin = Secret.taking(digits.getBytes(StandardCharsets.US_ASCII))) {
            return signer.window().keys().tryOut(Optional.empty(), pin, language, ZoneId.of("Asia/Tokyo"));
        }
    }

    @Test
    void the_written_file_is_judged_by_dss_and_nothing_of_it_stays() {
        for (var language : new Locale[] {Locale.ENGLISH, Locale.JAPANESE}) {
            var trial = tries(Typist.PIN, language).given().orElseThrow();

            assertThat(trial.own()).isTrue();
            assertThat(trial.sameCertificate()).isTrue();
            assertThat(trial.indication()).isEqualTo(Verification.Indication.TOTAL_PASSED);
            assertThat(trial.passed()).isTrue();
            assertThat(signer.profile().resolve("trial")).doesNotExist();
        }
    }

    @Test
    void it_is_one_signature_in_the_log_like_any_other() {
        var trial = tries(Typist.PIN, Locale.ENGLISH).given().orElseThrow();

        assertThat(signer.window().activity().report().rows().get(0).logIndex()).isEqualTo(trial.logIndex());
        assertThat(signer.window().activity().report().rows()).noneMatch(row -> row.alarming());
    }

    @Test
    void a_wrong_pin_signs_nothing_and_leaves_nothing() {
        assertThat(tries("314159", Locale.ENGLISH).refusal().map(Problem::code)).contains(ProblemCode.PIN_WRONG);
        assertThat(signer.profile().resolve("trial")).doesNotExist();
    }
}
