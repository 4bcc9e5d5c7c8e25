package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class BenchTest {
    @TempDir
    private Path folder;

    /** What it said on standard output, after it ended well. */
    private String benched(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "bench",
                "sign",
                "--in",
                folder.toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var said = String.join("\n", out.lines().toList());
            assertThat(process.waitFor()).isZero();
            return said;
        }
    }

    @Test
    void the_load_generator_learns_what_to_do_and_what_to_watch() throws Exception {
        var said = benched(
                "--algorithm", "p-256", "--clients", "3", "--hashes", "7", "--seconds", "1", "--verify-all", "--json");

        assertThat(said)
                .contains(
                        "loaded [algorithm=p-256, clients=3, hashes=7, seconds=1, warm-up=20, raw-alone-ms=1.25, raw-ms=1.5, verify-all, json,")
                .containsPattern(Pattern.compile("sgm=[0-9]+, sap=[0-9]+"));
    }

    @Test
    void the_key_store_is_measured_again_when_the_load_has_ended() throws Exception {
        assertThat(benched("--seconds", "1")).endsWith("and then 1.5");
    }

    @Test
    void nothing_is_left_of_the_private_server() throws Exception {
        benched("--seconds", "1");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void standard_output_holds_the_result_alone() throws Exception {
        assertThat(benched("--json")).startsWith("loaded [").doesNotContain("\n");
    }
}
