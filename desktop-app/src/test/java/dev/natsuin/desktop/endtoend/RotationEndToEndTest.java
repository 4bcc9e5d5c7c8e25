package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * New identity keys of a live server, whose SGM is killed while the second administrator approves: afterwards it has
 * the old key or the new one, and every desk goes on.
 */
@Tag("e2e")
@Tag("long")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class RotationEndToEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int rotations = Integer.getInteger("natsuin.rotations", 3);
    private final long seed = Long.getLong("natsuin.seed", System.nanoTime());
    private final Random chance = new Random(seed);

    @TempDir
    Path folder;

    @Test
    void whenever_the_sgm_is_killed_it_has_the_old_key_or_the_new_one_and_desks_follow() throws Exception {
        System.out.printf("rotations: %d, seed: %d%n", rotations, seed);
        var data = folder.resolve("server");
        var port = LiveServer.freePort();
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        try (var server = new LiveServer(data, port)) {
            var people = new People(folder.resolve("desks"), code);
            var first = people.desk("administrator");
            var second = people.administrator("second");
            var signer = people.signer("signer");
            var away = people.signer("away"); // is not used before the last key is there
            var codeOfBefore = people.invited("late");
            try (var orders = new Orders(signer, PATIENCE)) {
                var usual = Optional.<Duration>empty();
                for (var i = 1; i <= rotations; i++) {
                    var took = rotated(server, first, second, usual);
                    usual = usual.or(() -> Optional.of(took));

                    assertThat(orders.sign(Bytes.utf8("signed under key " + i).sha256()))
                            .isInstanceOf(Orders.End.Acknowledged.class);
                    assertThat(keyOf(signer)).isEqualTo(keyOf(first));
                }
            }
            try (var orders = new Orders(away, PATIENCE)) {
                assertThat(orders.sign(Bytes.utf8("signed after all").sha256()))
                        .isInstanceOf(Orders.End.Acknowledged.class);
            }
            assertThat(told(away).number()).isEqualTo(rotations);
            assertThat(away.desk().identityWasTold().given().orElseThrow()).isPresent();
            assertThat(away.desk().newIdentity().given().orElseThrow()).isEmpty();
            var late = people.desk("late");
            People.enrol(late, codeOfBefore);
            assertThat(keyOf(late)).isEqualTo(keyOf(first));
            assertThat(signer.uses().audit().findings()).hasSizeGreaterThanOrEqualTo(rotations);
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
    }

    private static NewIdentity told(DeskCore desk) {
        return desk.desk().newIdentity().given().orElseThrow().orElseThrow();
    }

    private static Bytes keyOf(DeskCore desk) throws Refusal {
        return Persistent.until(() -> desk.secondPersons().identityHash());
    }

    /**
     * Orders a new key and has it approved, while the SGM is killed at some moment of that, if it is told how long it
     * takes.
     */
    private Duration rotated(LiveServer server, DeskCore first, DeskCore second, Optional<Duration> usual)
            throws Exception {
        var before = keyOf(first);
        var request = Persistent.until(() -> {
            try (var pin = People.secret(People.PIN)) {
                return first.secondPersons().renewIdentity(before, pin).request();
            }
        });
        assertThat(keyOf(first)).isEqualTo(before);

        var began = System.nanoTime();
        var approving = CompletableFuture.supplyAsync(() -> approved(second, request));
        if (usual.isPresent()) {
            var pid = server.pid("sgm");
            Persistent.pause(chance.nextInt((int) usual.get().toMillis()));
            server.kill("sgm");
            server.awaitAnother("sgm", pid);
        }
        var atOnce = approving.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var took = Duration.ofNanos(System.nanoTime() - began);
        Persistent.until(() -> Refusal.orThrow(second.desk().settle()));
        var after = keyOf(second);
        System.out.printf(
                "approved at once: %s; another key: %s; after %d ms%n", atOnce, !after.equals(before), took.toMillis());
        assertThat(after.equals(before)).isEqualTo(waits(first, request));
        while (waits(first, request)) {
            approved(second, request);
            Persistent.until(() -> Refusal.orThrow(second.desk().settle()));
        }
        assertThat(keyOf(first)).isNotEqualTo(before);
        assertThat(told(first).askedBy())
                .isEqualTo(first.profile().owner().orElseThrow().user());
        assertThat(told(first).approvedBy())
                .isEqualTo(second.profile().owner().orElseThrow().user());
        return took;
    }

    /** False if no answer came; then it may have been done or not. */
    private static boolean approved(DeskCore second, String request) {
        try (var pin = People.secret(People.PIN)) {
            second.secondPersons().approve(second.secondPersons().one(request), pin);
            return true;
        } catch (Refusal e) {
            System.out.printf("no answer to an approval: %s%n", Orders.cause(e));
            return false;
        }
    }

    private static boolean waits(DeskCore first, String request) throws Refusal {
        return Persistent.until(() -> {
            try {
                return first.secondPersons().one(request) != null;
            } catch (Refusal e) {
                if (Orders.cause(e) == ProblemCode.REQUEST_UNKNOWN) {
                    return false;
                }
                throw e;
            }
        });
    }
}
