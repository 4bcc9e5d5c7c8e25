package dev.natsuin.sgm.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no room for the vault's key, nothing stands in the way of putting it back later. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class VaultFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_key_that_finds_no_room_leaves_no_part_of_itself() throws Exception {
        var file = folder.resolve("vault.key");
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 0 && exec \"$@\"",
                        "-",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Putting.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("refused: writing the vault's key file vault.key");
        assertThat(file).doesNotExist();
    }

    /** In a process that may write no octet into any file. */
    static final class Putting {
        private Putting() {}

        public static void main(String[] arguments) {
            try (var key = Secret.taking(new byte[Vault.KEY_SIZE_BYTES])) {
                Vault.put(Path.of(arguments[0]), key);
                System.out.println("written");
            } catch (SgmFault e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
