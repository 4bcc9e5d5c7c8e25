package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessChecksTest {
    private static final String HARDENED =
            "Name:\tjava\nUmask:\t0077\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t3\n";
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max core file size        0                    0                    bytes
            """;

    @TempDir
    Path folder;

    private Path proc;
    private Path groups;

    @BeforeEach
    void aMachine() throws IOException {
        proc = Files.createDirectories(folder.resolve("proc"));
        groups = Files.createDirectories(folder.resolve("cgroup/system.slice/natsuin-sgm.service"));
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(proc.resolve("swaps"), "Filename\n/dev/vda2\n");
        Files.writeString(groups.resolve("memory.swap.max"), "0\n");
        process("4711", "sgm", "/srv/other/config.json", "Umask:\t0022\n");
        process("4712", "sgm", "/srv/natsuin/config.json", HARDENED);
    }

    private void process(String pid, String side, String config, String status) throws IOException {
        var process = Files.createDirectory(proc.resolve(pid));
        Files.writeString(
                process.resolve("cmdline"),
                String.join("\0", "java", "-Xmx512m", "Main", "side", side, "serve", "--config", config, ""));
        Files.writeString(process.resolve("status"), status);
        Files.writeString(process.resolve("limits"), LIMITS);
        Files.writeString(process.resolve("cgroup"), "0::/system.slice/natsuin-sgm.service\n");
    }

    private List<Check> checked(String side) {
        return new ProcessChecks(proc, folder.resolve("cgroup"), Path.of("/srv/natsuin/config.json")).of(side);
    }

    private List<String> warned() {
        return checked("sgm").stream()
                .filter(check -> check.state() == Check.State.WARN)
                .map(Check::name)
                .toList();
    }

    private void changed(String file, String from, String to) throws IOException {
        var path = proc.resolve("4712").resolve(file);
        var text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void a_process_as_the_unit_starts_it_is_in_order() {
        assertThat(checked("sgm"))
                .extracting(Check::name)
                .containsExactly("sgm-privileges", "sgm-system-calls", "sgm-umask", "sgm-core-dumps", "sgm-swap");
        assertThat(warned()).isEmpty();
    }

    @Test
    void each_protection_that_is_missing_is_named() throws IOException {
        changed("status", "NoNewPrivs:\t1", "NoNewPrivs:\t0");
        assertThat(warned()).containsExactly("sgm-privileges");
        changed("status", "NoNewPrivs:\t0", "NoNewPrivs:\t1");
        changed("status", "Seccomp:\t2", "Seccomp:\t0");
        assertThat(warned()).containsExactly("sgm-system-calls");
        changed("status", "Seccomp:\t0", "Seccomp:\t2");
        changed("status", "Umask:\t0077", "Umask:\t0027");
        assertThat(warned()).containsExactly("sgm-umask");
        changed("status", "Umask:\t0027", "Umask:\t0077");
        changed("limits", "size        0 ", "size        unlimited ");
        assertThat(warned()).containsExactly("sgm-core-dumps");
        changed("limits", "size        unlimited ", "size        0 ");
        Files.writeString(groups.resolve("memory.swap.max"), "max\n");
        assertThat(warned()).containsExactly("sgm-swap");
        Files.writeString(proc.resolve("swaps"), "Filename\n");
        assertThat(warned()).isEmpty();
    }

    @Test
    void a_side_that_does_not_serve_is_said_to_be_unseen() {
        assertThat(checked("sap")).singleElement().satisfies(check -> {
            assertThat(check.name()).isEqualTo("sap-process");
            assertThat(check.message()).contains("does not serve now");
        });
    }

    @Test
    void a_process_that_cannot_be_read_is_not_called_safe() throws IOException {
        Files.delete(proc.resolve("4712/limits"));

        assertThat(warned()).containsExactly("sgm-process");
    }

    @Test
    void a_machine_without_proc_tells_nothing() throws IOException {
        Files.delete(proc.resolve("self"));

        assertThat(checked("sgm")).isEmpty();
    }
}
