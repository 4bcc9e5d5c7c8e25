package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TimestampReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive after the certificates of its first timestamps, and the signer's, have ended. */
final class RenewedArchiveTest {
    private static final String LIST = "http://authority/list";

    @TempDir
    Path folder;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant later = now.plus(Duration.ofDays(20));
    private final TestCa authority = TestCa.listing("renewed", LIST);
    private final ListingServices services = new ListingServices(authority, LIST);
    private final TrustAnchors anchors = TrustAnchors.of(List.of(authority.certificate()));
    private Path file;

    @BeforeEach
    void an_archive_whose_certificates_end_in_ten_days() {
        services.stamping.issuedBy(authority).lasting(Duration.ofDays(11)).at(now);
        var signer = authority.signer(
                "Taro",
                KeyAlgorithm.P_256,
                SigningForTests.TIME.minus(Duration.ofDays(30)),
                now.plus(Duration.ofDays(10)));
        file = SigningForTests.signed(
                HandMadePdf.onePage("for decades").write(folder.resolve("a.pdf")),
                signer,
                SignAlgorithm.ECDSA_WITH_SHA256);
        archive();
    }

    private void archive() {
        var raising = new LevelRaising(anchors, List.of("http://authority/"), services, new SecureRandom(), () -> now);
        assertThat(raising.raise(file, SignatureLevel.LTA).why()).isEmpty();
    }

    private Verification.Judged judged(Instant time) {
        return (Verification.Judged) PdfVerification.verify(file, anchors, time);
    }

    @Test
    void one_that_was_renewed_before_stays_valid() {
        services.stamping.lasting(Duration.ofDays(1000)).at(now.plusSeconds(60));
        archive();

        var judged = judged(later);

        assertThat(judged.verdict()).as("%s", judged).isEqualTo(Verdict.VALID);
        assertThat(judged.timestamps()).hasSize(3).allMatch(TimestampReport::believed);
    }

    @Test
    void one_that_was_not_is_open() {
        assertThat(judged(now.plus(Duration.ofDays(5))).verdict()).isEqualTo(Verdict.VALID);

        var judged = judged(later);

        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged.timestamps()).noneMatch(TimestampReport::believed);
    }

    /** What covers it begins to prove only after the certificates had ended. */
    @Test
    void one_that_was_renewed_too_late_is_open() throws IOException {
        services.stamping.lasting(Duration.ofDays(1000)).at(now.plus(Duration.ofDays(15)));
        var before = Files.size(file);
        archive();
        assertThat(Files.size(file)).isGreaterThan(before);

        var judged = judged(later);

        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged.timestamps().get(0).believed()).isFalse();
    }
}
