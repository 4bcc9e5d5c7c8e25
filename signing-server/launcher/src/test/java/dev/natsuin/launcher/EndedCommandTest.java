package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who ends a command ends all of it: no process of it works on, on a server that is being made anew perhaps. */
@Timeout(60)
final class EndedCommandTest {
    @TempDir
    private Path data;

    @BeforeEach
    void a_side_whose_command_does_not_come_to_its_end() throws IOException {
        Servers.make(data);
        Files.createFile(data.resolve("sgm.works"));
    }

    private Process begun() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "verify-log",
                        "--data",
                        data.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessHandle sideOf(Process launcher) throws Exception {
        while (launcher.isAlive() && !hasNumber()) {
            Thread.sleep(20);
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(data.resolve("sgm.pid"))))
                .orElseThrow();
    }

    private boolean hasNumber() throws IOException {
        return Files.exists(data.resolve("sgm.pid")) && Files.size(data.resolve("sgm.pid")) > 0;
    }

    @Test
    void a_signal_ends_the_side_first_and_leaves_nothing_of_it() throws Exception {
        var launcher = begun();
        var side = sideOf(launcher);

        launcher.toHandle().destroy();

        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(side.isAlive()).isFalse();
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void a_killed_launcher_takes_the_side_along() throws Exception {
        var launcher = begun();
        var side = sideOf(launcher);

        launcher.destroyForcibly();

        side.onExit().get(30, TimeUnit.SECONDS);
        assertThat(side.isAlive()).isFalse();
    }
}
