package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signs documents with the command line, a process each, which may be killed; then does it again. */
final class DeskWorker implements Worker {
    private static final int LONGEST_LIFE_MILLISECONDS = 4_000;
    private static final int LONGEST_WAIT_MINUTES = 3;
    private static final int LONGEST_REST_SECONDS = 15;
    private static final int MOST_TRIES = 60;
    private static final Pattern DTBSR = Pattern.compile("\"dtbsr\":\"([0-9a-f]{64})\"");
    private static final Pattern LOG_INDEX = Pattern.compile("\"logIndex\":(\\d+)");

    private final DeskCore desk;
    private final Path folder;
    private final Natsuin natsuin;
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicReference<@Nullable Process> running = new AtomicReference<>();
    private final List<String> reported = new ArrayList<>();
    private int documents;
    private int killed;

    /** At this desk, with documents in a new folder. */
    DeskWorker(DeskCore desk, Path folder) throws IOException {
        this.desk = desk;
        this.folder = Files.createDirectories(folder);
        this.natsuin = new Natsuin(desk.profile().folder(), folder.resolveSibling("desk"));
    }

    /**
     * Kills the command line that runs next, at an instant of its life that the seed chose. One that was done sooner is
     * followed by another, which is given half as long at most: on a quick machine none lives for the longest.
     */
    void killNext(Random random, Crew crew) throws Exception {
        var before = running.get();
        var longestMilliseconds = LONGEST_LIFE_MILLISECONDS;
        wanted.release();
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_WAIT_MINUTES);
        while (System.nanoTime() < end) {
            var next = running.get();
            if (next != null && next != before) {
                if (!next.waitFor(random.nextInt(longestMilliseconds), TimeUnit.MILLISECONDS)) {
                    next.destroyForcibly();
                    return;
                }
                before = next;
                longestMilliseconds = Math.max(1, longestMilliseconds / 2);
                wanted.release();
            }
            crew.nobodyHasStopped();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("no document is signed any more");
    }

    @Override
    public void round() throws Exception {
        // A process each is much work: one now and then, and those that are to be killed.
        wanted.tryAcquire(LONGEST_REST_SECONDS, TimeUnit.SECONDS);
        var document = folder.resolve("document" + ++documents + ".pdf");
        Files.copy(Distribution.samples().resolve("contract-en.pdf"), document);
        var original = Files.readAllBytes(document);
        for (var i = 0; i < MOST_TRIES; i++) {
            var process = natsuin.start("sign", document.toString(), "--yes", "--pin-stdin", "--json");
            running.set(process);
            var code = natsuin.typed(process, People.PIN);
            assertThat(document).hasBinaryContent(original);
            if (code == 0) {
                reported.add(natsuin.said());
                return;
            }
            killed += code == 137 ? 1 : 0;
            assertThat(code).as("exit code; it said %s", natsuin.complained()).isIn(137, 3, 4);
            Persistent.pause();
        }
        throw new AssertionError("signed in vain: " + natsuin.complained());
    }

    @Override
    public void everythingIsAsTold() throws Exception {
        var outputs = outputs();
        for (var output : outputs) {
            assertThat(desk.verifier().verify(output).given())
                    .as("%s", output)
                    .map(Verification::verdict)
                    .contains(Verification.Verdict.VALID);
        }
        var logged = Evidence.of(desk).all(Leaf.Type.SIGN);
        assertThat(logged).hasSizeGreaterThanOrEqualTo(outputs.size());
        for (var line : reported) {
            var hash = DTBSR.matcher(line);
            var index = LOG_INDEX.matcher(line);
            assertThat(hash.find() && index.find()).as(line).isTrue();
            assertThat(logged)
                    .anyMatch(f -> f.logIndex() == Long.parseLong(index.group(1))
                            && f.hashes().contains(Bytes.hex(hash.group(1))));
        }
        System.out.printf(
                "desk: %d documents, %d outputs, %d uses logged, %d processes killed%n",
                documents, outputs.size(), logged.size(), killed);
    }

    private List<Path> outputs() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains("-signed"))
                    .sorted()
                    .toList();
        }
    }
}
