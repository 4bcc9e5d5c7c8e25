package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of several things that are wrong with a statement the first in the order of checks is told (DESIGN §4), so that
 * nobody learns from a later check what an earlier one was there to keep from them.
 */
class OrderOfChecksTest {
    /** In the order of checks. */
    private enum Wrong {
        DEVICE_SIGNATURE,
        ID_SPENT,
        AUDIENCE,
        LIFE,
        SECRETS,
        NO_KEY,
        KEY_DESTROYED,
        CERTIFICATE_OTHER,
        CERTIFICATE_OVER,
        ALGORITHM,
        HASH_LENGTH,
        REQUEST
    }

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo destroyed;
    private Results.KeyInfo old;
    private Results.KeyInfo key;
    private StatementHead spent;

    @BeforeEach
    void a_signer_with_a_key_that_signs_one_that_is_over_and_one_that_was_destroyed() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        old = sgm.createKey(device, KeyAlgorithm.P_256);
        sgm.clock.move(Duration.ofDays(731));
        key = sgm.createKey(device, KeyAlgorithm.P_256);
        destroyed = sgm.createKey(device, KeyAlgorithm.P_256);
        TestSgm.done(sgm.send(device.seal(
                new Statement.DestroyKey(device.head(sgm.now()), destroyed.keyId(), destroyed.certificateSha256()),
                sgm)));
        var carriedOut = sgm.order(device, key, TestSgm.hash("carried out"));
        spent = carriedOut.head();
        TestSgm.done(sgm.send(device.seal(carriedOut, sgm), carriedOut));
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private StatementHead head(Set<Wrong> wrong) {
        var h = device.head(sgm.now());
        return new StatementHead(
                wrong.contains(Wrong.AUDIENCE) ? TestDevice.random(32) : h.audience(),
                h.user(),
                h.device(),
                wrong.contains(Wrong.ID_SPENT) ? spent.id() : h.id(),
                h.issued(),
                wrong.contains(Wrong.LIFE) ? h.issued().plus(Duration.ofHours(1)) : h.expires());
    }

    private Results.KeyInfo key(Set<Wrong> wrong) {
        if (wrong.contains(Wrong.KEY_DESTROYED)) {
            return destroyed;
        }
        return wrong.contains(Wrong.CERTIFICATE_OVER) ? old : key;
    }

    private Statement.Sign order(Set<Wrong> wrong) {
        var with = key(wrong);
        return new Statement.Sign(
                head(wrong),
                wrong.contains(Wrong.NO_KEY) ? "00".repeat(16) : with.keyId(),
                wrong.contains(Wrong.CERTIFICATE_OTHER) ? TestDevice.random(32) : with.certificateSha256(),
                wrong.contains(Wrong.ALGORITHM) ? SignAlgorithm.SHA256_WITH_RSA : SignAlgorithm.ECDSA_WITH_SHA256,
                HashAlgorithm.SHA_256,
                List.of(wrong.contains(Wrong.HASH_LENGTH) ? TestDevice.random(31) : TestSgm.hash("contract")));
    }

    private ProblemCode refusal(Set<Wrong> wrong) {
        var order = order(wrong);
        var sealed = device.seal(order, sgm, draft -> {
            if (wrong.contains(Wrong.DEVICE_SIGNATURE)) {
                draft.deviceSignature = TestDevice.random(64);
            }
            if (wrong.contains(Wrong.SECRETS)) {
                draft.secrets.put(Envelope.Field.ENROLMENT_SECRET, TestDevice.random(16));
            }
            return wrongPin(draft);
        });
        var request = TestSgm.requestOf(order);
        var asked = wrong.contains(Wrong.REQUEST)
                ? new StatementCall.SigningRequest(
                        request.credentialId(),
                        request.signAlgorithmOid(),
                        request.hashAlgorithmOid(),
                        List.of(TestSgm.hash("another document")))
                : request;
        return TestSgm.problem(sgm.send(sealed, Optional.of(asked))).code();
    }

    private static TestDevice.Draft wrongPin(TestDevice.Draft draft) {
        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
        return draft;
    }

    private static ProblemCode told(Wrong first) {
        return switch (first) {
            case DEVICE_SIGNATURE -> ProblemCode.STATEMENT_NOT_ACCEPTED;
            case ID_SPENT -> ProblemCode.STATEMENT_REPLAYED;
            case AUDIENCE -> ProblemCode.AUDIENCE_WRONG;
            case LIFE -> ProblemCode.STATEMENT_TOO_LONG;
            case SECRETS -> ProblemCode.STATEMENT_MALFORMED;
            case NO_KEY -> ProblemCode.KEY_UNKNOWN;
            case KEY_DESTROYED -> ProblemCode.KEY_NOT_ENABLED;
            case CERTIFICATE_OTHER -> ProblemCode.CERTIFICATE_NOT_BOUND;
            case CERTIFICATE_OVER -> ProblemCode.CERTIFICATE_EXPIRED;
            case ALGORITHM -> ProblemCode.ALGORITHM_NOT_ALLOWED;
            case HASH_LENGTH -> ProblemCode.HASH_LENGTH_WRONG;
            case REQUEST -> ProblemCode.HASHES_DIFFER;
        };
    }

    private void fromTheFirstToTheLast() {
        for (var first : Wrong.values()) {
            var wrong = EnumSet.range(first, Wrong.REQUEST);
            assertThat(refusal(wrong)).as("from " + first + " on all is wrong").isEqualTo(told(first));
        }
    }

    @Test
    void of_an_order_in_which_all_is_wrong_the_first_is_told_and_no_pin_is_counted_before_all_the_others_are_right() {
        fromTheFirstToTheLast();

        assertThat(refusal(Set.of())).isEqualTo(ProblemCode.PIN_WRONG);
        var right = sgm.order(device, key, TestSgm.hash("contract"));
        assertThat(sgm.send(device.seal(right, sgm), right).pinFailures()).contains(1);
    }

    @Test
    void that_a_device_is_locked_is_told_when_nothing_else_is_wrong_and_before_the_pin() {
        for (var i = 0; i < 5; i++) {
            refusal(Set.of());
        }

        fromTheFirstToTheLast();

        assertThat(refusal(Set.of())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    private ProblemCode refusalOfAQuestion(StatementHead head, boolean deviceSigned) {
        return TestSgm.problem(sgm.send(device.seal(new Statement.ListKeys(head), sgm, draft -> {
                    if (!deviceSigned) {
                        draft.deviceSignature = TestDevice.random(64);
                    }
                    return wrongPin(draft);
                })))
                .code();
    }

    @Test
    void a_question_is_looked_at_in_the_same_order() {
        var all = EnumSet.of(Wrong.ID_SPENT, Wrong.AUDIENCE, Wrong.LIFE);

        assertThat(refusalOfAQuestion(head(all), false)).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(refusalOfAQuestion(head(all), true)).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
        assertThat(refusalOfAQuestion(head(EnumSet.of(Wrong.AUDIENCE, Wrong.LIFE)), true))
                .isEqualTo(ProblemCode.AUDIENCE_WRONG);
        assertThat(refusalOfAQuestion(head(EnumSet.of(Wrong.LIFE)), true)).isEqualTo(ProblemCode.STATEMENT_TOO_LONG);
        assertThat(refusalOfAQuestion(head(Set.of()), true)).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    @Test
    void whether_somebody_may_act_at_all_is_told_before_what_they_ordered() {
        sgm.reopenAtLevel(2);
        var officer = sgm.officer();
        assertThat(refusal(EnumSet.range(Wrong.NO_KEY, Wrong.REQUEST))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);

        sgm.reopenAtLevel(1);
        TestSgm.done(sgm.send(
                officer.seal(new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, device.user)), sgm)));
        sgm.reopenAtLevel(2);

        assertThat(refusal(EnumSet.range(Wrong.SECRETS, Wrong.REQUEST))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(refusal(EnumSet.range(Wrong.NO_KEY, Wrong.REQUEST))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
    }
}
