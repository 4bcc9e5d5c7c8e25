package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int natsuinServer(String... arguments) {
        return Main.commandLine(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-such-command",
                "backup",
                "restore",
                "restore DIR/in",
                "kek",
                "kek split",
                "kek split 1 3 --data DIR",
                "kek split 3 2 --data DIR",
                "kek split 2 17 --data DIR",
                "kek join --data DIR/absent",
                "kek renew",
                "kek renew --data DIR/absent",
                "ca",
                "ca renew",
                "ca renew --data DIR/absent",
                "ca renew --algorithm rsa-2048 --data DIR",
                "backup DIR/out --data DIR --role sap",
                "backup DIR/out --into DIR --data DIR",
                "backup DIR/out --keep 3 --data DIR",
                "backup --into DIR --keep 0 --data DIR",
                "backup --data DIR",
                "bench",
                "bench sign --clients 0",
                "bench sign --hashes 10001",
                "serve",
                "serve --data a --config b",
                "serve --data DIR/absent",
                "serve --data DIR --role both",
                "init",
                "init --data DIR/new --url ftp://x",
                "init --data DIR/new --url https://[::1]:8443 --pki-url http://127.0.0.1:8080/pki",
                "init --data DIR/new --store pkcs11",
                "init --data DIR/new --level 0",
                "init --data DIR/new --level 4",
                "init --data DIR/new --level two",
                "init --data DIR/new --code-file DIR/nowhere/code",
                "init --data DIR/new --role sgm",
                "init --data DIR/new --role sgm --sgm-host 127.0.0.1 --sgm-port 0",
                "init --data DIR/new --sgm-host 127.0.0.1 --sgm-port 9000",
                "init --data DIR/new --role sap --sgm-host 127.0.0.1 --sgm-port 9000",
                "init --data DIR/new --role sgm --sgm-host 127.0.0.1 --sgm-port 9000 --peer DIR/x",
                "link",
                "link accept",
                "link show --data DIR/absent",
                "tls",
                "tls renew --data DIR/absent",
                "witness",
                "witness accept --data DIR/absent",
                "witness accept F --identity --data DIR/absent",
                "witness show --data DIR/absent",
                "self-check",
                "self-check --data DIR/absent",
                "confirm-administrator --data DIR",
                "side",
            })
    void what_makes_no_sense_exits_64_with_a_sentence(String line) {
        int code = natsuinServer(
                line.isEmpty()
                        ? new String[0]
                        : line.replace("DIR", folder.toString()).split(" "));

        assertThat(code).isEqualTo(64);
        assertThat(told()).isNotBlank().doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void help_shows_what_there_is_and_nothing_else() {
        assertThat(natsuinServer("--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("self-check", "confirm-administrator", "init", "serve", "verify-log", "link", "tls", "bench")
                .contains("backup", "restore", "kek", "ca ", "witness")
                .doesNotContain("\n  side");
    }

    @Test
    void init_makes_folder_configuration_both_sides_and_the_code() throws IOException {
        var data = folder.resolve("server");
        var code = folder.resolve("code");

        int exit = natsuinServer(
                "init", "--data", data.toString(), "--url", "https://localhost:9443", "--code-file", code.toString());

        assertThat(exit).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(data.resolve("sgm.made")).exists();
        assertThat(data.resolve("sap.made")).exists();
        assertThat(code).hasContent("code");
        assertThat(ConfigFile.read(data.resolve("config.json")).config().port()).isEqualTo(9443);
    }

    @Test
    void a_backup_at_the_machine_of_a_sap_alone_is_a_copy_of_its_database() throws IOException {
        Servers.make(folder);
        Files.createDirectory(folder.resolve("sap"));
        var copy = folder.resolve("copy.db");

        assertThat(natsuinServer("backup", copy.toString(), "--data", folder.toString()))
                .as(told())
                .isZero();

        assertThat(folder.resolve("sap.ran"))
                .content()
                .startsWith("backup-alone[")
                .contains(copy.toString());
        assertThat(folder.resolve("sgm.ran")).doesNotExist();
        assertThat(natsuinServer("backup", "--into", folder.toString(), "--keep", "3", "--data", folder.toString()))
                .as("it knows no older ones")
                .isEqualTo(64);
    }

    @Test
    void the_code_file_may_lie_in_the_directory_that_is_being_made() {
        var data = folder.resolve("server");

        assertThat(natsuinServer(
                        "init",
                        "--data",
                        data.toString(),
                        "--code-file",
                        data.resolve("code").toString()))
                .isZero();

        assertThat(data.resolve("code")).hasContent("code");
    }

    @Test
    void init_never_touches_a_directory_that_holds_something() throws IOException {
        Files.writeString(folder.resolve("precious"), "x");

        assertThat(natsuinServer("init", "--data", folder.toString())).isEqualTo(64);

        assertThat(folder).isDirectoryNotContaining(p -> !p.endsWith("precious"));
    }

    @Test
    void init_never_overwrites_a_code_file() throws IOException {
        var code = Files.writeString(folder.resolve("code"), "older");

        int exit = natsuinServer("init", "--data", folder.resolve("server").toString(), "--code-file", code.toString());

        assertThat(exit).isEqualTo(64);
        assertThat(code).hasContent("older");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgm", "sap"})
    void an_init_that_fails_leaves_nothing(String failing) {
        var data = folder.resolve("server");
        var code = folder.resolve("code");

        int exit = natsuinServer(
                "init",
                "--data",
                data.toString(),
                "--url",
                "https://" + failing + ".fails",
                "--code-file",
                code.toString());

        assertThat(exit).isEqualTo(70);
        assertThat(data).isEmptyDirectory();
        assertThat(code).doesNotExist();
    }

    @Test
    void verify_log_is_the_sgms() {
        Servers.make(folder);

        assertThat(natsuinServer("verify-log", "--data", folder.toString(), "--json"))
                .isZero();

        assertThat(folder.resolve("sgm.ran")).hasContent("verify-log[--json]");
        assertThat(folder.resolve("sap.ran")).doesNotExist();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void a_folder_that_cannot_be_written_is_told_with_the_systems_own_words() throws IOException {
        Servers.make(folder);
        Files.delete(folder.resolve("tmp"));
        Files.createFile(folder.resolve("tmp"));

        for (var command : new String[] {"verify-log", "self-check"}) {
            assertThat(natsuinServer(command, "--data", folder.toString())).isEqualTo(70);
            assertThat(told()).contains(folder.resolve("tmp") + ": File exists").doesNotContain("internal fault");
        }
        assertThat(natsuinServer("backup", folder.resolve("b").toString(), "--data", folder.toString()))
                .isEqualTo(70);
        assertThat(told()).contains("the backup cannot be made: " + folder.resolve("tmp"));
    }

    @Test
    void an_error_of_java_itself_is_an_internal_fault_and_no_failed_check() throws IOException {
        Servers.make(folder);
        Files.createFile(folder.resolve("sgm.errs"));

        assertThat(natsuinServer("verify-log", "--data", folder.toString())).isEqualTo(70);
    }

    @Test
    void a_file_whose_name_begins_with_an_at_sign_is_a_file() throws IOException {
        Servers.make(folder);
        Files.writeString(folder.resolve("sap.introduction"), "--help");

        assertThat(natsuinServer(
                        "link", "accept", "@" + folder.resolve("sap.introduction"), "--data", folder.toString()))
                .isEqualTo(3);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void init_writes_the_level_and_declares_1_unless_told() {
        assertThat(natsuinServer("init", "--data", folder.resolve("one").toString()))
                .isZero();
        assertThat(natsuinServer(
                        "init", "--level", "2", "--data", folder.resolve("two").toString()))
                .isZero();

        assertThat(ConfigFile.read(folder.resolve("one/config.json")).config().level())
                .isEqualTo(1);
        assertThat(ConfigFile.read(folder.resolve("two/config.json")).config().level())
                .isEqualTo(2);
    }

    @Test
    void self_check_asks_both_sides_and_tells_the_worst() throws IOException {
        Servers.make(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        assertThat(natsuinServer("self-check", "--data", folder.toString())).isEqualTo(1);

        assertThat(folder.resolve("sgm.ran")).hasContent("self-check[]");
        assertThat(folder.resolve("sap.ran")).hasContent("self-check[]");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("ok   configuration: ", "ok   data-directory: ", "disk-space: ", "memory-settings: ");
    }

    @Test
    void self_check_of_one_role_asks_that_side_only() throws IOException {
        Servers.make(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        assertThat(natsuinServer("self-check", "--role", "sgm", "--data", folder.toString()))
                .isZero();

        assertThat(folder.resolve("sgm.ran")).exists();
        assertThat(folder.resolve("sap.ran")).doesNotExist();
    }

    @Test
    void self_check_sees_a_data_directory_that_others_may_enter() throws IOException {
        Servers.make(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(natsuinServer(
                        "self-check",
                        "--role",
                        "sgm",
                        "--config",
                        folder.resolve("config.json").toString(),
                        "--json"))
                .isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("{\"check\":\"data-directory\",\"state\":\"fail\",\"message\":\"others");
    }

    @Test
    void the_console_ceremony_is_the_sgms() {
        Servers.make(folder);

        assertThat(natsuinServer(
                        "confirm-administrator", "--data", folder.toString(), "--fingerprint", "4T4B-BGVQ-ZFSE-576Y"))
                .isZero();

        assertThat(folder.resolve("sgm.ran")).hasContent("confirm-administrator[4T4B-BGVQ-ZFSE-576Y]");
        assertThat(folder.resolve("sap.ran")).doesNotExist();
    }

    @Test
    void the_witness_is_shown_by_both_sides_and_the_sap_alone_accepts() {
        Servers.make(folder);

        assertThat(natsuinServer("witness", "show", "--data", folder.toString()))
                .isZero();
        assertThat(folder.resolve("sgm.ran")).hasContent("witness-show[]");
        assertThat(folder.resolve("sap.ran")).hasContent("witness-show[]");

        assertThat(natsuinServer("witness", "accept", "LOG", "--data", folder.toString()))
                .isZero();
        assertThat(folder.resolve("sap.ran")).hasContent("witness-accept[LOG]");
        assertThat(natsuinServer("witness", "accept", "LOG", "--identity", "KEY", "--data", folder.toString()))
                .isZero();
        assertThat(folder.resolve("sap.ran")).hasContent("witness-accept[LOG, KEY]");
        assertThat(folder.resolve("sgm.ran")).hasContent("witness-show[]");
    }

    @Test
    void a_side_apart_is_made_alone_and_is_the_one_that_serves_here() throws IOException {
        var data = folder.resolve("server");

        assertThat(natsuinServer(
                        "init",
                        "--data",
                        data.toString(),
                        "--role",
                        "sgm",
                        "--sgm-host",
                        "192.0.2.7",
                        "--sgm-port",
                        "9440"))
                .isZero();

        assertThat(data.resolve("sgm.made")).exists();
        assertThat(data.resolve("sap.made")).doesNotExist();
        var config = ConfigFile.read(data.resolve("config.json"));
        assertThat(config.config().sgmHost()).isEqualTo("192.0.2.7");
        assertThat(config.config().sgmPort()).isEqualTo(9440);
        Files.createDirectory(data.resolve("sgm"));
        assertThat(Role.of(null, config)).isEqualTo(Role.SGM);
        assertThat(natsuinServer("self-check", "--role", "all", "--data", data.toString()))
                .isEqualTo(64);
        assertThat(told()).contains("Only the sgm is on this machine");
    }

    @Test
    void what_is_no_introduction_is_refused_and_nothing_is_made() throws IOException {
        var data = folder.resolve("server");
        var peer = Files.writeString(folder.resolve("peer"), "somebody else");

        assertThat(natsuinServer(
                        "init",
                        "--data",
                        data.toString(),
                        "--role",
                        "sap",
                        "--sgm-host",
                        "192.0.2.7",
                        "--sgm-port",
                        "9440",
                        "--peer",
                        peer.toString()))
                .isEqualTo(3);

        assertThat(told()).contains("no introduction of a side");
        assertThat(data).doesNotExist();
    }

    @Test
    void a_backup_under_an_empty_name_is_made_nowhere_and_deletes_nothing() {
        Servers.make(folder);

        assertThat(natsuinServer("backup", "--data", folder.toString(), "--into", "", "--keep", "1"))
                .isEqualTo(64);
        assertThat(natsuinServer("backup", "--data", folder.toString(), "")).isEqualTo(64);

        assertThat(told()).contains("given as --into is empty", "given as OUT is empty");
    }

    @Test
    void whoever_changes_the_links_key_is_told_what_shows_the_former_one_until_it_is_started_anew() throws IOException {
        Servers.make(folder);
        Files.createDirectories(folder.resolve("link"));
        Files.createDirectories(folder.resolve("sgm"));
        Files.writeString(folder.resolve("link/sgm-link-next.pem"), "next");

        assertThat(natsuinServer("link", "switch", "--data", folder.toString())).isZero();
        assertThat(told()).contains("start it anew").contains("sgm serves");
        assertThat(natsuinServer("link", "switch", "--data", folder.toString())).isZero();
        Files.createDirectories(folder.resolve("sap"));
        Files.writeString(folder.resolve("link/sgm-link-next.pem"), "next");
        assertThat(natsuinServer("link", "switch", "--data", folder.toString())).isZero();

        assertThat(told().lines()).hasSize(2).last().asString().contains("two sides do not believe each other");
    }

    @Test
    void whoever_ends_the_change_of_the_other_sides_key_is_told_to_start_nothing() throws IOException {
        Servers.make(folder);
        Files.createDirectories(folder.resolve("link"));
        Files.createDirectories(folder.resolve("sap"));
        Files.writeString(folder.resolve("link/sgm-link-next.pem"), "next");

        assertThat(natsuinServer("link", "switch", "--data", folder.toString())).isZero();

        assertThat(told()).isEmpty();
    }
}
