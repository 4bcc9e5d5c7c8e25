package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.check.NewestCopy;
import dev.natsuin.sap.check.SapChecks;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** self-check of the SAP with one thing wrong at a time. */
final class SelfCheckTest {
    private static final Instant NOW = TestClock.START;

    @TempDir
    Path data = Path.of("");

    @BeforeEach
    void a_sap() throws IOException {
        var sap = Files.createDirectory(data.resolve("sap"));
        Files.setPosixFilePermissions(sap, PosixFilePermissions.fromString("rwx------"));
        var link = Files.createDirectory(data.resolve("link"));
        var maker = new TlsIdentityMaker(new SecureRandom());
        maker.makeIfMissing(sap.resolve("tls-key.pem"), sap.resolve("tls.pem"), "127.0.0.1", NOW);
        maker.makeIfMissing(link.resolve("sap-link-key.pem"), link.resolve("sap-link.pem"), "sap", NOW);
        SapDatabase.made(sap.resolve("sap.db")).close();
    }

    private SapChecks at(Instant now) {
        return new SapChecks(data, "https://127.0.0.1:8443", Clock.fixed(now, ZoneOffset.UTC), new SecureRandom());
    }

    private static Check of(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Check clocks(Duration sgmAhead) {
        var sgm = new FakeSgm(() -> NOW.plus(sgmAhead));
        return of(at(NOW).sgm(sgm, sgm.identityHash()), "clocks-apart");
    }

    @Test
    void a_sap_in_order_has_nothing_that_fails() {
        assertThat(at(NOW).own()).noneMatch(Check::failed);
    }

    @ParameterizedTest
    @CsvSource({
        "sap-folder,sap,rwxr-x---",
        "tls-key,sap/tls-key.pem,rw-r-----",
        "sap-database,sap/sap.db,rw----r--",
        "sap-link-key,link/sap-link-key.pem,rw-rw----"
    })
    void a_file_that_others_may_open_fails(String check, String file, String mode) throws IOException {
        Files.setPosixFilePermissions(data.resolve(file), PosixFilePermissions.fromString(mode));

        assertThat(at(NOW).own().stream().filter(Check::failed).map(Check::name))
                .containsExactly(check);
    }

    @Test
    void a_database_that_is_not_the_saps_fails() throws IOException {
        Files.writeString(data.resolve("sap/sap.db"), "no database at all");

        assertThat(of(at(NOW).own(), "sap-storage").failed()).isTrue();
    }

    /** The SGM's backups on the other machine do not hold it. */
    @Test
    void a_sap_alone_of_whose_database_no_copy_was_made_is_warned() throws IOException {
        var made = Files.writeString(data.resolve("link/sgm-identity.hash"), "");
        Files.setLastModifiedTime(made, FileTime.from(NOW));
        assertThat(of(at(NOW.plus(Duration.ofDays(1))).own(), "newest-copy").state())
                .as("it is new")
                .isEqualTo(Check.State.OK);
        assertThat(of(at(NOW.plus(Duration.ofDays(3))).own(), "newest-copy").state())
                .isEqualTo(Check.State.WARN);

        new NewestCopy(data.resolve("sap")).keep(NOW.plus(Duration.ofDays(3)));

        assertThat(of(at(NOW.plus(Duration.ofDays(4))).own(), "newest-copy").state())
                .isEqualTo(Check.State.OK);
        assertThat(of(at(NOW.plus(Duration.ofDays(5))).own(), "newest-copy").state())
                .isEqualTo(Check.State.WARN);
        Files.createDirectory(data.resolve("sgm"));
        assertThat(at(NOW).own()).extracting(Check::name).doesNotContain("newest-copy");
    }

    @Test
    void a_certificate_is_told_before_and_after_its_end() {
        assertThat(of(at(NOW.plus(Duration.ofDays(3580))).own(), "tls-certificate")
                        .state())
                .isEqualTo(Check.State.OK);
        assertThat(of(at(NOW.plus(Duration.ofDays(3600))).own(), "tls-certificate")
                        .state())
                .isEqualTo(Check.State.WARN);
        assertThat(of(at(NOW.plus(Duration.ofDays(3651))).own(), "tls-certificate")
                        .state())
                .isEqualTo(Check.State.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "30,OK", "31,WARN", "-31,WARN", "300,WARN", "301,FAIL", "-301,FAIL"})
    void clocks_of_sap_and_sgm_are_compared(long seconds, Check.State state) {
        assertThat(clocks(Duration.ofSeconds(seconds)).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 600_000, -11_000, -600_000})
    void an_sgm_of_another_time_is_the_pinned_one_still(long minutesAhead) {
        var sgm = new FakeSgm(() -> NOW.plus(Duration.ofMinutes(minutesAhead)));
        var found = at(NOW).sgm(sgm, sgm.identityHash());

        assertThat(of(found, "sgm-answers").failed()).isFalse();
        assertThat(of(found, "clocks-apart").failed()).isTrue();
    }

    @Test
    void another_sgm_than_the_pinned_one_fails() {
        var found = at(NOW).sgm(new FakeSgm(() -> NOW), Bytes.utf8("another").sha256());

        assertThat(of(found, "sgm-answers").failed()).isTrue();
    }

    @Test
    void an_sgm_that_does_not_answer_is_no_failure_of_the_sap() {
        var sgm = new FakeSgm(() -> NOW);
        sgm.away(true);

        assertThat(of(at(NOW).sgm(sgm, sgm.identityHash()), "sgm-answers").state())
                .isEqualTo(Check.State.WARN);
    }
}
