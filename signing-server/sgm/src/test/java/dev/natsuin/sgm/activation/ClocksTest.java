package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SGM's clock is set back, ahead, and right again (attacks, row 33). */
final class ClocksTest {
    @TempDir
    Path folder = Path.of("");

    private TestSgm sgm;
    private TestDevice signer;
    private Results.KeyInfo key;

    @BeforeEach
    void aSignerWhoSigned() {
        sgm = new TestSgm(folder);
        signer = sgm.newSigner();
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
        sign("before");
    }

    @AfterEach
    void theLogIsWhole() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private void sign(String document) {
        var order = sgm.order(signer, key, TestSgm.hash(document));
        TestSgm.done(sgm.send(signer.seal(order, sgm), order));
    }

    private LinkAnswer.Status told(Bytes sealed, Statement.Sign order) {
        return sgm.begin(sealed, Optional.of(TestSgm.requestOf(order))).status();
    }

    private ProblemCode refused(Bytes sealed, Statement.Sign order) {
        return TestSgm.problem(sgm.send(sealed, order)).code();
    }

    @Test
    void a_clock_set_back_releases_nothing_until_it_is_right_again() {
        var order = sgm.order(signer, key, TestSgm.hash("with the clock set back"));
        var entries = Sgm.verifyLog(sgm.settings()).entries();
        sgm.clock.move(Duration.ofMinutes(-10));
        var early = sgm.order(signer, key, TestSgm.hash("early"));

        assertThat(told(signer.seal(early, sgm), early)).isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);
        assertThat(Sgm.verifyLog(sgm.settings()).entries()).isEqualTo(entries);

        sgm.clock.move(Duration.ofMinutes(10));
        TestSgm.done(sgm.send(signer.seal(order, sgm), order));
    }

    @Test
    void a_clock_set_back_makes_no_old_statement_young_again() {
        var order = sgm.order(signer, key, TestSgm.hash("late"));
        var sealed = signer.seal(order, sgm);
        sgm.clock.move(Duration.ofMinutes(6));
        assertThat(refused(sealed, order)).isEqualTo(ProblemCode.STATEMENT_EXPIRED);
        sgm.clock.move(Duration.ofMinutes(-6));

        // The refusal was kept, and spent the id.
        assertThat(refused(sealed, order)).isEqualTo(ProblemCode.STATEMENT_EXPIRED);
        assertThat(refused(signer.seal(order, sgm), order)).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_clock_set_back_lets_no_wrong_pin_be_tried_uncounted(boolean startedAnew) {
        if (startedAnew) {
            sgm.reopen();
        }
        sgm.clock.move(Duration.ofMinutes(-10));
        var order = sgm.order(signer, key, TestSgm.hash("guess"));
        var wrong = new TestDevice(sgm.firstCode.identityHash(), signer.user).activationKey;
        for (var i = 0; i < 7; i++) {
            var guess = signer.seal(order, sgm, draft -> {
                draft.secrets.put(
                        Envelope.Field.ACTIVATION_SIGNATURE,
                        wrong.sign(Token.signingInput(Token.Purpose.ACTIVATION, draft.statement)));
                return draft;
            });
            assertThat(told(guess, order))
                    .as("nothing is judged that could not be counted and logged")
                    .isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);
        }
        assertThat(told(signer.seal(order, sgm), order))
                .as("a right PIN looks no different, not in time either")
                .isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);
        sgm.clock.move(Duration.ofMinutes(10));
        sign("after");
    }

    private OptionalInt whyNotStamped() throws IOException, TSPException {
        var query = new TimeStampRequestGenerator()
                .generate(
                        NISTObjectIdentifiers.id_sha256, TestSgm.hash("stamped").toArray())
                .getEncoded();
        var response = new TimeStampResponse(
                sgm.ask(LinkOperation.TIMESTAMP, Bytes.of(query)).toArray());
        return response.getFailInfo() == null
                ? OptionalInt.empty()
                : OptionalInt.of(response.getFailInfo().intValue());
    }

    /**
     * Whoever sets the clock of a serving SGM back, as a time server on its network may, stamps nothing into the past.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_clock_set_back_stamps_no_earlier_time_than_the_log_has(boolean stampedBefore) throws Exception {
        sgm.reopen();
        if (stampedBefore) {
            assertThat(whyNotStamped()).isEmpty();
        }
        sgm.clock.move(Duration.ofDays(-1));

        assertThat(whyNotStamped()).hasValue(PKIFailureInfo.timeNotAvailable);

        sgm.clock.move(Duration.ofDays(1));
        assertThat(whyNotStamped()).isEmpty();
    }

    @Test
    void does_not_start_with_a_clock_that_is_behind_its_log() {
        sgm.clock.move(Duration.ofMinutes(-10));

        assertThatThrownBy(sgm::reopen)
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("behind the newest log entry")
                .hasMessageContaining("it says " + sgm.now())
                .hasMessageContaining("the entry is of " + sgm.now().plus(Duration.ofMinutes(10)))
                .hasMessageContaining("'The clock' in operations.md");

        sgm.clock.move(Duration.ofMinutes(10));
        sgm.reopen();
        sign("after");
    }

    @Test
    void a_clock_that_is_far_ahead_of_its_log_is_told_of_before_anything_is_logged() {
        sgm.clock.move(Duration.ofDays(60));
        assertThat(clockChecked()).startsWith("ok ");

        sgm.clock.move(Duration.ofDays(1));
        assertThat(clockChecked()).startsWith("warn ").contains("61 days ago by this clock");
        sign("the clock was right");
        assertThat(clockChecked()).startsWith("ok ");
    }

    private String clockChecked() {
        return Sgm.rowChecks(sgm.settings()).stream()
                .filter(check -> check.name().equals("clock"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void a_clock_that_was_ahead_while_nothing_was_signed_leaves_no_trace() {
        for (var ahead : new Duration[] {Duration.ofDays(1), Duration.ofDays(365)}) {
            sgm.clock.move(ahead);
            assertThat(sgm.sealingKey().holdsAt(sgm.now())).isTrue();
            sgm.clock.move(ahead.negated());

            assertThat(sgm.sealingKey().holdsAt(sgm.now())).isTrue();
            sign("after " + ahead);
            sgm.reopen();
            assertThat(sgm.sealingKey().holdsAt(sgm.now())).isTrue();
            sign("after a restart, after " + ahead);
        }
    }

    @Test
    void a_start_with_a_clock_that_is_a_year_ahead_forgets_no_answer_that_is_wanted_once_it_is_right() {
        var order = sgm.order(signer, key, TestSgm.hash("its answer was lost on the way"));
        var sealed = signer.seal(order, sgm);
        var answer = sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));

        sgm.clock.move(Duration.ofDays(365));
        sgm.reopen();
        sgm.clock.move(Duration.ofDays(-365));
        sgm.reopen();

        assertThat(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)))).isEqualTo(answer);
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void what_was_signed_with_a_clock_ahead_holds_the_log_to_that_time() {
        sgm.clock.move(Duration.ofDays(1));
        sign("tomorrow");
        sgm.clock.move(Duration.ofDays(-1));
        var order = sgm.order(signer, key, TestSgm.hash("today"));

        assertThat(told(signer.seal(order, sgm), order)).isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);

        sgm.clock.move(Duration.ofDays(1));
        sign("tomorrow, really");
    }
}
