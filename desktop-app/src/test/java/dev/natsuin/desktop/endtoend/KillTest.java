package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left when processes die in the middle of it. */
@Tag("e2e")
class KillTest {
    private static final int KILLS = Integer.getInteger("natsuin.kills", 10);

    /** Within a year 20 wrong PINs lock a device for ever; one a kill, and as many as those allow. */
    private static final int MOST_WRONG_PINS = 15;

    private static final int LONGEST_DELAY_MILLISECONDS = 400;
    private static final int LONGEST_SILENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Semaphore rounds = new Semaphore(0);

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES) // for hundreds of kills; ten take one or two
    void ten_kills_of_either_process_lose_and_invent_nothing() throws Exception {
        var seed = Long.getLong("natsuin.seed", System.nanoTime());
        System.out.println("kills: " + KILLS + ", seed: " + seed);
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        try (var server = new LiveServer(data, port)) {
            var people = new People(folder, code);
            var one = people.signer("one");
            var two = people.signer("two");
            var three = people.signer("three");
            var threads = Executors.newFixedThreadPool(3);
            try (var impatient = new Orders(one, Duration.ZERO);
                    var patient = new Orders(two, Duration.ofSeconds(60));
                    var mistaken = new Orders(three, Duration.ZERO)) {
                var first = threads.submit(() -> untilTheEnd(impatient));
                var second = threads.submit(() -> untilTheEnd(patient));
                var third = threads.submit(() -> mistakes(mistaken));
                kills(server, new Random(seed), List.of(first, second, third));
                var oneEnds = first.get();
                var twoEnds = second.get();
                var threeEnds = third.get();
                everySignatureIsLoggedOnce(one, impatient, oneEnds);
                everySignatureIsLoggedOnce(two, patient, twoEnds);
                var good = threeEnds.stream().flatMap(r -> r.good.stream()).toList();
                everySignatureIsLoggedOnce(three, mistaken, good);
                everyWrongPinIsCounted(three, mistaken, threeEnds);
                assertThat(oneEnds).as("orders that were cut off").anyMatch(e -> e instanceof Orders.End.Resolved);
            } finally {
                ending.set(true);
                threads.shutdownNow();
            }
        }
        assertThat(LiveServer.verifyLog(data)).as("exit code of verify-log").isZero();
    }

    /** Alternately the SGM and the SAP, each while signatures come and go. */
    private void kills(LiveServer server, Random random, List<? extends Future<?>> workers) throws Exception {
        for (var i = 0; i < KILLS; i++) {
            var side = i % 2 == 0 ? "sgm" : "sap";
            var before = acknowledged.get();
            var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS);
            while (acknowledged.get() < before + 5) {
                assertThat(System.nanoTime())
                        .as("no signatures any more:%n%s", server.said())
                        .isLessThan(end);
                for (var worker : workers) {
                    if (worker.isDone()) {
                        worker.get();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            rounds.release();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_DELAY_MILLISECONDS));
            server.kill(side);
            server.awaitUp(side);
        }
        ending.set(true);
        rounds.release();
    }

    private static Bytes hash(Orders orders, int i) {
        return Bytes.utf8(orders.keyId() + " " + i).sha256();
    }

    private List<Orders.End> untilTheEnd(Orders orders) throws Refusal {
        var ends = new ArrayList<Orders.End>();
        while (!ending.get()) {
            ends.add(counted(orders.sign(hash(orders, ends.size()))));
        }
        return ends;
    }

    private Orders.End counted(Orders.End end) {
        if (end instanceof Orders.End.Refused) {
            pause();
        } else {
            acknowledged.incrementAndGet();
        }
        return end;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One kill's worth: wrong PINs, then the right one until it is obeyed. */
    private static final class Round {
        private final List<Orders.End> wrong = new ArrayList<>();
        private final List<Orders.End> good = new ArrayList<>();
    }

    private List<Round> mistakes(Orders orders) throws Exception {
        var rounds = new ArrayList<Round>();
        var made = 0;
        var wrong = 0;
        while (!ending.get() || rounds.isEmpty()) {
            this.rounds.acquire();
            var round = new Round();
            for (var i = 0; i <= rounds.size() % 2 && wrong < MOST_WRONG_PINS; i++) {
                round.wrong.add(orders.signWithWrongPin(hash(orders, made++)));
                wrong++;
            }
            var end = orders.sign(hash(orders, made++));
            while (end instanceof Orders.End.Refused) {
                pause();
                end = orders.sign(hash(orders, made++));
            }
            round.good.add(end);
            rounds.add(round);
        }
        return rounds;
    }

    private static Optional<dev.natsuin.desktop.remote.Told> told(Orders.End end) {
        if (end instanceof Orders.End.Acknowledged a) {
            return Optional.of(a.told());
        }
        return end instanceof Orders.End.Resolved r ? Optional.of(r.told()) : Optional.empty();
    }

    private static Bytes hash(Orders.End end) {
        if (end instanceof Orders.End.Acknowledged a) {
            return a.hash();
        }
        return end instanceof Orders.End.Resolved r ? r.hash() : ((Orders.End.Refused) end).hash();
    }

    private static Stream<Uses.Finding> of(Uses.Audit audit, Leaf.Type type, String chain) {
        return audit.findings().stream()
                .filter(f -> f.type().equals(Optional.of(type)) && f.chain().equals(chain));
    }

    private static void everySignatureIsLoggedOnce(DeskCore desk, Orders orders, List<Orders.End> ends)
            throws Refusal, Malformed {
        var audit = desk.uses().audit();
        assertThat(audit.findings())
                .allSatisfy(f -> assertThat(f.explained()).as("%s", f).isTrue());
        var logged = of(audit, Leaf.Type.SIGN, orders.keyId()).toList();
        var done = ends.stream().filter(e -> told(e).isPresent()).toList();
        System.out.printf(
                "%s: %d orders, %d done, of which %d after no answer, %d refused%n",
                desk.profile().folder().getFileName(),
                ends.size(),
                done.size(),
                ends.stream().filter(e -> e instanceof Orders.End.Resolved).count(),
                ends.size() - done.size());
        assertThat(logged).hasSameSizeAs(done);
        for (var i = 0; i < done.size(); i++) {
            var told = told(done.get(i)).orElseThrow();
            assertThat(logged.get(i).logIndex()).isEqualTo(told.entry().index());
            assertThat(logged.get(i).hashes()).containsExactly(hash(done.get(i)));
            // The key's creation is number 1; from there on without gap, and never back.
            assertThat(logged.get(i).number()).isEqualTo(i + 2L);
            assertThat(told.entry().leaf().number()).isEqualTo(i + 2L);
        }
        var refused = new HashSet<Bytes>();
        ends.stream().filter(e -> told(e).isEmpty()).forEach(e -> refused.add(hash(e)));
        assertThat(logged).noneMatch(f -> f.hashes().stream().anyMatch(refused::contains));
    }

    private static void everyWrongPinIsCounted(DeskCore desk, Orders orders, List<Round> rounds) throws Refusal {
        var audit = desk.uses().audit();
        var failures = of(audit, Leaf.Type.PIN_FAILURE, orders.device()).toList();
        var since = -1L;
        for (var round : rounds) {
            var told = told(round.good.get(0)).orElseThrow();
            var until = told.entry().index();
            var from = since;
            var between = failures.stream()
                    .filter(f -> f.logIndex() > from && f.logIndex() < until)
                    .count();
            assertThat(round.wrong).allMatch(e -> told(e).isEmpty());
            assertThat(between)
                    .as("wrong PINs in the log, of those that were sent")
                    .isGreaterThanOrEqualTo(
                            round.wrong.stream().filter(KillTest::saidToBeWrong).count())
                    .isLessThanOrEqualTo(round.wrong.size());
            if (round.good.get(0) instanceof Orders.End.Acknowledged) {
                assertThat(told.pinFailures()).contains((int) between);
            }
            since = until;
        }
        assertThat(failures).as("wrong PINs").isNotEmpty();
    }

    private static boolean saidToBeWrong(Orders.End end) {
        return end instanceof Orders.End.Refused refused && refused.why().equals(Optional.of(ProblemCode.PIN_WRONG));
    }
}
