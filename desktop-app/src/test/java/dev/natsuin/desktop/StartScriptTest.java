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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How {@code bin/natsuin} starts Java, in which locale, with which compiler: a Java is asked that says so. */
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
        var java = Files.writeString(
                root.resolve("java/bin/java"),
                "#!/bin/sh\nprintf '%s\\n' \"$@\" \"LC_ALL=${LC_ALL:-}\" \"LC_CTYPE=${LC_CTYPE:-}\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> started(String... words) throws Exception {
        return startedIn(Map.of(), words);
    }

    private List<String> startedIn(Map<String, String> locale, String... words) throws Exception {
        var command =
                new ArrayList<String>(List.of("sh", root.resolve("bin/natsuin").toString()));
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", root.resolve("java").toString());
        builder.environment().put("NATSUIN_CDS", "off");
        builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
        builder.environment().putAll(locale);
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
    void in_the_plain_locale_names_of_files_are_read_as_utf_8() throws Exception {
        assertThat(startedIn(Map.of("LANG", "C"), "keys", "list"))
                .contains("LC_CTYPE=C.UTF-8", "LC_ALL=")
                .noneMatch(word -> word.startsWith("-Duser.language"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_locale_that_is_not_on_this_computer_keeps_its_language_and_names_of_files_are_read_as_utf_8()
            throws Exception {
        var nowhere = "ja_XX.UTF-8";
        for (var locale : List.of(
                Map.of("LANG", nowhere),
                Map.of("LC_ALL", nowhere),
                Map.of("LANG", "C.UTF-8", "LC_MESSAGES", nowhere))) {
            assertThat(startedIn(locale, "keys", "list")).contains("LC_ALL=C.UTF-8", "-Duser.language=ja");
        }
        assertThat(startedIn(Map.of("LANG", "nowhere"), "keys", "list"))
                .contains("LC_ALL=C.UTF-8")
                .noneMatch(word -> word.startsWith("-Duser.language"));
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
