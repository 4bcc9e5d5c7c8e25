package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that signs many documents is killed at a random instant, and then the one that resumes: every signature
 * that was given ends in one verified file, and no document is signed twice. {@code -Dnatsuin.seed} chooses the
 * instants.
 */
final class InterruptedOrdersTest {
    private static final int DOCUMENTS = 6;

    /** Steps that a process tells until the order leaves: arguments read, each document hashed, PIN at hand. */
    private static final int STEPS_UNTIL_SENT = DOCUMENTS + 3;

    /** All steps: each is an instant at which it may be killed. */
    private static final int STEPS = STEPS_UNTIL_SENT + 2 * DOCUMENTS + 3;

    private static final int LONGEST_DELAY_MICROSECONDS = 8_000;

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;
    private int finishedByResuming;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    @Test
    void a_kill_while_the_order_is_out_and_one_while_files_are_written_lose_nothing() throws Exception {
        var random = seeded();
        round(Files.createDirectories(folder.resolve("out")), random, STEPS_UNTIL_SENT);
        round(
                Files.createDirectories(folder.resolve("written")),
                random,
                STEPS_UNTIL_SENT + 1 + random.nextInt(DOCUMENTS));
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void many_kills_lose_nothing_and_sign_nothing_twice() throws Exception {
        var count = Integer.getInteger("natsuin.kills", 200);
        var random = seeded();
        for (var i = 0; i < count; i++) {
            round(Files.createDirectories(folder.resolve("round" + i)), random, random.nextInt(STEPS));
        }
        System.out.println("orders finished by resuming: " + finishedByResuming + " of " + count);
        assertThat(finishedByResuming).isPositive();
    }

    private static Random seeded() {
        var seed = Long.getLong("natsuin.seed", System.nanoTime());
        System.out.println("kills of orders, seed: " + seed);
        return new Random(seed);
    }

    private void round(Path desk, Random random, int step) throws Exception {
        var before = signatures();
        var out = desk.resolve("out");
        var order = new ArrayList<>(List.of("sign", "--yes", "--pin-stdin", "--json", "--out", out.toString()));
        for (var i = 0; i < DOCUMENTS; i++) {
            order.add(HandMadePdf.onePage("text " + i)
                    .write(desk.resolve("document" + i + ".pdf"))
                    .toString());
        }
        killed(order, random, step);
        if (random.nextInt(3) == 0) {
            killed(List.of("sign", "--resume", "--json"), random, random.nextInt(STEPS));
        }

        var resumed = typist.typesWith("", "sign", "--resume", "--json");

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        finishedByResuming += resumed.lines().isEmpty() ? 0 : 1;
        var signed = signatures() - before;
        assertThat(signed).isBetween(0L, 1L);
        assertThat(outputs(out)).hasSize(signed == 1 ? DOCUMENTS : 0);
        assertThat(outputs(out)).allMatch(name -> name.matches("document\\d-signed\\.pdf"));
        if (signed == 1) {
            var verify = new ArrayList<>(List.of("verify", "--json"));
            outputs(out).forEach(name -> verify.add(out.resolve(name).toString()));
            assertThat(typist.types(verify.toArray(String[]::new)).exit()).isZero();
        }
        assertThat(Profile.in(typist.profile()).unanswered()).isEmpty();
        assertThat(outputs(typist.profile().resolve("orders"))).isEmpty();
    }

    /** Runs until this step, and a moment longer. */
    private void killed(List<String> words, Random random, int step) throws IOException, InterruptedException {
        var delay = random.nextInt(LONGEST_DELAY_MICROSECONDS);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedClerk.class.getName(),
                "--profile",
                typist.profile().toString()));
        command.addAll(words);
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write((Typist.PIN + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        try (var said = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            var steps = 0;
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("timing ") && steps++ == step) {
                    TimeUnit.MICROSECONDS.sleep(delay);
                    process.toHandle().destroyForcibly(); // The process's own method would close what is read here.
                }
            }
        }
        assertThat(process.waitFor()).isIn(137, 0, 4);
    }

    private long signatures() {
        return fake.sgm.obeyed.stream().filter("sign"::equals).count();
    }

    private static List<String> outputs(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
