package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code secret-tool} is given, and what is believed of it: other programs of its name. */
@EnabledOnOs(OS.LINUX)
final class SecretToolTest {
    private static final Bytes SECRET = Bytes.utf8("0123456789abcdef<>?>?<0123456789");
    private static final String TEXT = Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET.toArray());
    private static final String ITEM = "a".repeat(32);

    /** Keeps items in files, and writes down what it was called with. */
    private static final String RECORDING = """
            { printf '%s\\n' "$@"; env; } >>"$RECORD"
            for last; do :; done
            case $1 in
                store) cat >"$KEPT/$last" ;;
                lookup) cat "$KEPT/$last" ;;
                clear) rm "$KEPT/$last" ;;
                search) [ ! -f "$KEPT/$last" ] || echo there ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Map<String, String> environment(String script) throws IOException {
        var programs = Files.createDirectories(folder.resolve("programs"));
        var program = Files.writeString(programs.resolve("secret-tool"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return Map.of(
                "PATH",
                programs + ":/usr/bin:/bin",
                "DBUS_SESSION_BUS_ADDRESS",
                "unix:path=/nowhere",
                "RECORD",
                folder.resolve("record").toString(),
                "KEPT",
                Files.createDirectories(folder.resolve("kept")).toString());
    }

    private SecretTool tool(String script) throws IOException {
        return new SecretTool(environment(script), "Linux", Duration.ofSeconds(10));
    }

    private Profile profile(String script) throws IOException {
        var tool = tool(script);
        return new Profile(
                folder.resolve("profile"),
                place -> new SecretPlaces(
                        place, tool, SecretWish.KEYRING, KeyringSecretStore.names(new SecureRandom())));
    }

    private static Secret secret() {
        return Secret.taking(SECRET.toArray());
    }

    @Test
    void the_secret_is_in_no_argument_and_no_environment() throws IOException, Refusal {
        var profile = profile(RECORDING);
        try (var made = secret()) {
            profile.keepDeviceSecret(made);
        }
        try (var found = profile.deviceSecret().orElseThrow()) {
            assertThat(found.use(Bytes::of)).isEqualTo(SECRET);
        }
        profile.moveDeviceSecret(SecretPlace.FILE);

        var recorded = Files.readString(folder.resolve("record"));
        assertThat(recorded)
                .contains("store\n--label=Natsuin: " + folder.resolve("profile") + "\napplication\nnatsuin\n")
                .contains("lookup\n", "clear\n", "search\n")
                .doesNotContain(TEXT, SECRET.toHex(), SECRET.toUtf8());
        assertThat(recorded).doesNotContain(Base64.getEncoder().encodeToString(SECRET.toArray()));
        assertThat(folder.resolve("kept")).isEmptyDirectory();
    }

    @Test
    void what_is_kept_is_the_secret_as_base64url_and_nothing_else() throws IOException {
        try (var made = secret()) {
            assertThat(tool(RECORDING).store(ITEM, "label", made)).isTrue();
        }

        assertThat(folder.resolve("kept").resolve(ITEM)).hasContent(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 1",
                "exit 0",
                "echo secret-tool: no such secret; exit 0",
                "printf '%s=' TEXT",
                "printf '%s\\n\\n' TEXT",
                "printf ' %s' TEXT",
                "printf '%s%s' TEXT TEXT",
                "printf '%s' TEXT | tr 0-9 '+'",
                "printf '%.42s' TEXT",
                "printf '%.42s/' TEXT",
                "printf '%s' TEXT; exit 1",
                "printf '%s' TEXT; kill -9 $$",
                "head -c 43 /dev/zero",
                "head -c 100000 /dev/zero",
                "cat /dev/zero",
                "printf '%.42sB' TEXT"
            })
    void nothing_but_the_exact_form_is_a_secret(String script) throws IOException {
        assertThat(tool(script.replace("TEXT", TEXT)).lookup(ITEM)).isEmpty();
    }

    @Test
    void an_end_of_line_behind_the_secret_is_no_harm() throws IOException {
        try (var found = tool("echo " + TEXT).lookup(ITEM).orElseThrow()) {
            assertThat(found.use(Bytes::of)).isEqualTo(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep 600 & sleep 600",
                "trap '' TERM INT; while :; do sleep 600; done",
                "printf '%s' TEXT; exec >&-; exec sleep 600"
            })
    void one_that_hangs_is_ended_and_believed_nothing(String script) throws IOException {
        var hanging = new SecretTool(
                environment("echo $$ >>\"$RECORD\"\n" + script.replace("TEXT", TEXT)), "Linux", Duration.ofMillis(300));

        assertThat(hanging.lookup(ITEM)).isEmpty();
        try (var made = secret()) {
            assertThat(hanging.store(ITEM, "label", made)).isFalse();
        }

        assertThat(Files.readAllLines(folder.resolve("record"))).hasSize(2).allSatisfy(id -> {
            var left = ProcessHandle.of(Long.parseLong(id));
            left.ifPresent(process -> process.onExit().join());
        });
    }

    @Test
    void one_that_takes_no_input_is_judged_by_how_it_ends() throws IOException {
        try (var made = secret()) {
            assertThat(tool("exec <&-; exit 1").store(ITEM, "label", made)).isFalse();
        }
    }

    @Test
    void what_it_complains_of_is_shown_nowhere() throws IOException, Refusal {
        var profile = profile(RECORDING);
        try (var made = secret()) {
            profile.keepDeviceSecret(made);
        }
        var complaining = profile("echo " + TEXT + "x; echo " + TEXT + " >&2; exit 1");

        var refusal = catchThrowableOfType(Refusal.class, complaining::deviceSecret);

        assertThat(refusal.why().code()).isEqualTo(ProblemCode.KEYRING_UNAVAILABLE);
        var trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(TEXT);
    }

    @Test
    void a_keyring_is_there_only_if_it_answers_in_silence() throws IOException {
        assertThat(tool(RECORDING).isThere()).isTrue();
        assertThat(tool("exit 1").isThere()).isFalse();
        assertThat(tool("echo something").isThere()).isFalse();
    }

    @Test
    void without_linux_a_bus_or_the_program_there_is_no_keyring_and_nothing_is_started() throws IOException {
        var whole = environment(RECORDING);
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere")).toString();
        var noBus = Map.of("PATH", whole.get("PATH"), "RECORD", whole.get("RECORD"), "XDG_RUNTIME_DIR", elsewhere);
        var noProgram = Map.of("PATH", elsewhere + ":programs::.", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");

        for (var none : List.of(
                new SecretTool(whole, "Windows 11"),
                new SecretTool(whole, "Mac OS X"),
                new SecretTool(noBus, "Linux"),
                new SecretTool(noProgram, "Linux"))) {
            assertThat(none.isThere()).isFalse();
            assertThat(none.lookup(ITEM)).isEmpty();
            assertThat(none.erase(ITEM)).isFalse();
        }
        assertThat(folder.resolve("record")).doesNotExist();
    }

    @Test
    void an_item_is_erased_only_if_it_is_certainly_gone() throws IOException {
        Files.write(
                Files.createDirectories(folder.resolve("kept")).resolve(ITEM),
                TEXT.getBytes(StandardCharsets.US_ASCII));

        assertThat(tool("[ \"$1\" != clear ] || exit 1\n" + RECORDING).erase(ITEM))
                .isFalse();
        assertThat(tool(RECORDING).erase(ITEM)).isTrue();
        assertThat(tool(RECORDING).erase(ITEM)).isTrue();
        assertThat(tool("exit 1").erase(ITEM)).isFalse();
    }
}
