package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may send what they like, with a device of their own or a stolen one. */
class HostileClientTest {
    private static final Bytes SMALL_ORDER = Bytes.hex("01" + "00".repeat(31));

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() throws Exception {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")));
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

    private static Bytes payload(String token) throws Exception {
        return Token.unverifiedPayload(Token.Purpose.ANSWER, token);
    }

    /** An answer without what names the question: the rest is what one could learn something from. */
    private static String learned(String token, Bytes sealed) throws Exception {
        return payload(token)
                .toUtf8()
                .replace(sealed.sha256().toHex(), "SEALED")
                .replaceFirst("\"statement\":\"[0-9a-f]{64}\"", "\"statement\":\"STATEMENT\"");
    }

    // Row 31.

    @Test
    void until_a_device_signature_holds_every_refusal_is_the_same_to_the_octet() throws Exception {
        var order = order();
        var stranger = new TestDevice(device.identityHash, device.user);
        var nobody = new TestDevice(device.identityHash, "0123456789abcdef");
        var sealed = device.seal(order, sgm).toArray();
        sealed[sealed.length - 1] ^= 1;
        var other = device.seal(order, sgm).toArray();
        other[1] ^= 1; // the sealing key's id
        Map<String, Bytes> tries = new LinkedHashMap<>();
        tries.put("not sealed at all", Bytes.utf8("hello"));
        tries.put("nothing", Bytes.hex("00"));
        tries.put("a changed ciphertext", Bytes.of(sealed));
        tries.put("another sealing key", Bytes.of(other));
        tries.put("no statement inside", device.seal(with(Bytes.utf8("{}")), sgm));
        tries.put("a member twice", device.seal(with(Bytes.utf8("{\"type\":\"sign\",\"type\":\"sign\"}")), sgm));
        tries.put(
                "a number beyond 2^53",
                device.seal(with(changed(order, "\"v\":1", "\"v\":18446744073709551617")), sgm));
        tries.put("a device nobody enrolled", stranger.seal(sgm.order(stranger, key, TestSgm.hash("x")), sgm));
        tries.put("a person nobody admitted", nobody.seal(sgm.order(nobody, key, TestSgm.hash("x")), sgm));
        tries.put("another signature", device.seal(order, sgm, draft -> {
            draft.deviceSignature = TestDevice.random(64);
            return draft;
        }));
        tries.put("a signature for another purpose", device.seal(order, sgm, draft -> {
            draft.deviceSignature = device.deviceKey.sign(Token.signingInput(Token.Purpose.LOGIN, draft.statement));
            return draft;
        }));
        tries.put("the bare statement signed", device.seal(order, sgm, draft -> {
            draft.deviceSignature = device.deviceKey.sign(draft.statement);
            return draft;
        }));
        tries.put(
                "a question of a device nobody enrolled",
                stranger.seal(new Statement.ListKeys(stranger.head(sgm.now())), sgm));
        tries.put(
                "a question of a person nobody admitted",
                nobody.seal(new Statement.ListKeys(nobody.head(sgm.now())), sgm));
        tries.put(
                "a question with another signature",
                device.seal(new Statement.ListKeys(device.head(sgm.now())), sgm, draft -> {
                    draft.deviceSignature = TestDevice.random(64);
                    return draft;
                }));
        tries.put("an enrolment with a key of small order", enrolment(SMALL_ORDER));
        var learned = new LinkedHashMap<String, String>();
        for (var t : tries.entrySet()) {
            var token = sgm.sendRaw(t.getValue(), Optional.of(TestSgm.requestOf(order)));
            learned.put(t.getKey(), learned(token, t.getValue()));
        }
        var one = learned.values().iterator().next();
        assertThat(one).contains("\"code\":\"statement-not-accepted\"").doesNotContain("pinFailures", "statement\":");
        assertThat(learned).allSatisfy((what, text) -> assertThat(text).as(what).isEqualTo(one));
    }

    private TestDevice.Draft with(Bytes statement) {
        var draft = device.draft(order());
        draft.statement = statement;
        draft.deviceSignature = device.deviceKey.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, statement));
        return draft;
    }

    private Bytes changed(Statement.Sign order, String what, String to) {
        var text = device.draft(order).statement.toUtf8();
        assertThat(text).contains(what);
        return Bytes.utf8(text.replace(what, to));
    }

    private Bytes enrolment(Bytes deviceKey) {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var own = new TestDevice(code.identityHash(), code.user());
        var enrol = new Statement.Enrol(
                own.head(sgm.now()),
                code.invitation(),
                deviceKey,
                own.loginKey.publicKey().encoded(),
                TestDevice.random(32));
        return own.seal(enrol, sgm);
    }

    @Test
    void an_invitation_that_is_unknown_used_or_guessed_wrong_looks_the_same() throws Exception {
        var open = sgm.invite(sgm.officer(), Role.SIGNER);
        var used = sgm.invite(sgm.officer(), Role.SIGNER);
        sgm.enrol(used);
        var unknown = new EnrolmentCode(
                open.identityHash(),
                "0123456789abcdef",
                open.user(),
                open.url(),
                open.secret().copy());
        var learned = new ArrayList<String>();
        for (var code : List.of(unknown, used, withSecret(open, TestDevice.random(16)))) {
            var own = new TestDevice(code.identityHash(), code.user());
            var sealed = own.seal(own.enrolment(code, sgm.now()), sgm);
            learned.add(learned(sgm.sendRaw(sealed, Optional.empty()), sealed));
        }

        assertThat(learned.get(0)).contains("invitation-not-accepted");
        assertThat(learned.stream().distinct()).hasSize(1);
    }

    private static EnrolmentCode withSecret(EnrolmentCode code, Bytes secret) {
        return new EnrolmentCode(
                code.identityHash(), code.invitation(), code.user(), code.url(), Secret.taking(secret.toArray()));
    }

    // Row 30.

    @Test
    void of_a_hundred_secrets_at_once_ten_are_looked_at_and_the_code_is_dead() throws Exception {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var tries = new ArrayList<Callable<ProblemCode>>();
        for (var i = 0; i < 100; i++) {
            tries.add(() -> {
                var own = new TestDevice(code.identityHash(), code.user());
                var wrong = own.enrolment(withSecret(code, TestDevice.random(16)), sgm.now());
                return TestSgm.problem(sgm.send(own.seal(wrong, sgm))).code();
            });
        }
        var pool = Executors.newFixedThreadPool(16);
        for (var outcome : pool.invokeAll(tries)) {
            assertThat(outcome.get()).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        }
        pool.shutdown();

        var own = new TestDevice(code.identityHash(), code.user());
        assertThat(TestSgm.problem(sgm.send(own.seal(own.enrolment(code, sgm.now()), sgm)))
                        .code())
                .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    // Row 27.

    @Test
    void no_key_of_small_order_is_enrolled_in_any_place() {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var own = new TestDevice(code.identityHash(), code.user());
        var login = new Statement.Enrol(
                own.head(sgm.now()),
                code.invitation(),
                own.deviceKey.publicKey().encoded(),
                SMALL_ORDER,
                TestDevice.random(32));
        assertThat(TestSgm.problem(sgm.send(own.seal(login, sgm))).code())
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);

        var blind = TestDevice.random(32);
        var commitment = TestDevice.commitment(blind, SMALL_ORDER);
        var activation = new Statement.Enrol(
                own.head(sgm.now()),
                code.invitation(),
                own.deviceKey.publicKey().encoded(),
                own.loginKey.publicKey().encoded(),
                commitment);
        var draft = own.draft(activation);
        draft.secrets.put(Envelope.Field.ENROLMENT_SECRET, code.secret().use(Bytes::of));
        draft.secrets.put(Envelope.Field.ACTIVATION_KEY, SMALL_ORDER);
        draft.secrets.put(Envelope.Field.ACTIVATION_BLIND, blind);
        // Under such a key this "signature" would hold for every message, if anybody verified it.
        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, Bytes.hex("01" + "00".repeat(63)));
        assertThat(TestSgm.problem(sgm.send(own.seal(draft, sgm))).code()).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    // Rows 14, 18, 34, 35.

    @Test
    void of_many_orders_with_one_id_at_once_one_is_carried_out() throws Exception {
        var order = order();
        var calls = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < 40; i++) {
            var sealed = device.seal(order, sgm); // other octets each time
            calls.add(() -> sgm.send(sealed, order));
        }
        var pool = Executors.newFixedThreadPool(16);
        var done = 0;
        for (var outcome : pool.invokeAll(calls)) {
            if (outcome.get().body() instanceof Answer.Body.Done) {
                done++;
            } else {
                assertThat(TestSgm.problem(outcome.get()).code()).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
            }
        }
        pool.shutdown();

        assertThat(done).isEqualTo(1);
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
    }

    @Test
    void of_many_wrong_pins_under_one_id_at_once_one_is_judged() throws Exception {
        var order = order();
        var calls = new ArrayList<Callable<Problem>>();
        for (var i = 0; i < 40; i++) {
            var sealed = device.seal(order, sgm, HostileClientTest::wrongPin); // other octets each time
            calls.add(() -> TestSgm.problem(sgm.send(sealed, order)));
        }
        var pool = Executors.newFixedThreadPool(16);
        var judged = 0;
        for (var outcome : pool.invokeAll(calls)) {
            if (outcome.get().code() == ProblemCode.PIN_WRONG) {
                judged++;
            } else {
                assertThat(outcome.get().code()).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
            }
        }
        pool.shutdown();

        assertThat(judged).isEqualTo(1);
        var next = order();
        assertThat(TestSgm.problem(sgm.send(device.seal(next, sgm, HostileClientTest::wrongPin), next)))
                .isEqualTo(Problem.pinWrong(3));
    }

    private static TestDevice.Draft wrongPin(TestDevice.Draft draft) {
        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
        return draft;
    }

    @Test
    void signatures_over_one_statement_hold_for_no_other() {
        var earlier = device.draft(order());
        var order = order();

        var activation = sgm.send(
                device.seal(order, sgm, draft -> {
                    draft.secrets.put(
                            Envelope.Field.ACTIVATION_SIGNATURE,
                            earlier.secrets.get(Envelope.Field.ACTIVATION_SIGNATURE));
                    return draft;
                }),
                order);
        var second = order();
        var deviceSignature = sgm.send(
                device.seal(second, sgm, draft -> {
                    draft.deviceSignature = earlier.deviceSignature;
                    return draft;
                }),
                second);

        assertThat(TestSgm.problem(activation)).isEqualTo(Problem.pinWrong(4));
        assertThat(TestSgm.problem(deviceSignature).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void a_statement_offered_under_the_name_of_another_type_is_none() {
        var destroy = new Statement.DestroyKey(device.head(sgm.now()), key.keyId(), key.certificateSha256());
        var text = device.draft(destroy).statement.toUtf8();
        for (var type : List.of("sign", "create-key", "list-keys", "invite", "enrol", "activity", "outcome")) {
            var renamed = with(Bytes.utf8(text.replace("\"type\":\"destroy-key\"", "\"type\":\"" + type + "\"")));
            assertThat(TestSgm.problem(sgm.send(device.seal(renamed, sgm))).code())
                    .as(type)
                    .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        }
    }

    @Test
    void the_same_octets_sent_to_another_sgm_are_nothing_there() throws Exception {
        var order = order();
        var sealed = device.seal(order, sgm);
        var other = Files.createDirectory(folder.resolve("other"));
        var settings = new Sgm.Settings(
                other, sgm.settings().pkiUrl(), 1, sgm.clock, sgm.settings().random());
        Sgm.init(settings, "https://127.0.0.1:9443").close();
        try (var elsewhere = Sgm.open(settings)) {
            var call = new StatementCall(sealed, Optional.of(TestSgm.requestOf(order)));
            var token = elsewhere
                    .door()
                    .handle(LinkOperation.STATEMENT, call.toBytes())
                    .body()
                    .toUtf8();
            assertThat(payload(token).toUtf8()).contains("statement-not-accepted");
        }
    }

    @Test
    void a_question_under_the_id_of_an_order_that_was_carried_out_is_no_fresh_one() {
        var order = order();
        TestSgm.done(sgm.send(device.seal(order, sgm), order));

        assertThat(TestSgm.problem(sgm.send(device.seal(new Statement.ListKeys(order.head()), sgm)))
                        .code())
                .isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @Test
    void a_question_with_a_secret_beside_it_is_refused() {
        for (var field : List.of(Envelope.Field.ACTIVATION_SIGNATURE, Envelope.Field.SEAL_SHARE)) {
            var asked = device.seal(new Statement.ListKeys(device.head(sgm.now())), sgm, draft -> {
                draft.secrets.put(field, TestDevice.random(field == Envelope.Field.SEAL_SHARE ? 32 : 64));
                return draft;
            });
            assertThat(TestSgm.problem(sgm.send(asked)).code())
                    .as(field.name())
                    .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        }
    }

    @Test
    void an_order_that_was_withheld_for_five_minutes_is_over_and_stays_so() {
        var order = order();
        var sealed = device.seal(order, sgm);
        sgm.clock.move(Duration.ofMinutes(5));

        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_EXPIRED);
        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_EXPIRED);
        assertThat(TestSgm.problem(sgm.send(device.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @Test
    void the_right_pin_with_a_wrong_share_never_signs_and_never_counts() {
        for (var i = 0; i < 7; i++) {
            var order = order();
            var answer = sgm.send(
                    device.seal(order, sgm, draft -> {
                        draft.secrets.put(Envelope.Field.SEAL_SHARE, TestDevice.random(32));
                        return draft;
                    }),
                    order);
            assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.ROW_TAMPERED);
        }

        var order = order();
        var answer = sgm.send(device.seal(order, sgm), order);
        TestSgm.done(answer);
        assertThat(answer.pinFailures()).contains(0);
    }
}
