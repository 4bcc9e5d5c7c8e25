package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check of a signing order, with the one field it reads wrong; and what holds when all are right. */
class SigningTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Statement.Sign order() {
        return sgm.order(device, key, TestSgm.hash("contract"));
    }

    private Answer send(Statement.Sign order) {
        return sgm.send(device.seal(order, sgm), order);
    }

    private ProblemCode refusalOf(Statement.Sign order) {
        return TestSgm.problem(send(order)).code();
    }

    private ProblemCode refusalOf(UnaryOperator<TestDevice.Draft> change) {
        var order = order();
        return TestSgm.problem(sgm.send(device.seal(order, sgm, change), order)).code();
    }

    private Statement.Sign with(StatementHead head) {
        var o = order();
        return new Statement.Sign(head, o.keyId(), o.certificateSha256(), o.algorithm(), o.hashAlgorithm(), o.hashes());
    }

    private PublicKey publicKey() throws Exception {
        var der = new ByteArrayInputStream(key.certificates().get(0).toArray());
        return CertificateFactory.getInstance("X.509").generateCertificate(der).getPublicKey();
    }

    private List<Bytes> signatures(Answer answer) throws Exception {
        return Results.Signed.read(TestSgm.done(answer)).signatures();
    }

    @Test
    void signs_the_ordered_hashes_in_their_order() throws Exception {
        var texts = List.of("one", "two", "three");

        var answer =
                send(sgm.order(device, key, texts.stream().map(TestSgm::hash).toArray(Bytes[]::new)));

        var made = signatures(answer);
        for (var i = 0; i < texts.size(); i++) {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(publicKey());
            verifier.update(Bytes.utf8(texts.get(i)).toArray());
            assertThat(verifier.verify(made.get(i).toArray())).isTrue();
        }
        sgm.receiptHolds(answer);
    }

    @Test
    void gives_the_stored_answer_to_the_same_bytes_even_ten_minutes_later() {
        var order = order();
        var sealed = device.seal(order, sgm);
        var first = sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));
        sgm.clock.move(Duration.ofMinutes(10));

        var second = sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void gives_the_stored_answer_when_the_key_it_was_sealed_to_has_long_been_erased() {
        var order = order();
        var sealed = device.seal(order, sgm);
        var first = sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));
        sgm.clock.move(Duration.ofDays(29));

        assertThat(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)))).isEqualTo(first);
    }

    @Test
    void gives_the_stored_answer_after_a_restart() {
        var order = order();
        var sealed = device.seal(order, sgm);
        var first = sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));
        sgm.reopen();

        assertThat(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)))).isEqualTo(first);
    }

    @Test
    void forgets_an_answer_after_thirty_days_but_never_the_spent_id() {
        var order = order();
        var sealed = device.seal(order, sgm);
        sgm.send(sealed, order);
        sgm.clock.move(Duration.ofDays(31));
        sgm.newSigner(); // the log has the time as well: a clock that is ahead forgets nothing
        sgm.reopen();

        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(refusalOf(order)).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @Test
    void every_answer_names_the_key_that_the_next_statement_is_sealed_to() throws Exception {
        var done = send(order());
        var refused = send(ofAnUnknownKey());
        var told = sgm.send(device.seal(new Statement.ListKeys(device.head(sgm.now())), sgm));
        var unopened = sgm.send(Bytes.utf8("no statement"));

        for (var answer : List.of(done, refused, told, unopened)) {
            assertThat(SealingKey.open(answer.sealingKey(), sgm.believed())).isEqualTo(sgm.sealingKey());
        }
    }

    @Test
    void refuses_a_spent_id_in_other_bytes() {
        var order = order();
        send(order);

        assertThat(refusalOf(order)).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @Test
    void refuses_what_was_sealed_to_another_sgm() {
        var order = order();
        var sealed = device.seal(order, sgm).toArray();
        sealed[sealed.length - 1] ^= 1;

        var answer = sgm.send(Bytes.of(sealed), order);

        assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(answer.statementSha256()).isEmpty();
        assertThat(answer.pinFailures()).isEmpty();
    }

    @Test
    void refuses_a_wrong_device_signature_with_the_one_code() {
        assertThat(refusalOf(draft -> {
                    draft.deviceSignature = SigningSeed.random(new SecureRandom())
                            .sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, draft.statement));
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void refuses_an_activation_signature_in_place_of_the_devices() {
        assertThat(refusalOf(draft -> {
                    draft.deviceSignature =
                            device.deviceKey.sign(Token.signingInput(Token.Purpose.ACTIVATION, draft.statement));
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void refuses_a_device_that_is_not_enrolled_with_the_one_code() {
        var stranger = new TestDevice(device.identityHash, device.user);
        var order = sgm.order(stranger, key, TestSgm.hash("contract"));

        var answer = sgm.send(stranger.seal(order, sgm), order);

        assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void refuses_another_persons_name_over_an_enrolled_device() {
        var h = device.head(sgm.now());

        assertThat(refusalOf(with(new StatementHead(
                        h.audience(), "0123456789abcdef", h.device(), h.id(), h.issued(), h.expires()))))
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void refuses_another_audience() {
        var h = device.head(sgm.now());

        assertThat(refusalOf(with(new StatementHead(
                        TestDevice.random(32), h.user(), h.device(), h.id(), h.issued(), h.expires()))))
                .isEqualTo(ProblemCode.AUDIENCE_WRONG);
    }

    private StatementHead lasting(Instant issued, Instant expires) {
        var h = device.head(sgm.now());
        return new StatementHead(h.audience(), h.user(), h.device(), h.id(), issued, expires);
    }

    @Test
    void refuses_an_order_in_the_second_it_expires() {
        assertThat(refusalOf(with(lasting(sgm.now().minusSeconds(60), sgm.now()))))
                .isEqualTo(ProblemCode.STATEMENT_EXPIRED);
    }

    @Test
    void takes_an_order_one_second_before_it_expires() {
        TestSgm.done(send(with(lasting(sgm.now().minusSeconds(60), sgm.now().plusSeconds(1)))));
    }

    @Test
    void refuses_an_order_that_lives_longer_than_five_minutes() {
        assertThat(refusalOf(with(lasting(sgm.now().minusSeconds(2), sgm.now().plusSeconds(299)))))
                .isEqualTo(ProblemCode.STATEMENT_TOO_LONG);
    }

    @Test
    void refuses_an_order_from_the_future() {
        assertThat(refusalOf(with(lasting(sgm.now().plusSeconds(60), sgm.now().plusSeconds(301)))))
                .isEqualTo(ProblemCode.STATEMENT_TOO_LONG);
    }

    @Test
    void an_order_that_was_refused_never_holds_later() {
        var order = with(lasting(sgm.now().plusSeconds(60), sgm.now().plusSeconds(301)));
        var sealed = device.seal(order, sgm);
        var first = sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));
        sgm.clock.move(Duration.ofMinutes(2));

        assertThat(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)))).isEqualTo(first);
    }

    private Statement.Sign changed(
            String keyId, Bytes certificate, SignAlgorithm sign, HashAlgorithm hash, Bytes... h) {
        return new Statement.Sign(device.head(sgm.now()), keyId, certificate, sign, hash, List.of(h));
    }

    private Statement.Sign ofAnUnknownKey() {
        return changed(
                "00".repeat(16),
                key.certificateSha256(),
                SignAlgorithm.ECDSA_WITH_SHA256,
                HashAlgorithm.SHA_256,
                TestSgm.hash("x"));
    }

    @Test
    void refuses_a_key_that_does_not_exist() {
        assertThat(refusalOf(ofAnUnknownKey())).isEqualTo(ProblemCode.KEY_UNKNOWN);
    }

    @Test
    void refuses_another_persons_key() {
        var other = sgm.newSigner();
        var order = sgm.order(other, key, TestSgm.hash("contract"));

        var answer = sgm.send(other.seal(order, sgm), order);

        assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.KEY_UNKNOWN);
    }

    @Test
    void refuses_another_certificate_than_the_keys() {
        assertThat(refusalOf(changed(
                        key.keyId(),
                        TestDevice.random(32),
                        SignAlgorithm.ECDSA_WITH_SHA256,
                        HashAlgorithm.SHA_256,
                        TestSgm.hash("x"))))
                .isEqualTo(ProblemCode.CERTIFICATE_NOT_BOUND);
    }

    @Test
    void refuses_an_expired_certificate() {
        sgm.clock.move(Duration.ofDays(731));

        assertThat(refusalOf(order())).isEqualTo(ProblemCode.CERTIFICATE_EXPIRED);
    }

    @Test
    void refuses_a_destroyed_key_and_names_its_certificate_in_the_revocation_list() throws Exception {
        var destroy = new Statement.DestroyKey(device.head(sgm.now()), key.keyId(), key.certificateSha256());
        TestSgm.done(sgm.send(device.seal(destroy, sgm)));

        assertThat(refusalOf(order())).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        var factory = CertificateFactory.getInstance("X.509");
        var crl = factory.generateCRL(
                new ByteArrayInputStream(sgm.ask(dev.natsuin.link.LinkOperation.PKI, Bytes.utf8("ca.crl"))
                        .toArray()));
        assertThat(crl.isRevoked(factory.generateCertificate(
                        new ByteArrayInputStream(key.certificates().get(0).toArray()))))
                .isTrue();
    }

    @Test
    void refuses_an_algorithm_of_another_family() {
        assertThat(refusalOf(changed(
                        key.keyId(),
                        key.certificateSha256(),
                        SignAlgorithm.SHA256_WITH_RSA,
                        HashAlgorithm.SHA_256,
                        TestSgm.hash("x"))))
                .isEqualTo(ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void refuses_a_hash_algorithm_that_is_not_the_signatures() {
        assertThat(refusalOf(changed(
                        key.keyId(),
                        key.certificateSha256(),
                        SignAlgorithm.ECDSA_WITH_SHA256,
                        HashAlgorithm.SHA_512,
                        TestDevice.random(64))))
                .isEqualTo(ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void refuses_a_hash_of_the_wrong_length() {
        assertThat(refusalOf(changed(
                        key.keyId(),
                        key.certificateSha256(),
                        SignAlgorithm.ECDSA_WITH_SHA256,
                        HashAlgorithm.SHA_256,
                        TestSgm.hash("x"),
                        TestDevice.random(31))))
                .isEqualTo(ProblemCode.HASH_LENGTH_WRONG);
    }

    @Test
    void refuses_more_than_ten_thousand_hashes() {
        var hashes = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> TestSgm.hash("x"))
                .toArray(Bytes[]::new);

        assertThat(refusalOf(sgm.order(device, key, hashes))).isEqualTo(ProblemCode.TOO_MANY_HASHES);
    }

    private ProblemCode refusalWith(UnaryOperator<StatementCall.SigningRequest> change) {
        var order = sgm.order(device, key, TestSgm.hash("one"), TestSgm.hash("two"));
        var sealed = device.seal(order, sgm);
        return TestSgm.problem(sgm.send(sealed, Optional.of(change.apply(TestSgm.requestOf(order)))))
                .code();
    }

    @Test
    void refuses_when_the_sap_swapped_reordered_dropped_or_added_a_hash() {
        for (var hashes : List.of(
                List.of(TestSgm.hash("one"), TestSgm.hash("forged")),
                List.of(TestSgm.hash("two"), TestSgm.hash("one")),
                List.of(TestSgm.hash("one")),
                List.of(TestSgm.hash("one"), TestSgm.hash("two"), TestSgm.hash("three")))) {
            assertThat(refusalWith(r -> new StatementCall.SigningRequest(
                            r.credentialId(), r.signAlgorithmOid(), r.hashAlgorithmOid(), hashes)))
                    .isEqualTo(ProblemCode.HASHES_DIFFER);
        }
    }

    @Test
    void refuses_when_the_sap_was_asked_for_another_key_or_algorithm() {
        assertThat(refusalWith(r -> new StatementCall.SigningRequest(
                        "11".repeat(16), r.signAlgorithmOid(), r.hashAlgorithmOid(), r.hashes())))
                .isEqualTo(ProblemCode.HASHES_DIFFER);
        assertThat(refusalWith(r -> new StatementCall.SigningRequest(
                        r.credentialId(), "1.2.840.10045.4.3.4", r.hashAlgorithmOid(), r.hashes())))
                .isEqualTo(ProblemCode.HASHES_DIFFER);
        assertThat(refusalWith(r -> new StatementCall.SigningRequest(
                        r.credentialId(), r.signAlgorithmOid(), Optional.of(HashAlgorithm.SHA_512.oid()), r.hashes())))
                .isEqualTo(ProblemCode.HASHES_DIFFER);
    }

    @Test
    void refuses_an_order_without_a_request_beside_it() {
        var order = order();

        assertThat(TestSgm.problem(sgm.send(device.seal(order, sgm))).code()).isEqualTo(ProblemCode.HASHES_DIFFER);
    }

    @Test
    void refuses_an_envelope_without_the_share_or_with_another_secret_too() {
        assertThat(refusalOf(draft -> {
                    draft.secrets.remove(Envelope.Field.SEAL_SHARE);
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(refusalOf(draft -> {
                    draft.secrets.put(Envelope.Field.ENROLMENT_SECRET, TestDevice.random(16));
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    // The PIN.

    private static TestDevice.Draft wrongPin(TestDevice.Draft draft) {
        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
        return draft;
    }

    private Problem tryWrongPin() {
        var order = order();
        return TestSgm.problem(sgm.send(device.seal(order, sgm, SigningTest::wrongPin), order));
    }

    @Test
    void counts_wrong_pins_down_and_locks_the_device_at_the_fifth() {
        for (var left = 4; left >= 0; left--) {
            assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(left));
        }

        assertThat(refusalOf(order())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void a_lock_and_a_count_survive_a_restart() {
        tryWrongPin();
        sgm.reopen();
        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(3));
        for (var i = 0; i < 3; i++) {
            tryWrongPin();
        }
        sgm.reopen();

        assertThat(refusalOf(order())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void a_right_pin_resets_the_row_of_failures_and_tells_how_many_there_were() {
        tryWrongPin();
        tryWrongPin();

        var answer = send(order());

        TestSgm.done(answer);
        assertThat(answer.pinFailures()).contains(2);
        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(4));
    }

    @Test
    void a_right_pin_resets_a_single_failure_too() {
        tryWrongPin();

        assertThat(send(order()).pinFailures()).contains(1);

        assertThat(send(order()).pinFailures()).contains(0);
        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(4));
    }

    @Test
    void refusals_and_what_is_asked_tell_the_wrong_pins_before_them_as_well() {
        tryWrongPin();
        tryWrongPin();

        var late = with(lasting(sgm.now().minusSeconds(60), sgm.now()));
        var spent = sgm.send(device.seal(late, sgm), late);
        var again = sgm.send(device.seal(late, sgm), late);
        var unknown = send(ofAnUnknownKey());
        var told = sgm.send(device.seal(new Statement.ListKeys(device.head(sgm.now())), sgm));

        for (var answer : List.of(spent, again, unknown, told)) {
            assertThat(answer.pinFailures()).contains(2);
        }
    }

    @Test
    void a_right_pin_whose_order_was_not_carried_out_resets_nothing() {
        tryWrongPin();
        tryWrongPin();
        assertThat(refusalOf(draft -> {
                    draft.secrets.put(Envelope.Field.SEAL_SHARE, TestDevice.random(32));
                    return draft;
                }))
                .isEqualTo(ProblemCode.ROW_TAMPERED);

        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(2));
    }

    @Test
    void twenty_wrong_pins_within_a_year_lock_even_with_right_ones_between() {
        for (var i = 0; i < 19; i++) {
            tryWrongPin();
            if (i % 3 == 2) {
                TestSgm.done(send(order()));
            }
            sgm.clock.move(Duration.ofDays(10));
        }

        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(0));
        assertThat(refusalOf(order())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    /** Row 22: a thief of a copied secret tries four PINs between the owner's signatures, as long as it takes. */
    @Test
    void row_22_four_wrong_pins_between_genuine_uses_lock_at_the_twentieth_and_each_answer_tells_them() {
        for (var round = 0; round < 5; round++) {
            for (var i = 0; i < 4; i++) {
                var left = Math.min(5 - (i + 1), 20 - (4 * round + i + 1));
                assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(left));
            }
            sgm.clock.move(Duration.ofDays(80));
            sgm.reopen();
            var genuine = send(order());
            if (round == 4) {
                assertThat(TestSgm.problem(genuine).code()).isEqualTo(ProblemCode.DEVICE_LOCKED);
            } else {
                TestSgm.done(genuine);
                assertThat(genuine.pinFailures()).contains(4);
                assertThat(send(order()).pinFailures()).contains(0);
            }
        }
        sgm.clock.move(Duration.ofDays(300));
        assertThat(refusalOf(order())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    /** Row 22: the first of twenty is over after 365 days, to the second. */
    @Test
    void row_22_a_wrong_pin_counts_for_365_days_and_not_a_second_longer() {
        var first = sgm.clock.instant();
        wrongPins(19);

        sgm.clock.move(Duration.between(sgm.clock.instant(), first.plus(Duration.ofDays(365))));
        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(1)); // 19 within the year: the first is not one of them
        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(0));
        assertThat(refusalOf(order())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void row_22_within_the_last_second_of_365_days_the_first_still_counts() {
        var first = sgm.clock.instant();
        wrongPins(19);

        sgm.clock.move(Duration.between(
                sgm.clock.instant(), first.plus(Duration.ofDays(365)).minusSeconds(1)));
        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(0));
    }

    /** Never five in a row; the first now, the others a second later and from then on. */
    private void wrongPins(int number) {
        for (var i = 0; i < number; i++) {
            tryWrongPin();
            if (i % 3 == 2) {
                TestSgm.done(send(order()));
            }
            if (i == 0) {
                sgm.clock.move(Duration.ofSeconds(1));
            }
        }
        TestSgm.done(send(order()));
    }

    @Test
    void a_retry_of_a_wrong_pin_counts_once() {
        var order = order();
        var sealed = device.seal(order, sgm, SigningTest::wrongPin);
        sgm.send(sealed, order);
        sgm.send(sealed, order);

        assertThat(tryWrongPin()).isEqualTo(Problem.pinWrong(3));
    }

    @Test
    void of_two_hundred_pins_at_once_exactly_five_are_judged() throws Exception {
        var tries = new ArrayList<Callable<Problem>>();
        for (var i = 0; i < 200; i++) {
            tries.add(this::tryWrongPin);
        }
        var pool = Executors.newFixedThreadPool(16);
        var judged = 0;
        for (var outcome : pool.invokeAll(tries)) {
            judged += outcome.get().code() == ProblemCode.PIN_WRONG ? 1 : 0;
        }
        pool.shutdown();

        assertThat(judged).isEqualTo(5);
        assertThat(refusalOf(order())).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void nobody_without_the_device_can_run_the_counter_up() {
        for (var i = 0; i < 10; i++) {
            refusalOf(draft -> {
                draft.deviceSignature = TestDevice.random(64);
                return wrongPin(draft);
            });
        }

        TestSgm.done(send(order()));
    }

    @Test
    void the_right_pin_with_a_wrong_share_is_an_alarm_and_no_pin_failure() {
        assertThat(refusalOf(draft -> {
                    draft.secrets.put(Envelope.Field.SEAL_SHARE, TestDevice.random(32));
                    return draft;
                }))
                .isEqualTo(ProblemCode.ROW_TAMPERED);

        assertThat(send(order()).pinFailures()).contains(0);
    }

    @Test
    void a_retry_that_comes_while_the_first_runs_joins_it() throws Exception {
        var hashes =
                IntStream.range(0, 2000).mapToObj(i -> TestSgm.hash("x" + i)).toArray(Bytes[]::new);
        var order = sgm.order(device, key, hashes);
        var sealed = device.seal(order, sgm);
        var pool = Executors.newFixedThreadPool(4);
        Callable<String> call = () -> sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order)));

        var answers = pool.invokeAll(List.of(call, call, call, call));

        pool.shutdown();
        for (var answer : answers) {
            assertThat(answer.get()).isEqualTo(answers.get(0).get());
        }
    }
}
