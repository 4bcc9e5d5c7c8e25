package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.pdf.WorkFolder;
import dev.natsuin.desktop.fake.QuickStretching;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a window shows of a document that was changed after it was signed, and what it writes down. */
final class SignedPagesTest {
    private static final int AMBER = 0xFFBF8700;
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @TempDir
    private Path folder;

    private Path signed;
    private Path changed;
    private Verifier verifier;

    @BeforeEach
    void a_contract_changed_after_it_was_signed() {
        signed = SigningForTests.signed(
                HandMadePdf.onePage("100 EUR").write(folder.resolve("契約書.pdf")),
                new TestCa("pages").signer("Hanako", KeyAlgorithm.P_256),
                SignAlgorithm.ECDSA_WITH_SHA256);
        changed = HandMadeUpdate.of(signed).stream(4, "", "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET")
                .write(folder.resolve("changed.pdf"));
        var surroundings = new Surroundings(
                new SecureRandom(), System::nanoTime, time -> {}, Duration.ofSeconds(1), new QuickStretching());
        verifier = new Verifier(
                Profile.in(folder.resolve("profile")), surroundings, () -> Instant.parse("2026-11-26T00:00:00Z"));
    }

    private Verification verified(Path file) {
        return verifier.verify(file).given().orElseThrow();
    }

    @Test
    void the_signed_revision_stands_beside_the_current_one_with_the_change_framed() {
        try (Comparison pages =
                verifier.compare(verified(changed), 0, Optional.empty()).given().orElseThrow()) {
            assertThat(pages.signedCount()).isEqualTo(1);
            assertThat(pages.nowCount()).isEqualTo(1);
            var sides = pages.page(1, 400);

            assertThat(sides.differs()).isTrue();
            assertThat(amber(sides.signed().orElseThrow())).isZero();
            assertThat(amber(sides.now().orElseThrow())).isPositive();
        }
    }

    private static long amber(dev.natsuin.desktop.desk.PageImage page) {
        var pixels = new int[page.widthPixels() * page.heightPixels()];
        page.pixels().get(pixels);
        return java.util.Arrays.stream(pixels).filter(each -> each == AMBER).count();
    }

    @Test
    void a_page_that_looks_the_same_is_framed_nowhere() {
        try (Comparison pages =
                verifier.compare(verified(signed), 0, Optional.empty()).given().orElseThrow()) {
            var sides = pages.page(1, 400);

            assertThat(sides.differs()).isFalse();
            assertThat(amber(sides.now().orElseThrow())).isZero();
            assertThat(pages.page(2, 400).now()).isEmpty();
        }
    }

    @Test
    void a_file_that_was_exchanged_after_it_was_verified_is_not_shown() throws IOException {
        var shown = verified(changed);
        Files.write(changed, Files.readAllBytes(signed));

        assertThat(verifier.compare(shown, 0, Optional.empty()).refusal())
                .contains(Problem.of(ProblemCode.DOCUMENT_CHANGED));
    }

    @Test
    void nothing_of_a_comparison_stays_behind() throws IOException {
        var before = leftovers();
        try (Comparison pages =
                verifier.compare(verified(changed), 0, Optional.empty()).given().orElseThrow()) {
            assertThat(leftovers()).isEqualTo(before + 1);
            assertThat(pages.signedCount()).isEqualTo(1);
        }

        assertThat(leftovers()).isEqualTo(before);
    }

    /** Copies of the revision of this very document. */
    private long leftovers() throws IOException {
        long found = 0;
        try (var all = Files.newDirectoryStream(WorkFolder.own(), "*.pdf")) {
            for (var each : all) {
                found += Files.size(each) == Files.size(signed) ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void a_report_says_the_verdict_of_the_file_as_it_is_now_and_never_writes_over_another() throws IOException {
        var html = folder.resolve("report.html");
        var written = verifier.report(changed, Optional.empty(), html, Locale.JAPANESE, TOKYO)
                .given()
                .orElseThrow();
        assertThat(written.verdict()).isEqualTo(verified(changed).verdict()).isNotEqualTo(Verification.Verdict.VALID);
        assertThat(Files.readString(html)).contains("署名時").doesNotContain("<script");

        assertThat(verifier.report(changed, Optional.empty(), html, Locale.JAPANESE, TOKYO)
                        .refusal())
                .contains(Problem.of(ProblemCode.TARGET_EXISTS));

        Files.write(changed, new byte[] {'%'}, StandardOpenOption.TRUNCATE_EXISTING);
        var none = folder.resolve("none.pdf");
        assertThat(verifier.report(changed, Optional.empty(), none, Locale.ENGLISH, TOKYO)
                        .refusal())
                .isPresent();
        assertThat(none).doesNotExist();
    }
}
