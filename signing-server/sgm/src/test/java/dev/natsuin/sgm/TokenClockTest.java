package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clock that jumps, at an SGM whose keys are in a token: nothing is signed at a wrong time, and the token is let go.
 */
@EnabledIf("dev.natsuin.sgm.token.SoftHsm#isInstalled")
class TokenClockTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private SoftHsm hsm;
    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key_in_the_token() throws IOException {
        hsm = new SoftHsm(Files.createDirectory(folder.resolve("hsm")));
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")), hsm.access());
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
    }

    /** Whatever the clock did: the log is whole, and the token holds the server's two keys and no more. */
    @AfterEach
    void the_log_is_whole_and_nothing_is_left_in_the_token() {
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
        sgm.close();
        assertThat(hsm.objects()).isEqualTo(2);
    }

    private long signed(String text) throws Exception {
        var order = sgm.order(device, key, TestSgm.hash(text));
        var answer = sgm.send(device.seal(order, sgm), order);
        sgm.receiptHolds(answer);
        return Leaf.read(answer.receipt().orElseThrow().entry().leaf()).number();
    }

    @Test
    void a_clock_behind_the_log_signs_nothing_and_lets_the_token_go_until_it_is_right() throws Exception {
        sgm.clock.move(Duration.ofSeconds(10));
        var uses = signed("before");
        sgm.clock.move(Duration.ofHours(-1));
        var order = sgm.order(device, key, TestSgm.hash("behind"));
        var sealed = device.seal(order, sgm);

        assertThat(statusOf(order, sealed)).isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);
        assertThatThrownBy(sgm::reopen).isInstanceOf(SgmFault.class).hasMessageContaining("clock");

        // Had the refused start kept the module, nobody in this process could open the token again.
        sgm.clock.move(Duration.ofHours(1));
        sgm.reopenClosed();
        assertThat(signed("after")).as("uses of the key").isEqualTo(uses + 1);
    }

    @Test
    void a_clock_that_jumps_ahead_ends_what_was_ordered_before_and_signs_what_is_ordered_then() throws Exception {
        var order = sgm.order(device, key, TestSgm.hash("yesterday"));
        var sealed = device.seal(order, sgm);
        sgm.clock.move(Duration.ofHours(25));

        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        signed("today");
    }

    @Test
    void a_clock_that_jumped_ahead_and_back_signs_nothing_before_its_last_entry() throws Exception {
        sgm.clock.move(Duration.ofDays(30));
        var uses = signed("in a month");
        sgm.clock.move(Duration.ofDays(-30));
        var order = sgm.order(device, key, TestSgm.hash("now"));
        var sealed = device.seal(order, sgm);

        assertThat(statusOf(order, sealed)).isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);
        sgm.clock.move(Duration.ofDays(30).plusSeconds(1));
        assertThat(signed("a month later")).isEqualTo(uses + 1);
    }

    @Test
    void a_key_whose_certificate_ended_by_a_jump_is_refused_and_signs_again_when_the_clock_is_right() throws Exception {
        sgm.clock.move(Duration.ofDays(3 * 365));
        var order = sgm.order(device, key, TestSgm.hash("in three years"));

        assertThat(TestSgm.problem(sgm.send(device.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.CERTIFICATE_EXPIRED);

        // A refusal is no entry, so nothing lies ahead of the right time.
        sgm.clock.move(Duration.ofDays(-3 * 365));
        signed("now");
    }

    /** The server looks for its token by time that passes and not by the clock. */
    @Test
    void an_order_that_waits_for_the_token_over_a_jump_is_told_to_be_over_and_the_next_is_signed() throws Exception {
        hsm.vanish();
        var waiting = sgm.order(device, key, TestSgm.hash("away"));
        var sealed = device.seal(waiting, sgm);
        while (statusOf(waiting, sealed) != LinkAnswer.Status.BUSY) {
            waiting = sgm.order(device, key, TestSgm.hash("away"));
            sealed = device.seal(waiting, sgm);
        }
        sgm.clock.move(Duration.ofHours(2));
        hsm.comeBack();

        var late = waiting;
        assertThat(TestSgm.problem(sgm.send(sealed, late)).code()).isEqualTo(ProblemCode.STATEMENT_EXPIRED);
        assertThat(untilTheTokenIsFound()).isEqualTo(LinkAnswer.Status.OK);
    }

    private LinkAnswer.Status untilTheTokenIsFound() {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var order = sgm.order(device, key, TestSgm.hash("in time"));
            var status = statusOf(order, device.seal(order, sgm));
            if (status != LinkAnswer.Status.BUSY || Instant.now().isAfter(end)) {
                return status;
            }
        }
    }

    private LinkAnswer.Status statusOf(Statement.Sign order, Bytes sealed) {
        return sgm.begin(sealed, Optional.of(TestSgm.requestOf(order))).status();
    }
}
