package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In which locale {@code bin/natsuin-server} starts Java: a Java is asked that says so. */
@EnabledOnOs(OS.LINUX)
final class StartScriptTest {
    @TempDir
    private Path root;

    @BeforeEach
    void an_installed_server() throws IOException {
        Files.createDirectories(root.resolve("lib/shared"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("..", "..", "bin", "natsuin-server"), root.resolve("bin/natsuin-server"));
        Files.createDirectories(root.resolve("java/bin"));
        var java = Files.writeString(root.resolve("java/bin/java"), "#!/bin/sh\necho \"LC_ALL=${LC_ALL:-}\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String localeOfJava(Map<String, String> locale) throws Exception {
        var builder = new ProcessBuilder(
                        "sh", root.resolve("bin/natsuin-server").toString(), "--help")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("java").toString());
        builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
        builder.environment().putAll(locale);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    @Test
    void names_of_files_are_read_as_utf_8_in_any_locale() throws Exception {
        for (var locale : new String[] {"", "C", "POSIX", "ja_XX.UTF-8", "nowhere"}) {
            assertThat(localeOfJava(Map.of("LANG", locale))).as(locale).isEqualTo("LC_ALL=C.UTF-8");
        }
    }

    @Test
    void a_locale_that_reads_them_so_stays() throws Exception {
        assertThat(localeOfJava(Map.of("LANG", "C.UTF-8"))).isEqualTo("LC_ALL=");
    }
}
