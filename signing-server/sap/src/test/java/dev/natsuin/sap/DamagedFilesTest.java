package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        assertThat(new SapSide().init(new StoppingContext(made))).isEqualTo(ExitCode.DONE);
        Files.delete(link.resolve("sgm-link-key.pem")); // the SGM's alone
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
    Stream<DynamicTest> a_damaged_file_is_refused_by_name() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (var file : files()) {
            for (var damage : Damage.values()) {
                var times = damage == Damage.ONE_CHANGED ? FLIPS : 1;
                for (var i = 0; i < times; i++) {
                    var random = new Random(SEED + i);
                    tests.add(DynamicTest.dynamicTest(
                            file + " " + damage + " " + (i + 1), () -> refusedByName(file, damage, random)));
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
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .map(made::relativize)
                    .sorted()
                    .toList();
        }
    }

    private void refusedByName(Path file, Damage damage, Random random) throws IOException {
        var data = copied(file + " " + damage + " " + random.nextLong());
        var target = data.resolve(file);
        var whole = Files.readAllBytes(target);
        var damaged = damage.of(whole, random);
        Files.write(target, damaged);

        var context = new StoppingContext(data);
        var code = new SapSide().serve(context);

        assertThat(code).as("exit code; said: %s", context.said()).isIn(ExitCode.DONE, ExitCode.REFUSED);
        assertThat(context.said()).doesNotContain("\tat ", "Exception").hasSizeLessThan(300);
        if (code == ExitCode.REFUSED) {
            assertThat(context.said()).contains(String.valueOf(file.getFileName()));
            assertThat(damaged).as("left as it was found").isEqualTo(Files.readAllBytes(target));
        } else {
            assertThat(damage == Damage.ONE_CHANGED || endsALine(damage, whole))
                    .as("cut off files are refused")
                    .isTrue();
        }
    }

    private static boolean endsALine(Damage damage, byte[] whole) {
        return damage == Damage.ONE_SHORT && whole[whole.length - 1] == '\n';
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
            return new ServerConfig(
                    URI.create("https://127.0.0.1:8443"),
                    "127.0.0.1",
                    0,
                    URI.create("http://127.0.0.1:8080/pki"),
                    0,
                    1,
                    ServerConfig.Store.SOFTWARE,
                    "127.0.0.1",
                    0,
                    128,
                    128,
                    ServerConfig.Limits.standard());
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
            return Clock.systemUTC();
        }

        @Override
        public SecureRandom random() {
            return new SecureRandom();
        }

        @Override
        public void ready(String address) {}

        @Override
        public void stop() {}

        @Override
        public void awaitStop() {}

        @Override
        public boolean stopping() {
            return false;
        }
    }
}
