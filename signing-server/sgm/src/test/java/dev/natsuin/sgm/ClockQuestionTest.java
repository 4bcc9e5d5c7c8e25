package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.FakeProcess;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged at the console by a clock that may be ahead, because nothing was logged for long. */
final class ClockQuestionTest {
    private static final Duration LONG = Duration.ofDays(61);

    @TempDir
    Path data = Path.of("");

    private TestSgm sgm;

    @BeforeEach
    void a_server_that_does_not_serve() throws IOException {
        sgm = new TestSgm(Files.createDirectory(data.resolve("sgm")));
        sgm.officer();
        sgm.close();
    }

    @AfterEach
    void the_log_is_whole() {
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private record Ran(int exit, String said) {}

    private Ran run(String command, String... typed) {
        var config = ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"));
        var process = new FakeProcess(data, config, sgm.clock).typing(List.of(typed));
        List<String> arguments = switch (command) {
            case "ca-renew" -> List.of("algorithm=p-384");
            case "confirm-administrator" -> List.of("0123-4567-89AB-CDEF");
            default -> List.of();
        };
        return new Ran(new SgmSide().run(command, arguments, process), process.said());
    }

    private long entries() {
        return Sgm.verifyLog(sgm.settings()).entries();
    }

    private String today() {
        return LocalDate.ofInstant(sgm.now(), ZoneOffset.UTC).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-renew", "kek-renew", "confirm-administrator"})
    void nothing_is_logged_by_a_clock_that_may_be_ahead_before_somebody_said_that_it_is_right(String command) {
        var before = entries();
        sgm.clock.move(LONG);

        for (var typed :
                List.of(new String[] {}, new String[] {""}, new String[] {"yes"}, new String[] {"2026-01-01"})) {
            var refused = run(command, typed);
            assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.said()).contains("The newest log entry is of ").contains("Nothing was changed.");
            assertThat(entries()).isEqualTo(before);
        }

        run(command, today());
        assertThat(entries()).isGreaterThan(before);
    }

    @Test
    void by_a_clock_that_logged_of_late_nobody_is_asked() {
        sgm.clock.move(LONG.minusDays(2));

        var ran = run("ca-renew");

        assertThat(ran.exit()).isEqualTo(ExitCode.DONE);
        assertThat(ran.said()).doesNotContain("type its date");
    }

    /** It can be done again, as long as nothing serves with it: so it is said, and not asked. */
    @ParameterizedTest
    @ValueSource(longs = {0, 61})
    void a_restore_of_an_old_backup_says_by_which_time_it_was_logged(long days) throws IOException {
        var backup = data.resolve("backup");
        new SgmBackup(sgm.settings()).copy(data);
        new SgmBackup(sgm.settings()).backup(backup, Bytes.utf8("{\"level\":1}"), Optional.empty(), data);
        sgm.clock.move(Duration.ofDays(days));
        var restored = Files.createDirectory(data.resolve("restored"));
        Files.createDirectory(restored.resolve("link"));
        var config = ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"));
        var process = new FakeProcess(restored, config, sgm.clock);
        var arguments = List.of(
                "from=" + backup,
                "vault-key=" + data.resolve("sgm/vault.key"),
                "sap=" + restored.resolve("sap.db"),
                "accept-loss=yes");

        assertThat(new SgmSide().run("restore", arguments, process))
                .as(process.said())
                .isZero();

        assertThat(process.told().contains("the restore is logged as of " + sgm.now()))
                .as(process.told())
                .isEqualTo(days > 60);
    }
}
