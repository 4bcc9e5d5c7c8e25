package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkPort;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
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
        LinkFiles.create(link, Clock.systemUTC().instant(), new SecureRandom());
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

    private enum Damage {
        EMPTY,
        HALF,
        ONE_SHORT,
        ONE_CHANGED;

        byte[] of(byte[] whole, Random random) {
            return switch (this) {
                case EMPTY -> new byte[0];
                case HALF -> Arrays.copyOf(whole, whole.length / 2);
                case ONE_SHORT -> Arrays.copyOf(whole, whole.length - 1);
                case ONE_CHANGED -> changed(whole, random);
            };
        }

        private static byte[] changed(byte[] whole, Random random) {
            var octets = whole.clone();
            octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            return octets;
        }
    }

    @TestFactory
    Stream<DynamicTest> a_damaged_file_is_refused_or_found() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (var file : files()) {
            for (var damage : Damage.values()) {
                var times = damage == Damage.ONE_CHANGED ? FLIPS : 1;
                for (var i = 0; i < times; i++) {
                    var random = new Random(SEED + i);
                    tests.add(DynamicTest.dynamicTest(
                            file + " " + damage + " " + (i + 1), () -> refusedOrFound(file, damage, random)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    /** Whatever is there: a file that a later version adds is damaged as well. */
    private static List<Path> files() throws IOException {
        try (var all = Files.walk(made)) {
            return all.filter(Files::isRegularFile)
                    .filter(DamagedFilesTest::holdsSomething)
                    .map(made::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refusedOrFound(Path file, Damage damage, Random random) throws IOException {
        var data = copied(file + " " + damage + " " + random.nextLong());
        var target = data.resolve(file);
        var whole = Files.readAllBytes(target);
        var damaged = damage.of(whole, random);
        Files.write(target, damaged);

        var context = new StoppingContext(data);
        var code = new SgmSide().serve(context);

        assertThat(code).as("exit code; said: %s", context.said()).isIn(ExitCode.DONE, ExitCode.REFUSED);
        assertThat(context.said()).doesNotContain("\tat ", "Exception").hasSizeLessThan(300);
        if (code == ExitCode.REFUSED) {
            assertThat(context.said()).contains(String.valueOf(file.getFileName()));
            assertThat(context.ready).isFalse();
            assertThat(damaged).as("left as it was found").isEqualTo(Files.readAllBytes(target));
        } else {
            assertThat(damage == Damage.ONE_CHANGED || endsALine(damage, whole))
                    .as("cut off files are refused")
                    .isTrue();
            theSameSgmAsBefore(data);
        }
    }

    private static boolean endsALine(Damage damage, byte[] whole) {
        return damage == Damage.ONE_SHORT && whole[whole.length - 1] == '\n';
    }

    /** It has the old identity, and the log says what is wrong with it, if anything is. */
    private static void theSameSgmAsBefore(Path data) {
        var settings = new Sgm.Settings(data.resolve("sgm"), "http://127.0.0.1:8080/pki", 1, clock, new SecureRandom());
        try (var sgm = Sgm.open(settings)) {
            assertThat(sgm.identityHash()).isEqualTo(identity);
        }
        var context = new StoppingContext(data);
        assertThat(new SgmSide().run("verify-log", List.of(), context))
                .isIn(ExitCode.DONE, ExitCode.FAILED, ExitCode.REFUSED);
        assertThat(context.said()).doesNotContain("\tat ", "Exception");
    }

    private Path copied(String name) throws IOException {
        var data = Files.createDirectory(folder.resolve(name.replace('/', '-')));
        try (var all = Files.walk(made)) {
            for (var file : all.skip(1).toList()) {
                Files.copy(file, data.resolve(made.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return data;
    }

    /** A process that is told to stop as soon as it serves. */
    private static final class StoppingContext implements SideContext {
        private final Path data;
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private boolean ready;

        StoppingContext(Path data) {
            this.data = data;
        }

        String said() {
            return err.toString(StandardCharsets.UTF_8);
        }

        @Override
        public Path data() {
            return data;
        }

        @Override
        public ServerConfig config() {
            return ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"));
        }

        @Override
        public Optional<Path> codeFile() {
            return Optional.empty();
        }

        @Override
        public PrintStream out() {
            return err();
        }

        @Override
        public PrintStream err() {
            return new PrintStream(err, true, StandardCharsets.UTF_8);
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public SecureRandom random() {
            return new SecureRandom();
        }

        @Override
        public void ready(String address) {
            ready = true;
        }

        @Override
        public void stop() {
            ready = true;
        }

        @Override
        public void awaitStop() {
            assertThat(LinkPort.address("127.0.0.1", 0, linkFolder()).get().getPort())
                    .isPositive();
        }

        @Override
        public boolean stopping() {
            return ready;
        }
    }
}
