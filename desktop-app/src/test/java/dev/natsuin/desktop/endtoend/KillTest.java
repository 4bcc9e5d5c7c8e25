package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left when processes die in the middle of it: {@code -Dnatsuin.kills} of them, at instants that
 * {@code -Dnatsuin.seed} chooses. {@code -Dnatsuin.token=true}: with the keys in a token.
 */
@Tag("e2e")
class KillTest {
    private static final int KILLS = Integer.getInteger("natsuin.kills", 10);

    /** With hundreds of kills keys are imported and backups made meanwhile. */
    private static final boolean MANY = KILLS > 10;

    /** So many strike one server, then a new one: after each of them its whole log is verified, and logs grow. */
    private static final int OF_ONE_SERVER = 50;

    private static final int ROUNDS_BETWEEN = 2;
    private static final int LONGEST_DELAY_MILLISECONDS = 400;
    private static final Duration LONGEST_FREEZE = Duration.ofSeconds(3);

    /** Whom it strikes: in every ten kills each of them as often as here, in an order by the seed. */
    private enum Blow {
        SGM(3),
        SAP(3),
        CLIENT(3),
        LAUNCHER(1);

        private final int inTen;

        Blow(int inTen) {
            this.inTen = inTen;
        }

        static List<Blow> ten(Random random) {
            var ten = new ArrayList<Blow>();
            for (var blow : values()) {
                ten.addAll(Collections.nCopies(blow.inTen, blow));
            }
            Collections.shuffle(ten, random);
            return ten;
        }
    }

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS) // for hundreds of kills; ten take two minutes
    void kills_of_any_process_lose_and_invent_nothing() throws Exception {
        var seed = Long.getLong("natsuin.seed", System.nanoTime());
        System.out.println("kills: " + KILLS + ", seed: " + seed);
        for (var before = 0; before < KILLS; before += OF_ONE_SERVER) {
            var place = Files.createDirectory(folder.resolve("after-" + before));
            killsOfOneServer(place, Math.min(OF_ONE_SERVER, KILLS - before), new Random(seed + before));
            System.out.println("all is as told, kills so far: " + Math.min(before + OF_ONE_SERVER, KILLS));
        }
    }

    private static void killsOfOneServer(Path folder, int kills, Random random) throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        var token = Boolean.getBoolean("natsuin.token")
                ? Optional.of(new SoftToken(folder.resolve("token")))
                : Optional.<SoftToken>empty();
        LiveServer.make(data, port, code, token);
        var server = new LiveServer(data, port, token);
        try {
            var people = new People(folder.resolve("desks"), code);
            var newcomers = new NewcomersWorker(people);
            var desk = new DeskWorker(people.signer("documents"), folder.resolve("documents"));
            try (var impatient = new SigningWorker(people.signer("impatient"), Duration.ZERO);
                    var patient = new SigningWorker(people.signer("patient"), Duration.ofSeconds(60));
                    var guessing = new GuessingWorker(newcomers.waiting())) {
                var keys = new KeysWorker(people.signer("keys"));
                var workers = new ArrayList<Worker>(List.of(impatient, patient, newcomers, keys, guessing, desk));
                if (MANY) {
                    workers.add(new ImportsWorker(people.signer("imports"), folder.resolve("imports")));
                    workers.add(new BackupsWorker(data, folder.resolve("backups"), token));
                }
                try (var crew = new Crew(workers)) {
                    server = kills(server, kills, port, crew, desk, random, token);
                    crew.stop();
                }
                for (var worker : workers) {
                    worker.everythingIsAsTold();
                }
                assertThat(impatient.resolved()).as("orders that were cut off").isPositive();
            }
        } finally {
            server.close();
        }
        assertThat(LiveServer.verifyLog(data, token))
                .as("exit code of verify-log")
                .isZero();
    }

    /** Blow after blow, each while all are at work; in every ten one side is held still as well. */
    private static LiveServer kills(
            LiveServer first, int kills, int port, Crew crew, DeskWorker desk, Random random, Optional<SoftToken> token)
            throws Exception {
        var server = first;
        var begun = System.nanoTime();
        for (var i = 0; i < kills; ) {
            for (var blow : Blow.ten(random).subList(0, Math.min(10, kills - i))) {
                crew.awaitRounds(ROUNDS_BETWEEN, server::said);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_DELAY_MILLISECONDS));
                server = struck(server, port, blow, crew, desk, random, token);
                i++;
                if (blow != Blow.CLIENT) {
                    assertThat(LiveServer.verifyLogQuickly(server.data(), token))
                            .as("verify-log after kill %d, of %s", i, blow)
                            .isZero();
                }
                System.out.printf(
                        "%d s: kill %d, of %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun), i, blow);
            }
            crew.awaitRounds(ROUNDS_BETWEEN, server::said);
            server.freeze(random.nextBoolean() ? "sgm" : "sap", LONGEST_FREEZE);
        }
        crew.awaitRounds(ROUNDS_BETWEEN, server::said);
        return server;
    }

    private static LiveServer struck(
            LiveServer server,
            int port,
            Blow blow,
            Crew crew,
            DeskWorker desk,
            Random random,
            Optional<SoftToken> token)
            throws Exception {
        switch (blow) {
            case SGM, SAP -> {
                var side = blow == Blow.SGM ? "sgm" : "sap";
                server.kill(side);
                server.awaitUp(side);
            }
            case CLIENT -> desk.killNext(random, crew);
            case LAUNCHER -> {
                server.killLauncher();
                return new LiveServer(server.data(), port, token);
            }
        }
        return server;
    }
}
