package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope.Field;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another PIN: one statement under both, one transaction. */
class ChangePinTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice before;
    private TestDevice after;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() {
        sgm = new TestSgm(folder);
        before = sgm.newSigner();
        after = before.withAnotherPin();
        key = sgm.createKey(before, KeyAlgorithm.P_256);
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Answer sign(TestDevice device) {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        return sgm.send(device.seal(order, sgm), order);
    }

    private Answer change(TestDevice from, TestDevice to) {
        return sgm.send(from.seal(from.pinChange(to, sgm.now()), sgm));
    }

    @Test
    void the_new_pin_opens_the_same_keys_and_the_old_one_nothing() throws Exception {
        var answer = change(before, after);

        assertThat(Results.PinChanged.read(TestSgm.done(answer)))
                .isEqualTo(new Results.PinChanged(before.user, before.id()));
        sgm.receiptHolds(answer);
        TestSgm.done(sign(after));
        assertThat(refusal(sign(before))).isEqualTo(ProblemCode.PIN_WRONG);
        sgm.reopen();
        TestSgm.done(sign(after));
    }

    /** Row 19: a wrong old PIN is a wrong PIN like any other. */
    @Test
    void row_19_a_wrong_old_pin_is_counted_and_five_lock_the_device() {
        var thief = before.withAnotherPin();
        for (var left = 4; left >= 0; left--) {
            var problem = TestSgm.problem(change(thief, after));
            assertThat(problem.code()).isEqualTo(ProblemCode.PIN_WRONG);
            assertThat(problem.triesLeft()).hasValue(left);
        }
        assertThat(refusal(change(before, after))).isEqualTo(ProblemCode.DEVICE_LOCKED);
        assertThat(refusal(sign(before))).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void a_new_pin_ends_the_row_of_wrong_ones_and_not_the_years() {
        for (var i = 0; i < 4; i++) {
            refusal(change(before.withAnotherPin(), after));
        }
        TestSgm.done(change(before, after));

        assertThat(TestSgm.problem(sign(before)).triesLeft()).hasValue(4);
        TestSgm.done(sign(after));
    }

    @ParameterizedTest
    @EnumSource(
            value = Field.class,
            names = {"ACTIVATION_KEY", "ACTIVATION_BLIND", "NEW_ACTIVATION_SIGNATURE"})
    void a_proof_of_the_new_pin_that_is_another_changes_nothing(Field wrong) {
        var draft = before.pinChange(after, sgm.now());
        draft.secrets.put(wrong, TestDevice.random(wrong == Field.NEW_ACTIVATION_SIGNATURE ? 64 : 32));

        assertThat(refusal(sgm.send(before.seal(draft, sgm)))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        TestSgm.done(sign(before));
    }

    @ParameterizedTest
    @EnumSource(
            value = Field.class,
            names = {"ACTIVATION_KEY", "ACTIVATION_BLIND", "NEW_ACTIVATION_SIGNATURE", "NEW_SEAL_SHARE", "SEAL_SHARE"})
    void a_proof_that_is_missing_changes_nothing(Field missing) {
        var draft = before.pinChange(after, sgm.now());
        draft.secrets.remove(missing);

        assertThat(refusal(sgm.send(before.seal(draft, sgm)))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        TestSgm.done(sign(before));
    }

    @Test
    void a_new_activation_key_of_small_order_is_refused() {
        var smallOrder = Bytes.hex("01" + "00".repeat(31));
        var blind = TestDevice.random(32);
        var draft =
                before.draft(new Statement.ChangePin(before.head(sgm.now()), TestDevice.commitment(blind, smallOrder)));
        draft.secrets.put(Field.ACTIVATION_KEY, smallOrder);
        draft.secrets.put(Field.ACTIVATION_BLIND, blind);
        // Under such a key this "signature" would hold for every message, if anybody verified it.
        draft.secrets.put(Field.NEW_ACTIVATION_SIGNATURE, Bytes.hex("01" + "00".repeat(63)));
        draft.secrets.put(Field.NEW_SEAL_SHARE, after.share);

        assertThat(refusal(sgm.send(before.seal(draft, sgm)))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        TestSgm.done(sign(before));
    }

    /** Row 34: a right PIN with a wrong share is an alarm, and neither share is stored by it. */
    @Test
    void the_right_old_pin_with_a_wrong_share_changes_nothing() {
        var draft = before.pinChange(after, sgm.now());
        draft.secrets.put(Field.SEAL_SHARE, TestDevice.random(32));

        assertThat(refusal(sgm.send(before.seal(draft, sgm)))).isEqualTo(ProblemCode.ROW_TAMPERED);
        TestSgm.done(sign(before));
        assertThat(refusal(sign(after))).isEqualTo(ProblemCode.PIN_WRONG);
    }

    /** Row 32: the same octets, the same answer, also after a crash. */
    @Test
    void row_32_a_change_whose_answer_was_lost_is_done_once() {
        var sealed = before.seal(before.pinChange(after, sgm.now()), sgm);
        var first = TestSgm.done(sgm.send(sealed)).toBytes();
        sgm.reopen();

        assertThat(TestSgm.done(sgm.send(sealed)).toBytes()).isEqualTo(first);
        TestSgm.done(sign(after));
    }

    /** Each was judged under the old PIN; only one may give the device its new one. */
    @Test
    void of_many_changes_at_once_one_is_done_and_its_pin_is_the_devices() throws Exception {
        var others = Stream.generate(before::withAnotherPin).limit(4).toList();
        var pool = Executors.newFixedThreadPool(4);
        try {
            var sealed = others.stream()
                    .map(other -> before.seal(before.pinChange(other, sgm.now()), sgm))
                    .map(octets -> (Callable<Answer>) () -> sgm.send(octets))
                    .toList();
            var done = new java.util.ArrayList<TestDevice>();
            var answers = pool.invokeAll(sealed);
            for (var i = 0; i < answers.size(); i++) {
                if (answers.get(i).get().body() instanceof Answer.Body.Done) {
                    done.add(others.get(i));
                } else {
                    assertThat(refusal(answers.get(i).get())).isEqualTo(ProblemCode.PIN_WRONG);
                }
            }
            assertThat(done).hasSize(1);
            TestSgm.done(sign(done.get(0)));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void the_new_pin_of_one_device_is_nothing_to_the_other() {
        var laptop = sgm.furtherDevice(before);

        TestSgm.done(change(before, after));

        TestSgm.done(sign(laptop));
        TestSgm.done(sign(after));
    }

    @Test
    void the_old_signature_over_the_statement_is_not_the_new_one() {
        var draft = before.pinChange(after, sgm.now());
        draft.secrets.put(
                Field.NEW_ACTIVATION_SIGNATURE,
                before.activationKey.sign(Token.signingInput(Token.Purpose.ACTIVATION, draft.statement)));

        assertThat(refusal(sgm.send(before.seal(draft, sgm)))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }
}
