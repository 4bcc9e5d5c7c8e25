package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SupervisorTest {
    private static final Pace HASTY =
            new Pace(Duration.ofMillis(1), Duration.ofMillis(2), 3, Duration.ofMinutes(1), Duration.ofMillis(600));

    @TempDir
    private Path data;

    @Test
    void a_side_that_does_not_stop_is_killed() throws Exception {
        var config = Servers.make(data);
        Files.writeString(data.resolve("sgm.deaf"), "");
        var processes = new ConcurrentHashMap<String, Process>();
        var told = new ByteArrayOutputStream();
        var out = new PrintStream(told, true, StandardCharsets.UTF_8);
        var launcher = SideLauncher.found();
        var supervisor = new Supervisor(
                List.of("sgm", "sap"),
                side -> {
                    var process = launcher.serve(side, data.resolve(ConfigFile.NAME), config, null);
                    processes.put(side, process);
                    return process;
                },
                HASTY,
                out,
                out);
        var serving = Executors.newSingleThreadExecutor();
        var served = serving.submit(supervisor::serve);
        while (!told.toString(StandardCharsets.UTF_8).contains("ready ")) {
            Thread.onSpinWait();
        }

        supervisor.stop();

        assertThat(served.get()).isTrue();
        assertThat(processes.values()).noneMatch(Process::isAlive);
        assertThat(data.resolve("sgm.stopped")).doesNotExist();
        serving.shutdown();
    }

    @Test
    void a_program_that_cannot_be_started_is_given_up() {
        var told = new ByteArrayOutputStream();
        var out = new PrintStream(told, true, StandardCharsets.UTF_8);
        var supervisor =
                new Supervisor(List.of("sgm"), side -> new ProcessBuilder("/no/such/program").start(), HASTY, out, out);

        assertThat(supervisor.serve()).isFalse();
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("The sgm cannot be started: ", "The sgm died 3 times");
    }

    @Test
    void what_was_asked_for_and_cannot_be_is_told_and_given_up() {
        var told = new ByteArrayOutputStream();
        var out = new PrintStream(told, true, StandardCharsets.UTF_8);
        var supervisor = new Supervisor(
                List.of("sgm"),
                side -> {
                    throw new UsageFault("NATSUIN_SGM_MEMORY_MB must be a number of MiB");
                },
                HASTY,
                out,
                out);

        assertThat(supervisor.serve()).isFalse();
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "NATSUIN_SGM_MEMORY_MB must be a number of MiB",
                        "The sgm refuses to start; the lines above say why.");
    }

    /** Java ends with 3 then, which is a refusal's number: nothing would start the server again. */
    @Test
    void a_side_that_runs_out_of_memory_has_not_refused() throws Exception {
        var config = Servers.make(data);
        Files.writeString(data.resolve("sgm.hoards"), "");
        var told = new ByteArrayOutputStream();
        var out = new PrintStream(told, true, StandardCharsets.UTF_8);
        var launcher = SideLauncher.found();
        var side = new WatchedSide(
                "sgm", name -> launcher.serve(name, data.resolve(ConfigFile.NAME), config, null), HASTY, out);
        side.start();

        assertThat(side.givenUp().get()).contains("died 3 times");
        assertThat(side.refused()).isFalse();
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("The sgm ran out of memory", "sgmMemoryMb");
    }

    @Test
    void a_side_that_refuses_still_does() throws Exception {
        var config = Servers.make(data);
        Files.writeString(data.resolve("sgm.exit"), "3");
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var launcher = SideLauncher.found();
        var side = new WatchedSide(
                "sgm", name -> launcher.serve(name, data.resolve(ConfigFile.NAME), config, null), HASTY, out);
        side.start();

        assertThat(side.givenUp().get()).contains("refuses to start");
        assertThat(side.refused()).isTrue();
    }

    @Test
    void a_command_that_runs_out_of_memory_is_a_fault_and_no_refusal() throws Exception {
        var config = Servers.make(data);
        var file = data.resolve(ConfigFile.NAME);
        Files.writeString(data.resolve("sgm.hoards"), "");
        assertThat(SideLauncher.found().run("sgm", file, config, "verify-log", List.of()))
                .isEqualTo(70);
        Files.delete(data.resolve("sgm.hoards"));

        assertThat(SideLauncher.found().run("sgm", file, config, "restore", List.of("administrator=refused")))
                .isEqualTo(3);
    }
}
