package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.Damage;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.FakeProcess;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file that the SAP reads, cut off or with one octet changed: it refuses with a sentence that names the file, or
 * serves under its own key. The octets are chosen by {@code -Dnatsuin.seed}.
 */
final class DamagedFilesTest {
    private static final int FLIPS = Integer.getInteger("natsuin.flips", 3);
    private static final long SEED = Long.getLong("natsuin.seed", System.nanoTime());

    @TempDir
    static Path made = Path.of("");

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void aSapThatWasMade() throws IOException {
        System.out.println("damaged files: " + FLIPS + " changed octets each, seed: " + SEED);
        var link = Files.createDirectory(made.resolve("link"));
        var now = Clock.systemUTC().instant();
        new TlsIdentityMaker(new SecureRandom())
                .makeIfMissing(link.resolve("sgm-link-key.pem"), link.resolve("sgm-link.pem"), "sgm", now);
        Files.writeString(link.resolve("sgm-identity.hash"), "ab".repeat(32) + "\n");
        assertThat(new SapSide().init(process(made))).isEqualTo(ExitCode.DONE);
        Files.delete(link.resolve("sgm-link-key.pem")); // the SGM's alone
    }

    @TestFactory
    List<DynamicTest> a_damaged_file_is_refused_by_name() throws IOException {
        var tests = Damage.ofEachFile(made, folder, FLIPS, SEED, DamagedFilesTest::refusedByName);
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    private static void refusedByName(Damage.Damaged server) throws IOException {
        var process = process(server.data()).stopped();
        var code = new SapSide().serve(process);

        assertThat(code).as("exit code; said: %s", process.said()).isIn(ExitCode.DONE, ExitCode.REFUSED);
        assertThat(process.said()).doesNotContain("\tat ", "Exception").hasSizeLessThan(300);
        if (code == ExitCode.REFUSED) {
            assertThat(process.said()).contains(String.valueOf(server.file().getFileName()));
            assertThat(server.octets())
                    .as("left as it was found")
                    .isEqualTo(Bytes.of(Files.readAllBytes(server.file())));
        } else {
            assertThat(server.mayPass()).as("cut off files are refused").isTrue();
        }
    }

    private static FakeProcess process(Path data) {
        return new FakeProcess(data, SideTest.config(0), Clock.systemUTC());
    }
}
