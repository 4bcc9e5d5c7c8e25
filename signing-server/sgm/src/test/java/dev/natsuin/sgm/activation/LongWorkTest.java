package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.OrderWork;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.storage.Database;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack 29 and what surrounds it: long work holds nobody up, runs once, and loosens no check. */
class LongWorkTest {
    /** One slot, and nobody waits for it: every state can be seen. */
    private static final WorkRules ONE_AT_A_TIME = new WorkRules(5_000, 1, 0);

    /** Two seconds of RSA-3072. */
    private static final int MANY = 600;

    /** Most of a second: long enough for an order that comes in between. */
    private static final int SOME = 250;

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() {
        sgm = new TestSgm(folder, ONE_AT_A_TIME);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.RSA_3072);
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    /** One order, sealed once. */
    private record Order(Statement.Sign statement, Bytes sealed) {}

    private Order order(TestDevice by, Results.KeyInfo with, int hashes) {
        var statement = sgm.order(
                by, with, Collections.nCopies(hashes, TestSgm.hash("x")).toArray(Bytes[]::new));
        return new Order(statement, by.seal(statement, sgm));
    }

    private Order orderWithWrongPin(TestDevice by, Results.KeyInfo with, int hashes) {
        var statement = order(by, with, hashes).statement();
        return new Order(statement, by.seal(statement, sgm, draft -> {
            draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
            return draft;
        }));
    }

    private LinkAnswer.Status begin(Order order) {
        return sgm.begin(order.sealed(), Optional.of(TestSgm.requestOf(order.statement())))
                .status();
    }

    private LinkAnswer.Status outcome(Order order) {
        return sgm.outcome(order.sealed()).status();
    }

    private Answer end(Order order) {
        return sgm.send(order.sealed(), order.statement());
    }

    private Problem problem(Order order) {
        return TestSgm.problem(end(order));
    }

    private long signatureEntries() {
        try {
            var page = Results.ActivityPage.read(TestSgm.done(
                    sgm.send(device.seal(new Statement.Activity(device.head(sgm.now()), 0), sgm))));
            return page.heads().stream()
                            .filter(head -> head.chain().equals(key.keyId()))
                            .mapToLong(Results.ChainHead::number)
                            .sum()
                    - 1; // the first entry of the chain is the key's making
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_order_of_more_rsa_4096_hashes_than_its_limit_is_refused_without_one_signature() {
        var large = sgm.createKey(device, KeyAlgorithm.RSA_4096);
        var most = OrderWork.mostHashes(KeyAlgorithm.RSA_4096);

        assertThat(problem(order(device, large, 10_000)).code()).isEqualTo(ProblemCode.TOO_MANY_HASHES);
        assertThat(problem(order(device, large, most + 1)).code()).isEqualTo(ProblemCode.TOO_MANY_HASHES);

        // Judged before the PIN: a wrong one beside too much work is not counted.
        assertThat(problem(orderWithWrongPin(device, large, most + 1)).code()).isEqualTo(ProblemCode.TOO_MANY_HASHES);
        assertThat(problem(orderWithWrongPin(device, large, 1))).isEqualTo(Problem.pinWrong(4));

        assertThat(begin(order(device, large, most))).isEqualTo(LinkAnswer.Status.WORKING);
    }

    @Test
    void of_a_thousand_long_orders_one_is_begun_and_of_the_others_nothing_stays() {
        var orders = new ArrayList<Order>();
        for (var i = 0; i < 1_000; i++) {
            orders.add(order(device, key, 125));
        }
        begin(order(device, key, 10_000));

        assertThat(orders).allMatch(order -> begin(order) == LinkAnswer.Status.BUSY);

        assertThat(orders).allMatch(order -> outcome(order) == LinkAnswer.Status.UNKNOWN);
        sgm.reopen();
        TestSgm.done(end(orders.get(999)));
    }

    @Test
    void a_call_does_not_wait_for_long_work() {
        var order = order(device, key, MANY);

        assertThat(begin(order)).isEqualTo(LinkAnswer.Status.WORKING);

        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.WORKING);
        TestSgm.done(end(order));
        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.OK);
    }

    @Test
    void another_signers_order_is_answered_while_long_work_runs() {
        var other = sgm.newSigner();
        var otherKey = sgm.createKey(other, KeyAlgorithm.P_256);
        var order = order(device, key, MANY);
        begin(order);

        TestSgm.done(end(order(other, otherKey, 1)));

        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.WORKING);
    }

    @Test
    void a_small_order_of_the_same_device_is_answered_while_its_long_one_runs() {
        var order = order(device, key, MANY);
        begin(order);

        TestSgm.done(end(order(device, key, 1)));

        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.WORKING);
    }

    @Test
    void retries_in_parallel_join_the_one_that_runs_and_it_is_logged_once() throws Exception {
        var order = order(device, key, MANY);
        var request = Optional.of(TestSgm.requestOf(order.statement()));
        var pool = Executors.newFixedThreadPool(8);
        Callable<String> retry = () -> sgm.sendRaw(order.sealed(), request);

        var answers = pool.invokeAll(Collections.nCopies(8, retry));

        pool.shutdown();
        var tokens = new ArrayList<String>();
        for (var answer : answers) {
            tokens.add(answer.get());
        }
        assertThat(tokens).containsOnly(tokens.get(0));
        assertThat(signatureEntries()).isEqualTo(1);
    }

    @Test
    void a_second_long_order_of_the_device_is_not_begun_and_not_spent() {
        var first = order(device, key, MANY);
        var second = order(device, key, 200);
        begin(first);

        assertThat(begin(second)).isEqualTo(LinkAnswer.Status.BUSY);
        assertThat(outcome(second)).isEqualTo(LinkAnswer.Status.UNKNOWN);

        TestSgm.done(end(first));
        TestSgm.done(end(second));
    }

    @Test
    void beyond_its_places_the_sgm_is_busy_and_spends_nothing() {
        var other = sgm.newSigner();
        var otherKey = sgm.createKey(other, KeyAlgorithm.P_256);
        var first = order(device, key, MANY);
        var second = order(other, otherKey, 2_000);
        begin(first);

        assertThat(begin(second)).isEqualTo(LinkAnswer.Status.BUSY);

        TestSgm.done(end(first));
        TestSgm.done(end(second));
    }

    @Test
    void of_a_hundred_wrong_pins_with_long_orders_exactly_five_are_judged_however_full_the_sgm_is() throws Exception {
        var thief = sgm.newSigner();
        var thiefsKey = sgm.createKey(thief, KeyAlgorithm.P_256);
        begin(order(device, key, MANY));
        var tries = new ArrayList<Callable<Problem>>();
        for (var i = 0; i < 100; i++) {
            tries.add(() -> problem(orderWithWrongPin(thief, thiefsKey, 2_000)));
        }
        var pool = Executors.newFixedThreadPool(8);

        var outcomes = pool.invokeAll(tries);

        pool.shutdown();
        var judged = 0;
        for (var outcome : outcomes) {
            var code = outcome.get().code();
            assertThat(code).isIn(ProblemCode.PIN_WRONG, ProblemCode.DEVICE_LOCKED);
            judged += code == ProblemCode.PIN_WRONG ? 1 : 0;
        }
        assertThat(judged).isEqualTo(5);
    }

    @Test
    void a_right_pin_that_finds_no_place_does_not_set_the_row_of_failures_back() {
        var other = sgm.newSigner();
        var otherKey = sgm.createKey(other, KeyAlgorithm.P_256);
        assertThat(problem(orderWithWrongPin(other, otherKey, 1))).isEqualTo(Problem.pinWrong(4));
        assertThat(problem(orderWithWrongPin(other, otherKey, 1))).isEqualTo(Problem.pinWrong(3));
        begin(order(device, key, MANY));

        assertThat(begin(order(other, otherKey, 2_000))).isEqualTo(LinkAnswer.Status.BUSY);

        assertThat(problem(orderWithWrongPin(other, otherKey, 1))).isEqualTo(Problem.pinWrong(2));
    }

    /** Row 25: the PIN was right, the signatures are being made, and then somebody ends what they rest on. */
    private void releasesNothing(Runnable meanwhile, ProblemCode because) {
        var order = order(device, key, SOME);
        assertThat(begin(order)).isEqualTo(LinkAnswer.Status.WORKING);
        meanwhile.run();
        assertThat(outcome(order)).as("it still runs").isEqualTo(LinkAnswer.Status.WORKING);

        assertThat(problem(order).code()).isEqualTo(because);
        sgm.close();
        var report = dev.natsuin.sgm.Sgm.verifyLog(sgm.settings());
        assertThat(report.faults()).isEmpty();
        sgm.reopenClosed();
    }

    private void about(
            java.util.function.BiFunction<dev.natsuin.protocol.statement.StatementHead, Statement.Whom, Statement>
                    order) {
        var officer = sgm.officer();
        TestSgm.done(sgm.send(officer.seal(order.apply(officer.head(sgm.now()), sgm.whom(officer, device.user)), sgm)));
    }

    @Test
    void row_25_a_person_suspended_between_check_and_release_signs_nothing() {
        releasesNothing(() -> about(Statement.Suspend::new), ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(signatureEntries()).isZero();
    }

    @Test
    void row_25_a_person_revoked_between_check_and_release_signs_nothing() {
        releasesNothing(() -> about(Statement.Revoke::new), ProblemCode.PERSON_NOT_ACTIVE);
    }

    @Test
    void row_25_a_device_removed_between_check_and_release_signs_nothing() {
        var laptop = sgm.furtherDevice(device);
        var remove = new Statement.RemoveDevice(
                laptop.head(sgm.now()),
                device.id(),
                device.deviceKey.publicKey().encoded());
        releasesNothing(() -> TestSgm.done(sgm.send(laptop.seal(remove, sgm))), ProblemCode.DEVICE_REMOVED);
    }

    @Test
    void row_25_a_certificate_renewed_between_check_and_release_signs_nothing_under_the_old_one() {
        var renew = new Statement.RenewKey(device.head(sgm.now()), key.keyId(), key.certificateSha256());
        releasesNothing(() -> TestSgm.done(sgm.send(device.seal(renew, sgm))), ProblemCode.CERTIFICATE_NOT_BOUND);
        assertThat(signatureEntries()).isOne(); // the renewal
    }

    @Test
    void row_25_a_key_destroyed_between_check_and_release_signs_nothing() {
        var destroy = new Statement.DestroyKey(device.head(sgm.now()), key.keyId(), key.certificateSha256());
        releasesNothing(() -> TestSgm.done(sgm.send(device.seal(destroy, sgm))), ProblemCode.KEY_NOT_ENABLED);
    }

    @Test
    void row_25_a_certificate_that_expires_between_check_and_release_signs_nothing() {
        sgm.clock.move(Duration.between(sgm.now(), notAfter()));
        releasesNothing(() -> sgm.clock.move(Duration.ofSeconds(1)), ProblemCode.CERTIFICATE_EXPIRED);
    }

    private Instant notAfter() {
        try {
            var factory = java.security.cert.CertificateFactory.getInstance("X.509");
            var certificate = (java.security.cert.X509Certificate) factory.generateCertificate(
                    new java.io.ByteArrayInputStream(key.certificates().get(0).toArray()));
            return certificate.getNotAfter().toInstant();
        } catch (java.security.cert.CertificateException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void row_25_a_device_locked_between_check_and_release_signs_nothing() {
        var order = order(device, key, MANY);
        begin(order);
        for (var i = 0; i < 5; i++) {
            problem(orderWithWrongPin(device, key, 1));
        }

        assertThat(problem(order).code()).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    /** What was judged under the PIN that the device had then, is judged once more by the one that it has now. */
    @Test
    void row_25_an_order_under_a_pin_that_was_changed_between_check_and_release_is_a_wrong_pin() {
        var other = device.withAnotherPin();
        releasesNothing(
                () -> TestSgm.done(sgm.send(device.seal(device.pinChange(other, sgm.now()), sgm))),
                ProblemCode.PIN_WRONG);

        assertThat(signatureEntries()).isZero();
        assertThat(problem(orderWithWrongPin(other, key, 1))).isEqualTo(Problem.pinWrong(3));
        TestSgm.done(end(order(other, key, 1)));
    }

    @Test
    void an_order_whose_pin_was_only_given_anew_between_check_and_release_is_carried_out() {
        var order = order(device, key, SOME);
        begin(order);
        TestSgm.done(sgm.send(device.seal(device.pinChange(device, sgm.now()), sgm)));
        assertThat(outcome(order)).as("it still runs").isEqualTo(LinkAnswer.Status.WORKING);

        TestSgm.done(end(order));
    }

    /** Somebody else holds the database, so that a wrong PIN is judged and cannot be counted yet. */
    @Test
    void while_a_wrong_pin_is_not_counted_no_other_one_of_the_device_is_judged() throws Exception {
        var wrong = orderWithWrongPin(device, key, 1);
        var right = order(device, key, 200);
        var first = new FutureTask<>(() -> problem(wrong));
        var second = new FutureTask<>(() -> begin(right));
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                var held = other.createStatement()) {
            held.execute("BEGIN IMMEDIATE");
            untilItWrites(started(first));
            var waits = started(second);
            while (waits.isAlive() && waits.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            assertThat(second).as("a right PIN that long work begins with").isNotDone();
            held.execute("ROLLBACK");
        }

        assertThat(first.get()).isEqualTo(Problem.pinWrong(4));
        assertThat(second.get()).isEqualTo(LinkAnswer.Status.WORKING);
        assertThat(end(right).pinFailures()).contains(1);
    }

    private static Thread started(FutureTask<?> task) {
        var thread = new Thread(task, "a call");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void untilItWrites(Thread thread) {
        while (thread.isAlive()
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getClassName().equals(Database.class.getName())
                                && frame.getMethodName().equals("write"))) {
            Thread.onSpinWait();
        }
    }

    private Order underTheIdOf(Order other) {
        var o = other.statement();
        var statement = new Statement.Sign(
                o.head(),
                o.keyId(),
                o.certificateSha256(),
                o.algorithm(),
                o.hashAlgorithm(),
                List.of(TestSgm.hash("another document")));
        return new Order(statement, device.seal(statement, sgm));
    }

    private void untilItIsOver(Order order) {
        while (outcome(order) == LinkAnswer.Status.WORKING) {
            Thread.onSpinWait();
        }
    }

    /** Nor is it a wrong PIN, although the PIN was changed meanwhile: its id is looked at first. */
    @Test
    void of_two_orders_with_one_id_the_one_that_ends_later_signs_nothing_and_nothing_of_it_is_kept() {
        var other = device.withAnotherPin();
        var order = order(device, key, SOME);
        begin(order);
        TestSgm.done(end(underTheIdOf(order)));
        TestSgm.done(sgm.send(device.seal(device.pinChange(other, sgm.now()), sgm)));
        assertThat(outcome(order)).as("it still runs").isEqualTo(LinkAnswer.Status.WORKING);

        untilItIsOver(order);

        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.UNKNOWN);
        assertThat(problem(order).code()).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.UNKNOWN);
        assertThat(signatureEntries()).isEqualTo(1);
        assertThat(problem(orderWithWrongPin(other, key, 1))).isEqualTo(Problem.pinWrong(4));
    }

    @Test
    void an_sgm_that_stops_loses_its_long_work_and_the_same_octets_start_anew() throws Exception {
        var order = order(device, key, MANY);
        begin(order);
        sgm.close();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("sgm-work-")) {
                thread.join(5_000); // it may be in its last instructions
                assertThat(thread.isAlive()).as("it works on").isFalse();
            }
        }
        sgm.reopenClosed();

        assertThat(outcome(order)).isEqualTo(LinkAnswer.Status.UNKNOWN);
        assertThat(signatureEntries()).isZero();

        TestSgm.done(end(order));
        assertThat(signatureEntries()).isEqualTo(1);
    }

    @Test
    void making_an_rsa_key_is_long_work_too() {
        var statement = new Statement.CreateKey(device.head(sgm.now()), KeyAlgorithm.RSA_4096, List.of("device"));
        var sealed = device.seal(statement, sgm);

        assertThat(sgm.begin(sealed, Optional.empty()).status()).isEqualTo(LinkAnswer.Status.WORKING);

        TestSgm.done(sgm.send(sealed));
    }

    @Test
    void the_right_pin_with_a_wrong_share_is_an_alarm_in_long_work_too() {
        var statement = order(device, key, MANY).statement();
        var sealed = device.seal(statement, sgm, draft -> {
            draft.secrets.put(Envelope.Field.SEAL_SHARE, TestDevice.random(32));
            return draft;
        });

        assertThat(problem(new Order(statement, sealed)).code()).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void of_octets_nobody_sent_nothing_is_known() {
        assertThat(sgm.outcome(TestDevice.random(100)).status()).isEqualTo(LinkAnswer.Status.UNKNOWN);
    }
}
