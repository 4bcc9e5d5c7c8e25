package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ServeTest {
    @TempDir
    private Path data;

    @BeforeEach
    void make_a_server() {
        Servers.make(data);
    }

    @Test
    void says_ready_with_the_url_once_both_sides_answer() throws Exception {
        try (var server = RunningServer.serving(data)) {
            assertThat(server.said()).isEqualTo("ready https://127.0.0.1:8443");
            server.nextReady("sgm");
            server.nextReady("sap");
        }
    }

    @Test
    void one_role_serves_alone() throws Exception {
        try (var server = RunningServer.serving(data, "--role", "sgm")) {
            assertThat(server.said()).isEqualTo("ready 127.0.0.1:4711");
        }
    }

    @Test
    void the_port_option_reaches_the_side() throws Exception {
        try (var server = RunningServer.serving(data, "--port", "9443")) {
            assertThat(server.toldOf("port ")).isEqualTo("port 9443");
        }
    }

    @Test
    void a_killed_side_comes_back_and_the_other_stays() throws Exception {
        try (var server = RunningServer.serving(data)) {
            var sgm = server.nextReady("sgm");
            var sap = server.nextReady("sap");

            sgm.destroyForcibly();

            assertThat(server.nextReady("sgm").pid()).isNotEqualTo(sgm.pid());
            assertThat(sap.isAlive()).isTrue();
        }
    }

    @Test
    void sigterm_stops_both_sides_in_order_and_exits_0() throws Exception {
        try (var server = RunningServer.serving(data)) {
            assertThat(server.said()).startsWith("ready ");

            server.process().toHandle().destroy();

            assertThat(server.process().waitFor()).isZero();
            assertThat(data.resolve("sap.stopped")).exists();
            assertThat(data.resolve("sgm.stopped")).exists();
            assertThat(Files.getLastModifiedTime(data.resolve("sap.stopped")))
                    .isLessThanOrEqualTo(Files.getLastModifiedTime(data.resolve("sgm.stopped")));
        }
    }

    @Test
    void the_sides_stop_by_themselves_when_the_launcher_is_killed() throws Exception {
        try (var server = RunningServer.serving(data)) {
            var sgm = server.nextReady("sgm");
            var sap = server.nextReady("sap");

            server.process().destroyForcibly();

            sgm.onExit().get(30, TimeUnit.SECONDS);
            sap.onExit().get(30, TimeUnit.SECONDS);
            assertThat(data.resolve("sap.stopped")).exists();
            assertThat(data.resolve("sgm.stopped")).exists();
        }
    }

    @Test
    void a_side_that_refuses_to_start_ends_the_launcher_at_once() throws Exception {
        Files.writeString(data.resolve("sgm.exit"), "3");
        try (var server = RunningServer.serving(data)) {
            assertThat(server.toldOf("refuses")).startsWith("The sgm refuses to start");
            assertThat(server.process().waitFor()).isEqualTo(3);
        }
    }

    @Test
    void a_side_that_keeps_dying_ends_the_launcher_with_a_reason() throws Exception {
        Files.writeString(data.resolve("sap.exit"), "70");
        try (var server = RunningServer.serving(data)) {
            assertThat(server.toldOf("died 5 times")).startsWith("The sap died 5 times before it answered");
            assertThat(server.process().waitFor()).isEqualTo(70);
            assertThat(data.resolve("sgm.stopped")).exists();
        }
    }
}
