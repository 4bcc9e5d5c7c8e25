package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

    @Test
    void what_a_killed_launcher_left_goes_with_the_next_command_and_what_is_at_work_stays() throws Exception {
        var killed = begun();
        var side = sideOf(killed);
        killed.destroyForcibly();
        side.onExit().get(30, TimeUnit.SECONDS);
        assertThat(data.resolve("tmp")).isDirectoryContaining("glob:**/sgm*");
        Files.delete(data.resolve("sgm.pid"));
        var working = begun();
        sideOf(working);

        try (var left = Files.list(data.resolve("tmp"))) {
            assertThat(left).hasSize(1);
        }
        working.toHandle().destroy();

        assertThat(working.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void a_folder_of_a_command_at_work_stays_and_one_that_gets_its_mark_in_a_moment() throws Exception {
        var atWork = Files.createDirectories(data.resolve("tmp/sgm1"));
        var nearly = Files.createDirectories(data.resolve("tmp/sgm2"));
        var old = Files.createDirectories(data.resolve("tmp/sgm3"));
        Files.writeString(old.resolve("libjni.so"), "as of a version before");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        var link = Files.createSymbolicLink(data.resolve("tmp/sgm4"), data);
        Files.createFile(atWork.resolve(".at-work"));
        Files.writeString(atWork.resolve("libjni.so"), "in use");
        try (var channel = FileChannel.open(atWork.resolve(".at-work"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            var working = begun();
            sideOf(working);
            working.toHandle().destroy();
            assertThat(working.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(atWork.resolve("libjni.so")).exists();
        assertThat(nearly).exists();
        assertThat(old).doesNotExist();
        assertThat(link).isSymbolicLink();
        assertThat(data.resolve("config.json")).exists();
    }
}
