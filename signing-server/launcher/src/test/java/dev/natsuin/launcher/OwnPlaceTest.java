package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Root, at the console of a server that is another user's, does not shut that user out of it. */
@EnabledOnOs(OS.LINUX)
final class OwnPlaceTest {
    private static final int SOMEBODY = 65534;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int natsuinServer(String... arguments) {
        return Main.commandLine(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    private static void give(Path directory) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives a directory away");
        Files.setAttribute(directory, "unix:uid", SOMEBODY);
    }

    @Test
    void ones_own_directory_and_one_that_is_not_there_are_right() {
        assertThatCode(() -> OwnPlace.require(folder)).doesNotThrowAnyException();
        assertThatCode(() -> OwnPlace.require(folder.resolve("absent"))).doesNotThrowAnyException();
    }

    @Test
    void a_directory_of_somebody_else_is_named_with_its_owner() throws IOException {
        var others = Path.of("/");
        if ("root".equals(System.getProperty("user.name"))) {
            others = folder;
            give(others);
        }
        var directory = others;

        assertThatThrownBy(() -> OwnPlace.require(directory))
                .isInstanceOf(UsageFault.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("runuser -u " + Files.getOwner(directory).getName());
    }

    @Test
    void no_command_changes_a_server_of_somebody_else() throws IOException {
        Servers.make(folder);
        give(folder);

        for (var command :
                new String[] {"kek renew", "ca renew", "tls renew", "link renew --role sap", "self-check", "serve"}) {
            assertThat(natsuinServer((command + " --data " + folder).split(" ")))
                    .as(command)
                    .isEqualTo(64);
        }
        assertThat(natsuinServer("backup", folder + "/out", "--data", folder.toString()))
                .isEqualTo(64);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("runuser -u ");
        assertThat(folder.resolve("sgm.ran")).doesNotExist();
        assertThat(folder.resolve("sap.ran")).doesNotExist();
    }

    @Test
    void no_server_is_made_or_restored_in_a_folder_of_somebody_else() throws IOException {
        give(folder);

        assertThat(natsuinServer("init", "--data", folder.toString())).isEqualTo(64);
        assertThat(natsuinServer("restore", "backup", "--data", folder.toString()))
                .isEqualTo(64);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_empty_name_is_no_directory() {
        for (var command : new String[] {"init", "serve", "self-check", "verify-log"}) {
            assertThat(natsuinServer(command, "--data", "")).as(command).isEqualTo(64);
            assertThat(natsuinServer(command, "--config", "")).as(command).isEqualTo(64);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is empty");
    }

    @Test
    void what_could_not_be_printed_was_not_done() {
        var full = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("No space left on device");
                    }
                },
                true,
                StandardCharsets.UTF_8);
        full.println("the first administrator's code");

        assertThat(Main.heard(0, full, new PrintStream(err, true, StandardCharsets.UTF_8)))
                .isEqualTo(70);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written");
        assertThat(Main.heard(3, full, new PrintStream(err, true, StandardCharsets.UTF_8)))
                .isEqualTo(3);
        assertThat(Main.heard(
                        0,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)))
                .isZero();
    }
}
