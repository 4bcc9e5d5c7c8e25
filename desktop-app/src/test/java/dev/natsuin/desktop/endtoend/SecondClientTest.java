package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.ForeignJudges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/protocol.md is enough to write another device: the client in testdata/judges/second-client was written in Python
 * from that page alone. It shares no line with ours and no library, and needs the Debian packages python3-cryptography
 * and python3-argon2, which {@code ./check} installs.
 */
@Tag("e2e")
final class SecondClientTest {
    /** Not the first of the path: Debian's packages are for this one. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void a_client_that_knows_the_page_alone_goes_the_whole_way_from_the_first_code_to_the_log() throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        var work = Files.createDirectory(folder.resolve("work"));
        LiveServer.make(data, port, code);
        try (var server = new LiveServer(data, port)) {
            var said = secondClient("second_client.py", code, work);

            assertThat(said.exit()).as(said.output()).isZero();
            assertThat(said.output())
                    .contains(
                            "a server with another identity, or a mistyped code: refused",
                            "enrolled: administrator",
                            "enrolled: officer",
                            "enrolled: signer",
                            "signed: with p-256 and rsa-3072 - verified by openssl",
                            "sent again: the same answer, and the log did not grow",
                            "or to another order: not believed",
                            "wrong PIN: 4 tries left",
                            "a further device signed, and was removed; the PIN was changed",
                            "suspended and resumed: absent - 三月まで休職 - as the officer signed it",
                            "another name: subject=CN=旧姓 捺印 花子,O=Example,C=JP - as the officer signed it",
                            "activity: enrol, create-key, create-key, sign, sign, pin-failure, invite-device, enrol, sign,"
                                    + " change-pin, remove-device, renew-key - proven",
                            "checkpoint: 26 entries, cosigned");
            assertThat(server.said()).doesNotContain("ERROR");
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void it_reads_and_refuses_every_vector_as_we_do() {
        var said = secondClient("vectors.py", Distribution.samples().resolve("vectors"));

        assertThat(said.exit()).as(said.output()).isZero();
        assertThat(said.output()).endsWith(" right, 0 wrong; not read: ml-dsa-65\n");
    }

    private static ForeignJudges.Verdict secondClient(String program, Path... arguments) {
        var command = new String[3 + arguments.length];
        command[0] = PYTHON;
        command[1] = "-B";
        command[2] = Distribution.samples()
                .resolve("judges/second-client")
                .resolve(program)
                .toString();
        for (var i = 0; i < arguments.length; i++) {
            command[3 + i] = arguments[i].toString();
        }
        return ForeignJudges.run(Map.of("PYTHONUTF8", "1"), command);
    }
}
