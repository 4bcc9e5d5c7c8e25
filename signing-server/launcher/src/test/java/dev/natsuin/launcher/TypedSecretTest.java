package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A custodian's share is not left on the terminal for the next custodian; a real one, which {@code script} gives. */
@Timeout(60)
final class TypedSecretTest {
    private static final String SHARE = "NATSUINKEK1-AEBAG-BAFAY";

    @TempDir
    private Path data;

    @BeforeEach
    void a_server_at_a_terminal() {
        assumeTrue(System.getProperty("os.name").equals("Linux") && Files.isExecutable(Path.of("/usr/bin/script")));
        Servers.make(data);
    }

    private static String joining(Path data, String... more) {
        var words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "kek",
                "join",
                "--data",
                data.toString());
        return "'" + String.join("' '", words) + "' " + String.join(" ", more);
    }

    /** What the terminal shows, from the beginning. */
    private static String shown(String command) throws IOException, InterruptedException {
        var terminal = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
        try (var out = terminal.getInputStream();
                var in = terminal.getOutputStream()) {
            var shown = new StringBuilder();
            for (int octet = out.read(); octet >= 0; octet = out.read()) {
                shown.append((char) octet);
                if (shown.toString().endsWith("Share 1: ")) {
                    in.write((SHARE + "\n").getBytes(StandardCharsets.US_ASCII));
                    in.flush();
                }
            }
            assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return shown.toString();
        }
    }

    @Test
    void a_share_that_is_typed_is_not_shown_and_the_terminal_shows_again_behind_it() throws Exception {
        assertThat(shown(joining(data) + "; stty -a"))
                .contains("taken " + SHARE.length())
                .doesNotContain(SHARE)
                .contains(" echo ")
                .doesNotContain(" -echo ");
    }

    @Test
    void nor_is_it_where_the_answer_goes_through_a_pipe() throws Exception {
        assertThat(shown(joining(data) + " | cat")).contains("taken ").doesNotContain(SHARE);
    }

    @Test
    void whoever_wants_to_see_it_says_so() throws Exception {
        assertThat(shown(joining(data, "--show-typing"))).contains("taken ").contains(SHARE);
    }
}
