package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.side.Damage;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.FakeProcess;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file that an SGM keeps, cut off or with one octet changed: it refuses with a sentence, or it is the same SGM as
 * before and what was changed is found. The octets are chosen by {@code -Dnatsuin.seed}.
 */
final class DamagedFilesTest {
    private static final int FLIPS = Integer.getInteger("natsuin.flips", 4);
    private static final long SEED = Long.getLong("natsuin.seed", System.nanoTime());

    @TempDir
    static Path made = Path.of("");

    private static Bytes identity = Bytes.EMPTY;
    private static Clock clock = Clock.systemUTC();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void aServerThatWasUsed() throws IOException {
        System.out.println("damaged files: " + FLIPS + " changed octets each, seed: " + SEED);
        var link = privateFolder("link");
        LinkKeyMaker.create(link, LinkFiles.PRESENT, Clock.systemUTC().instant(), new SecureRandom());
        Files.copy(link.resolve("sgm-link.pem"), link.resolve("sap-link.pem"));
        try (var sgm = new TestSgm(privateFolder("sgm"))) {
            clock = sgm.clock;
            identity = sgm.firstCode.identityHash();
            var signer = sgm.newSigner();
            var key = sgm.createKey(signer, KeyAlgorithm.P_256);
            for (var i = 0; i < 8; i++) {
                var order = sgm.order(signer, key, TestSgm.hash("document " + i));
                TestSgm.done(sgm.send(signer.seal(order, sgm), order));
            }
        }
    }

    private static Path privateFolder(String name) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectory(made.resolve(name), ownerOnly);
    }

    @TestFactory
    List<DynamicTest> a_damaged_file_is_refused_or_found() throws IOException {
        var tests = Damage.ofEachFile(made, folder, FLIPS, SEED, DamagedFilesTest::refusedOrFound);
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    private static void refusedOrFound(Damage.Damaged server) throws IOException {
        var process = process(server.data()).stopped();
        var code = new SgmSide().serve(process);

        assertThat(code).as("exit code; said: %s", process.said()).isIn(ExitCode.DONE, ExitCode.REFUSED);
        assertThat(process.said()).doesNotContain("\tat ", "Exception").hasSizeLessThan(300);
        if (code == ExitCode.REFUSED) {
            assertThat(process.said()).contains(String.valueOf(server.file().getFileName()));
            assertThat(process.answering()).isNotDone();
            assertThat(server.octets())
                    .as("left as it was found")
                    .isEqualTo(Bytes.of(Files.readAllBytes(server.file())));
        } else {
            assertThat(server.mayPass()).as("cut off files are refused").isTrue();
            assertThat(process.answering()).isDone();
            theSameSgmAsBefore(server.data());
        }
    }

    private static FakeProcess process(Path data) {
        var config = ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"));
        return new FakeProcess(data, config, clock);
    }

    /** It has the old identity, and the log says what is wrong with it, if anything is. */
    private static void theSameSgmAsBefore(Path data) {
        var settings = new Sgm.Settings(data.resolve("sgm"), "http://127.0.0.1:8080/pki", 1, clock, new SecureRandom());
        try (var sgm = Sgm.open(settings)) {
            assertThat(sgm.identityHash()).isEqualTo(identity);
        }
        var process = process(data);
        assertThat(new SgmSide().run("verify-log", List.of(), process))
                .isIn(ExitCode.DONE, ExitCode.FAILED, ExitCode.REFUSED);
        assertThat(process.said()).doesNotContain("\tat ", "Exception");
    }
}
