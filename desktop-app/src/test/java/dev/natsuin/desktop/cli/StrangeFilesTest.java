package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.StrangeFiles;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, devices and folders in the place of files, wherever a command takes one. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StrangeFilesTest {
    private static final String NO_FILE = "This is no file but a folder, a device or a pipe.";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private List<Path> strange;
    private Path pdf;

    @BeforeEach
    void make() throws Exception {
        fake = new FakeServer();
        strange = StrangeFiles.all(folder);
        pdf = HandMadePdf.onePage("text").write(folder.resolve("a.pdf"));
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private void refused(Typist typist, String command, String sentence) {
        for (var each : strange) {
            var arguments = command.replace("PDF", pdf.toString()).replace("STRANGE", each.toString());

            var outcome = typist.typesWith(Typist.PIN + "\npassword\n", (arguments + " --json").split(" "));

            assertThat(outcome.exit()).as(arguments + "\n" + outcome).isNotZero();
            assertThat(outcome.lines() + outcome.err())
                    .as(arguments + "\n" + outcome)
                    .contains(sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sign STRANGE --yes --pin-stdin",
                "sign STRANGE --yes --pin-stdin --format pades",
                "sign STRANGE --yes --pin-stdin --format asic-e",
                "sign STRANGE --yes --pin-stdin --format cades",
                "sign STRANGE --yes --pin-stdin --format xades --packaging enveloped",
                "verify STRANGE --offline",
                "verify PDF --trust STRANGE --offline",
                "verify PDF --trusted-list PDF --list-signer STRANGE --offline",
                "inspect STRANGE",
                "verify PDF --detached STRANGE --offline",
                "extend STRANGE --level T",
                "keys import STRANGE --pin-stdin",
                "log checkpoint --since STRANGE",
            })
    void a_signers_command_refuses_them_at_once(String command) {
        refused(Typist.signer(folder.resolve("profile"), fake), command, NO_FILE);
        assertThat(fake.sgm.obeyed).doesNotContain("sign");
    }

    @Test
    void a_picture_of_a_seal_is_none() {
        refused(
                Typist.signer(folder.resolve("profile"), fake),
                "sign PDF --yes --pin-stdin --visible 1,50,50,150,60 --image STRANGE",
                "seal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staff import STRANGE --dry-run",
                "staff invite --name N --email n@example.jp --evidence STRANGE --out code --pin-stdin",
                "staff invite --name N --email n@example.jp --evidence PDF --import STRANGE --out code --pin-stdin",
            })
    void an_officers_command_refuses_them_at_once(String command) {
        var officer = new Typist(folder.resolve("officer"));
        officer.enrols(fake.invite(Role.OFFICER));

        refused(officer, command, NO_FILE);
    }

    @Test
    void a_code_is_read_from_none() {
        refused(new Typist(folder.resolve("new")), "enrol --code-file STRANGE --pin-stdin", NO_FILE);
    }
}
