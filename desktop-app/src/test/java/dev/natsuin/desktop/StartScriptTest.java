package dev.natsuin.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which compiler {@code bin/natsuin} has Java use: asked with a Java that says how it was started. */
@DisabledOnOs(OS.WINDOWS)
final class StartScriptTest {
    private static final String SIMPLE = "-XX:TieredStopAtLevel=1";
    private static final String BOTH = "-XX:Tier4InvocationThreshold=50000";

    @TempDir
    Path root;

    @BeforeEach
    void an_installed_desktop() throws IOException {
        Files.createDirectories(root.resolve("lib"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("..", "bin", "natsuin"), root.resolve("bin/natsuin"));
        Files.createDirectories(root.resolve("java/bin"));
        var java = Files.writeString(root.resolve("java/bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> started(String... words) throws Exception {
        var command =
                new ArrayList<String>(List.of("sh", root.resolve("bin/natsuin").toString()));
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("java").toString());
        builder.environment().put("NATSUIN_CDS", "off");
        var process = builder.directory(root.toFile()).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    private Path file(String name, int octets) throws IOException {
        return Files.write(root.resolve(name), new byte[octets]);
    }

    @Test
    void a_command_about_a_small_file_or_none_has_the_simple_compiler() throws Exception {
        assertThat(started("keys", "list")).contains(SIMPLE).doesNotContain(BOTH);
        assertThat(started("verify", file("small 一.pdf", 8 << 20).toString()))
                .contains(SIMPLE)
                .doesNotContain(BOTH);
    }

    @Test
    void a_file_whose_name_means_something_to_other_programs_is_a_file_like_any() throws Exception {
        for (var name : List.of("!", "(", "a b")) {
            file(name, 1);
            assertThat(started("verify", name)).contains(SIMPLE, name);
        }
    }

    @Test
    void where_there_is_much_to_digest_what_is_hot_is_compiled_once_more() throws Exception {
        var large = file("large 二.pdf", (8 << 20) + 1).toString();
        var small = file("small.pdf", 1).toString();
        assertThat(started("sign", "--yes", small, large))
                .contains(BOTH, small, large)
                .doesNotContain(SIMPLE);
        assertThat(started(Collections.nCopies(51, small).toArray(String[]::new)))
                .contains(BOTH)
                .doesNotContain(SIMPLE);
        assertThat(started()).contains(BOTH).doesNotContain(SIMPLE);
    }
}
