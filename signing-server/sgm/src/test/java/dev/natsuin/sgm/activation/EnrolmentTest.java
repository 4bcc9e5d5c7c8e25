package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may be admitted by whom, and what an enrolment must bring. */
class EnrolmentTest {
    @TempDir
    Path folder;

    private TestSgm sgm;

    @BeforeEach
    void open() {
        sgm = new TestSgm(folder);
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private ProblemCode refusalOf(EnrolmentCode code, UnaryOperator<TestDevice.Draft> change) {
        var device = new TestDevice(code.identityHash(), code.user());
        return TestSgm.problem(sgm.send(device.seal(change.apply(device.enrolment(code, sgm.now())), sgm)))
                .code();
    }

    private ProblemCode refusalOf(EnrolmentCode code) {
        return refusalOf(code, d -> d);
    }

    private static EnrolmentCode withSecret(EnrolmentCode code, Bytes secret) {
        return new EnrolmentCode(
                code.identityHash(), code.invitation(), code.user(), code.url(), Secret.taking(secret.toArray()));
    }

    @Test
    void enrols_the_first_administrator_with_the_code_from_init() throws Exception {
        var device = new TestDevice(sgm.firstCode.identityHash(), sgm.firstCode.user());

        var answer = sgm.send(device.seal(device.enrolment(sgm.firstCode, sgm.now()), sgm));

        var enrolled = Results.Enrolled.read(TestSgm.done(answer));
        assertThat(enrolled.role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(enrolled.device()).isEqualTo(device.id());
        assertThat(enrolled.loginKey()).isEqualTo(device.loginKey.publicKey().encoded());
        sgm.receiptHolds(answer);
    }

    @Test
    void a_code_works_once() {
        sgm.enrol(sgm.firstCode);

        assertThat(refusalOf(sgm.firstCode)).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    @Test
    void the_first_code_dies_after_24_hours() {
        sgm.clock.move(Duration.ofHours(24));

        assertThat(refusalOf(sgm.firstCode)).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    @Test
    void ten_wrong_secrets_kill_a_code() {
        for (var i = 0; i < 10; i++) {
            assertThat(refusalOf(withSecret(sgm.firstCode, TestDevice.random(16))))
                    .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        }

        assertThat(refusalOf(sgm.firstCode)).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    @Test
    void nine_wrong_secrets_do_not() {
        for (var i = 0; i < 9; i++) {
            refusalOf(withSecret(sgm.firstCode, TestDevice.random(16)));
        }

        sgm.enrol(sgm.firstCode);
    }

    @Test
    void refuses_an_activation_key_that_is_not_the_committed_one() {
        assertThat(refusalOf(sgm.firstCode, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_BLIND, TestDevice.random(32));
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    @Test
    void refuses_an_activation_key_without_proof_of_possession() {
        assertThat(refusalOf(sgm.firstCode, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    /** The code alone is not enough: whoever has it and no device key of their own enrols nobody else's. */
    @Test
    void refuses_an_enrolment_that_the_device_did_not_sign() {
        var stranger = new TestDevice(sgm.firstCode.identityHash(), sgm.firstCode.user());
        assertThat(refusalOf(sgm.firstCode, draft -> {
                    draft.deviceSignature = TestDevice.random(64);
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(refusalOf(sgm.firstCode, draft -> {
                    draft.deviceSignature = stranger.deviceKey.sign(
                            Token.signingInput(Token.Purpose.DEVICE_STATEMENT, draft.statement));
                    return draft;
                }))
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        sgm.enrol(sgm.firstCode);
    }

    @Test
    void refuses_an_enrolment_under_the_id_of_another_device() {
        var device = new TestDevice(sgm.firstCode.identityHash(), sgm.firstCode.user());
        var stranger = new TestDevice(sgm.firstCode.identityHash(), sgm.firstCode.user());
        var enrol = new Statement.Enrol(
                stranger.head(sgm.now()),
                sgm.firstCode.invitation(),
                device.deviceKey.publicKey().encoded(),
                device.loginKey.publicKey().encoded(),
                TestDevice.random(32));

        assertThat(TestSgm.problem(sgm.send(device.seal(enrol, sgm))).code())
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        sgm.enrol(sgm.firstCode);
    }

    @Test
    void refuses_a_small_order_device_key_with_the_one_code() {
        var device = new TestDevice(sgm.firstCode.identityHash(), sgm.firstCode.user());
        var smallOrder = Bytes.hex("01" + "00".repeat(31));
        var enrol = new Statement.Enrol(
                device.head(sgm.now()),
                sgm.firstCode.invitation(),
                smallOrder,
                device.loginKey.publicKey().encoded(),
                TestDevice.random(32));

        assertThat(TestSgm.problem(sgm.send(device.seal(enrol, sgm))).code())
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void an_officer_admits_signers_and_nobody_else() {
        var officer = sgm.officer();

        for (var role : List.of(Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)) {
            var invite = new Statement.Invite(
                    officer.head(sgm.now()),
                    role,
                    TestDevice.random(32),
                    sgm.now().plus(Duration.ofDays(1)),
                    Optional.empty(),
                    Optional.empty());
            assertThat(TestSgm.problem(sgm.send(officer.seal(invite, sgm))).code())
                    .isEqualTo(ProblemCode.NOT_PERMITTED);
        }
    }

    private ProblemCode inviteRefusal(TestDevice staff, String subject) {
        var invite = new Statement.Invite(
                staff.head(sgm.now()),
                Role.SIGNER,
                TestDevice.random(32),
                sgm.now().plus(Duration.ofDays(1)),
                Optional.of(subject),
                Optional.of(KeyAlgorithm.RSA_3072));
        return TestSgm.problem(sgm.send(staff.seal(invite, sgm))).code();
    }

    @Test
    void an_administrator_admits_staff_but_no_signer() {
        assertThat(inviteRefusal(sgm.administrator(), "CN=Taro,C=JP")).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void refuses_a_subject_that_may_not_stand_in_a_certificate() {
        for (var subject : List.of(
                "O=No Common Name",
                "CN=A,CN=B",
                "CN=Taro,C=Japan",
                "CN=Taro+O=X",
                "CN=\u202Eorat",
                "CN= ",
                "CN=\u3164",
                "CN=Hana\u2800ko",
                "CN=花子\uE000",
                "CN=花子,O=\u200B",
                "not a name",
                "CN=Taro,1.2.3.4=#0401ff")) {
            assertThat(inviteRefusal(sgm.officer(), subject)).as(subject).isEqualTo(ProblemCode.SUBJECT_NOT_ALLOWED);
        }
    }

    @Test
    void a_signer_admits_nobody_and_lists_nobody() {
        var signer = sgm.newSigner();

        assertThat(inviteRefusal(signer, "CN=Friend,C=JP")).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(TestSgm.problem(sgm.send(signer.seal(new Statement.ListPeople(signer.head(sgm.now())), sgm)))
                        .code())
                .isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void staff_has_no_signing_keys() {
        var officer = sgm.officer();
        var create = new Statement.CreateKey(officer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device"));

        assertThat(TestSgm.problem(sgm.send(officer.seal(create, sgm))).code()).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void a_key_that_others_than_the_device_could_activate_is_not_offered_yet() {
        var signer = sgm.newSigner();
        var create = new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device", "totp"));

        assertThat(TestSgm.problem(sgm.send(signer.seal(create, sgm))).code())
                .isEqualTo(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY);
    }

    @Test
    void lists_people_to_the_officer_as_the_sgm_knows_them() throws Exception {
        sgm.newSigner();
        var officer = sgm.officer();

        var people = Results.People.read(
                TestSgm.done(sgm.send(officer.seal(new Statement.ListPeople(officer.head(sgm.now())), sgm))));

        assertThat(people.people())
                .extracting(Results.Person::role)
                .containsExactly(Role.ADMINISTRATOR, Role.OFFICER, Role.SIGNER);
    }
}
