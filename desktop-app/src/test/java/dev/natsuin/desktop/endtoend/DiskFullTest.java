package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.protocol.log.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that fill while people work: a side's, and a desk's.
 *
 * <p>In two ways. Where a file system can be mounted, a small one is filled: then SQLite says "full", the transaction
 * is rolled back, and the same process goes on once there is room. Everywhere, a running process is forbidden to let
 * files grow ({@code prlimit --fsize}): then SQLite says "I/O error", what of the last transaction is on the disk is
 * unknown, and the side ends and is started anew by the launcher. {@code -Dnatsuin.token=true}: with the keys in a
 * token, whose disk may fill, too.
 */
@Tag("e2e")
@Tag("long")
@EnabledOnOs(OS.LINUX)
class DiskFullTest {
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    private Optional<SoftToken> token = Optional.empty();
    private Path data;
    private int port;
    private LiveServer server;
    private People people;

    @BeforeEach
    void serve() throws Exception {
        data = folder.resolve("server");
        port = LiveServer.freePort();
        if (Boolean.getBoolean("natsuin.token")) {
            token = Optional.of(new SoftToken(folder.resolve("token")));
        }
        LiveServer.make(data, port, folder.resolve("first.code"), token);
        server = new LiveServer(data, port, token);
        people = new People(folder.resolve("desks"), folder.resolve("first.code"));
    }

    @AfterEach
    void theLogIsWhole() {
        server.close();
        assertThat(LiveServer.verifyLog(data, token))
                .as("exit code of verify-log")
                .isZero();
    }

    private static void limitFiles(long pid, long bytes) throws Exception {
        var limit = new ProcessBuilder("prlimit", "--pid", String.valueOf(pid), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(limit.waitFor()).isZero();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_side_that_cannot_write_releases_nothing_and_is_started_anew() throws Exception {
        var newcomers = new NewcomersWorker(people);
        try (var signing = new SigningWorker(people.signer("signing"), Duration.ZERO);
                var guessing = new GuessingWorker(newcomers.waiting())) {
            var workers = List.of(signing, newcomers, guessing);
            try (var crew = new Crew(workers)) {
                for (var side : List.of("sgm", "sap", "sgm")) {
                    crew.awaitRounds(ROUNDS, server::said);
                    var pid = server.pid(side);
                    limitFiles(pid, 4096);
                    server.awaitAnother(side, pid);
                }
                crew.awaitRounds(ROUNDS, server::said);
                crew.stop();
            }
            for (var worker : workers) {
                worker.everythingIsAsTold();
            }
        }
        assertThat(server.said()).contains("database stopped kind=IO");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_side_whose_disk_is_full_refuses_and_goes_on_when_there_is_room() throws Exception {
        server.close();
        try (var disk = SmallDisk.over(data.resolve("sgm"))) {
            server = new LiveServer(data, port, token);
            var pid = server.pid("sgm");
            try (var signing = new SigningWorker(people.signer("signing"), Duration.ZERO)) {
                try (var crew = new Crew(List.of(signing))) {
                    crew.awaitRounds(ROUNDS, server::said);
                    disk.fill();
                    server.awaitSaid("the disk is full: the database sgm.db cannot grow", "database stopped kind=IO");
                    disk.empty();
                    crew.awaitRounds(ROUNDS, server::said);
                    crew.stop();
                }
                signing.everythingIsAsTold();
            }
            System.out.println(
                    "after a full disk the SGM " + (server.pid("sgm") == pid ? "went on" : "was started anew"));
            server.close();
        }
    }

    /** Keys of signers are objects of a session: nothing of an order has to be written there. */
    @Test
    @EnabledIfSystemProperty(named = "natsuin.token", matches = "true")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_token_whose_disk_is_full_goes_on_signing_and_making_keys() throws Exception {
        server.close();
        try (var disk = SmallDisk.over(token.orElseThrow().tokens())) {
            assumeTrue(disk.isMounted(), "a file system can be mounted");
            server = new LiveServer(data, port, token);
            var before = token.orElseThrow().objects();
            try (var signing = new SigningWorker(people.signer("signing"), Duration.ZERO)) {
                disk.fill();
                try (var crew = new Crew(List.of(signing))) {
                    crew.awaitRounds(ROUNDS, server::said);
                    crew.stop();
                }
                people.signer("another"); // whose first key is made in the token
                disk.empty();
                signing.everythingIsAsTold();
            }
            assertThat(token.orElseThrow().objects()).as("objects in the token").isEqualTo(before);
            server.close();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_desk_whose_disk_is_full_orders_nothing_or_leaves_no_half_file() throws Exception {
        var desk = people.signer("desk");
        var document = folder.resolve("contract.pdf");
        Files.copy(Distribution.samples().resolve("contract-en.pdf"), document);
        var output = folder.resolve("contract-signed.pdf");

        // Not even room for the order: it is not sent.
        var nothing = new Natsuin(desk.profile().folder(), folder.resolve("nothing"), "prlimit", "--fsize=64");
        assertThat(nothing.run("sign", document.toString(), "--yes", "--pin-stdin"))
                .isNotZero();
        assertThat(uses(desk)).isZero();

        // Room for the order and not for the document: it was signed, is in the log, and no half file is there.
        var little = new Natsuin(desk.profile().folder(), folder.resolve("little"), "prlimit", "--fsize=12000");
        assertThat(little.run("sign", document.toString(), "--yes", "--pin-stdin", "--json"))
                .as(little.complained())
                .isEqualTo(1);
        assertThat(little.complained()).doesNotContain("\tat ");
        assertThat(uses(desk)).isOne();
        assertThat(output).doesNotExist();
        assertThat(temporaryFiles()).isEmpty();

        var enough = new Natsuin(desk.profile().folder(), folder.resolve("enough"));
        assertThat(enough.run("sign", document.toString(), "--yes", "--pin-stdin"))
                .isZero();
        assertThat(desk.verifier().verify(output).given())
                .map(Verification::verdict)
                .contains(Verification.Verdict.VALID);
    }

    private static int uses(DeskCore desk) throws Exception {
        return Evidence.of(desk).all(Leaf.Type.SIGN).size();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".natsuin-"))
                    .toList();
        }
    }
}
