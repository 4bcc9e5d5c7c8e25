package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.Statement.Whom;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staff suspends, resumes and revokes people and begins anew with them. */
class PersonsTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice officer;
    private TestDevice signer;

    @BeforeEach
    void a_signer() {
        sgm = new TestSgm(folder);
        officer = sgm.officer();
        signer = sgm.newSigner();
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Answer order(TestDevice device, Statement statement) {
        return sgm.send(device.seal(statement, sgm));
    }

    private Answer about(TestDevice staff, String user, BiFunction<StatementHead, Whom, Statement> order) {
        return order(staff, order.apply(staff.head(sgm.now()), sgm.whom(sgm.officer(), user)));
    }

    private Answer sign(TestDevice device, Results.KeyInfo key) {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        return sgm.send(device.seal(order, sgm), order);
    }

    private static JsonObject.Reader record(Answer answer) throws Malformed {
        return JsonObject.strict(answer.receipt().orElseThrow().entry().record())
                .reader();
    }

    private String state(String user) {
        return sgm.people(officer).stream()
                .filter(p -> p.user().equals(user))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private List<Results.KeyInfo> keys(TestDevice device) throws Malformed {
        return Results.Keys.read(TestSgm.done(order(device, new Statement.ListKeys(device.head(sgm.now())))))
                .keys();
    }

    private Statement.ReEnrol anew(TestDevice staff, Duration life) {
        return new Statement.ReEnrol(
                staff.head(sgm.now()),
                sgm.whom(officer, signer.user),
                TestSgm.hash("secret"),
                sgm.now().plus(life));
    }

    private boolean isRevoked(Results.KeyInfo key) throws Exception {
        var factory = CertificateFactory.getInstance("X.509");
        var certificate = (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(key.certificates().get(0).toArray()));
        var list = (X509CRL) factory.generateCRL(new ByteArrayInputStream(
                sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")).toArray()));
        return list.isRevoked(certificate);
    }

    /** Names are kept by the SAP, which knows a login and asks of it. */
    @Test
    void the_sap_is_told_of_whom_it_may_name_nobody_to() {
        var administrator = sgm.administrator();
        var stolen = sgm.furtherDevice(administrator);
        assertThat(sgm.peopleRefusal(officer.user, officer.id())).isEmpty();
        assertThat(sgm.peopleRefusal(stolen.user, stolen.id())).isEmpty();

        TestSgm.done(order(
                administrator,
                new Statement.RemoveDevice(
                        administrator.head(sgm.now()),
                        stolen.id(),
                        stolen.deviceKey.publicKey().encoded())));
        var whom = sgm.whom(administrator, officer.user);
        TestSgm.done(order(administrator, new Statement.Suspend(administrator.head(sgm.now()), whom)));

        assertThat(sgm.peopleRefusal(stolen.user, stolen.id())).contains(ProblemCode.DEVICE_REMOVED);
        assertThat(sgm.peopleRefusal(officer.user, officer.id())).contains(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(sgm.peopleRefusal(administrator.user, administrator.id())).isEmpty();
        assertThat(sgm.peopleRefusal(signer.user, signer.id())).contains(ProblemCode.NOT_PERMITTED);
        assertThat(sgm.peopleRefusal(signer.user, administrator.id())).contains(ProblemCode.NOT_PERMITTED);
        assertThat(sgm.peopleRefusal("0".repeat(16), "0".repeat(32))).contains(ProblemCode.NOT_PERMITTED);

        TestSgm.done(order(administrator, new Statement.Resume(administrator.head(sgm.now()), whom)));
        assertThat(sgm.peopleRefusal(officer.user, officer.id())).isEmpty();
        TestSgm.done(order(administrator, new Statement.Revoke(administrator.head(sgm.now()), whom)));
        assertThat(sgm.peopleRefusal(officer.user, officer.id())).contains(ProblemCode.PERSON_NOT_ACTIVE);
    }

    @Test
    void the_sap_is_told_who_ended_long_enough_ago_by_the_clock_that_is_furthest_behind() {
        var other = sgm.newSigner();
        assertThat(sgm.peopleLeft(sgm.now(), 0)).isEmpty();
        TestSgm.done(order(officer, new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, signer.user))));
        assertThat(sgm.peopleLeft(sgm.now(), 0)).containsExactly(signer.user);
        assertThat(sgm.peopleLeft(sgm.now(), 30)).isEmpty();

        // A SAP whose clock is ahead, an SGM whose clock is, and nothing in the log since.
        assertThat(sgm.peopleLeft(sgm.now().plus(Duration.ofDays(40)), 30)).isEmpty();
        sgm.clock.move(Duration.ofDays(40));
        assertThat(sgm.peopleLeft(sgm.now(), 30)).isEmpty();

        TestSgm.done(order(officer, new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, other.user))));
        assertThat(sgm.peopleLeft(sgm.now().minus(Duration.ofDays(20)), 30)).isEmpty();
        assertThat(sgm.peopleLeft(sgm.now(), 30)).containsExactly(signer.user);
        assertThat(sgm.peopleLeft(sgm.now(), 41)).isEmpty();
    }

    @Test
    void suspension_stops_signing_and_every_order_at_once() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);

        var answer = about(officer, signer.user, Statement.Suspend::new);

        assertThat(Results.PersonChanged.read(TestSgm.done(answer)))
                .isEqualTo(new Results.PersonChanged(signer.user, "suspended", List.of(), List.of()));
        sgm.receiptHolds(answer);
        assertThat(record(answer).text("person")).isEqualTo(signer.user);
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(order(
                        signer,
                        new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device")))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(sgm.send(signer.seal(signer.pinChange(signer.withAnotherPin(), sgm.now()), sgm))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        sgm.reopen();
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(isRevoked(key)).isFalse();
    }

    @Test
    void whoever_is_suspended_sees_their_own_things_and_that_they_are_suspended() throws Exception {
        sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));

        assertThat(keys(signer)).extracting(Results.KeyInfo::status).containsExactly("suspended");
        TestSgm.done(order(signer, new Statement.Activity(signer.head(sgm.now()), 0)));
        TestSgm.done(order(signer, new Statement.ListDevices(signer.head(sgm.now()))));
        assertThat(state(signer.user)).isEqualTo("suspended");
    }

    @Test
    void a_suspended_officer_neither_admits_nor_sees_anybody() {
        TestSgm.done(order(
                sgm.administrator(),
                new Statement.Suspend(
                        sgm.administrator().head(sgm.now()), new Whom(officer.user, Role.OFFICER, Optional.empty()))));

        assertThat(refusal(order(officer, new Statement.ListPeople(officer.head(sgm.now())))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(order(officer, new Statement.ListKeysOf(officer.head(sgm.now()), signer.user))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        var whom = new Whom(signer.user, Role.SIGNER, Optional.of("CN=山田 太郎,O=見本株式会社,C=JP"));
        assertThat(refusal(order(officer, new Statement.Suspend(officer.head(sgm.now()), whom))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
    }

    @Test
    void resuming_brings_everything_back() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));

        TestSgm.done(about(officer, signer.user, Statement.Resume::new));

        TestSgm.done(sign(signer, key));
        assertThat(keys(signer)).extracting(Results.KeyInfo::status).containsExactly("enabled");
        assertThat(state(signer.user)).isEqualTo("active");
    }

    /** Row 18: the order to resume is spent, whatever became of the person since. */
    @Test
    void row_18_an_old_resume_that_is_sent_again_after_another_suspend_resumes_nobody() {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));
        var resume = new Statement.Resume(officer.head(sgm.now()), sgm.whom(officer, signer.user));
        var sealed = officer.seal(resume, sgm);
        TestSgm.done(sgm.send(sealed));
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));

        TestSgm.done(sgm.send(sealed)); // the same octets: the same, old answer
        assertThat(refusal(order(officer, resume))).isEqualTo(ProblemCode.STATEMENT_REPLAYED);

        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
    }

    /** Row 18: the four orders have members of the same names; what is signed has the type in it. */
    @Test
    void row_18_an_order_offered_as_another_one_about_the_same_person_is_none() {
        var text = dev.natsuin.protocol.statement.StatementText.write(
                new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, signer.user)));
        var renamed = Bytes.utf8(text.toUtf8().replace("\"suspend\"", "\"revoke\""));

        var answer = sgm.send(officer.seal(
                new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, signer.user)), sgm, draft -> {
                    draft.statement = renamed;
                    return draft;
                }));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(state(signer.user)).isEqualTo("active");
    }

    /** Row 16: the order names the person as the SGM told of them, not a number that somebody explains. */
    @Test
    void row_16_an_order_about_another_person_than_it_names_is_refused() {
        var whom = sgm.whom(officer, signer.user);
        var renamed = new Whom(whom.user(), Role.SIGNER, Optional.of("CN=Somebody Else,C=JP"));

        assertThat(refusal(order(officer, new Statement.Revoke(officer.head(sgm.now()), renamed))))
                .isEqualTo(ProblemCode.CONTENT_DIFFERS);
        assertThat(refusal(order(
                        officer,
                        new Statement.Revoke(
                                officer.head(sgm.now()), new Whom("0".repeat(16), Role.SIGNER, whom.subject())))))
                .isEqualTo(ProblemCode.PERSON_UNKNOWN);
        assertThat(state(signer.user)).isEqualTo("active");
    }

    @Test
    void revoking_ends_devices_keys_and_certificates_for_ever() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        // What ended before does not end once more.
        var ended = sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(order(
                signer,
                new Statement.DestroyKey(
                        signer.head(sgm.now()),
                        ended.keyId(),
                        ended.certificates().get(0).sha256())));
        var laptop = sgm.furtherDevice(signer);
        TestSgm.done(order(
                signer,
                new Statement.RemoveDevice(
                        signer.head(sgm.now()),
                        laptop.id(),
                        laptop.deviceKey.publicKey().encoded())));
        assertThat(isRevoked(key)).isFalse();

        var answer = about(officer, signer.user, Statement.Revoke::new);

        var changed = Results.PersonChanged.read(TestSgm.done(answer));
        assertThat(changed)
                .isEqualTo(new Results.PersonChanged(signer.user, "gone", List.of(key.keyId()), List.of(signer.id())));
        assertThat(record(answer).texts("keys")).containsExactly(key.keyId());
        assertThat(record(answer).texts("devices")).containsExactly(signer.id());
        assertThat(isRevoked(key)).isTrue();
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(order(signer, new Statement.ListKeys(signer.head(sgm.now())))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(about(officer, signer.user, Statement.Resume::new)))
                .isEqualTo(ProblemCode.PERSON_STATE_WRONG);
        assertThat(refusal(order(officer, anew(officer, Duration.ofDays(7)))))
                .isEqualTo(ProblemCode.PERSON_STATE_WRONG);
    }

    @Test
    void a_code_that_was_not_used_yet_dies_with_its_person() {
        var code = sgm.invite(officer, Role.SIGNER);

        TestSgm.done(about(officer, code.user(), Statement.Revoke::new));

        var device = new TestDevice(code.identityHash(), code.user());
        assertThat(refusal(sgm.send(device.seal(device.enrolment(code, sgm.now()), sgm))))
                .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    /** Row 11: nobody gets at an old key by enrolling its person anew. */
    @Test
    void row_11_enrolling_anew_ends_old_keys_devices_and_certificates_in_the_same_transaction() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);

        var code = sgm.reEnrol(officer, signer.user);

        assertThat(isRevoked(key)).isTrue();
        assertThat(state(signer.user)).isEqualTo("invited");
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        var fresh = sgm.enrol(code);
        assertThat(fresh.user).isEqualTo(signer.user);
        assertThat(refusal(sign(fresh, key))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        assertThat(keys(fresh)).extracting(Results.KeyInfo::status).containsExactly("destroyed");
        TestSgm.done(sign(fresh, sgm.createKey(fresh, KeyAlgorithm.P_256)));
    }

    /** Row 11: the person finds it under the officer's name, not as a use of their own. */
    @Test
    void row_11_enrolling_anew_stands_in_the_officers_chain() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        var order = anew(officer, Duration.ofDays(7));

        var answer = order(officer, order);

        sgm.receiptHolds(answer);
        var leaf = Leaf.read(answer.receipt().orElseThrow().entry().leaf());
        assertThat(leaf.type()).isEqualTo(Leaf.Type.RE_ENROL);
        assertThat(leaf.device()).isEqualTo(officer.id());
        assertThat(leaf.chain()).isEqualTo(officer.id());
        assertThat(record(answer).texts("keys")).containsExactly(key.keyId());
    }

    @Test
    void a_lost_code_is_replaced_and_the_lost_one_dies() {
        var lost = sgm.invite(officer, Role.SIGNER);

        var code = sgm.reEnrol(officer, lost.user());

        assertThat(refusal(enrolment(lost))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        TestSgm.done(enrolment(code));
    }

    private Answer enrolment(EnrolmentCode code) {
        var device = new TestDevice(code.identityHash(), code.user());
        return sgm.send(device.seal(device.enrolment(code, sgm.now()), sgm));
    }

    @Test
    void a_device_that_was_removed_never_enrols_again() {
        var code = sgm.reEnrol(officer, signer.user);

        assertThat(refusal(sgm.send(signer.seal(signer.enrolment(code, sgm.now()), sgm))))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    @Test
    void a_code_for_whoever_begins_anew_lives_31_days_at_most() {
        assertThat(refusal(order(officer, anew(officer, Duration.ofDays(32)))))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(refusal(order(officer, anew(officer, Duration.ZERO)))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(state(signer.user)).isEqualTo("active");
    }

    @Test
    void a_locked_device_is_never_unlocked() {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        for (var i = 0; i < 5; i++) {
            wrongPin(signer, key);
        }
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));
        TestSgm.done(about(officer, signer.user, Statement.Resume::new));

        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    private Answer wrongPin(TestDevice device, Results.KeyInfo key) {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        return sgm.send(
                device.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }),
                order);
    }

    /** Row 19: each of these needs the PIN as well, and a wrong one is counted. */
    @Test
    void row_19_a_thief_without_the_pin_does_nothing_to_anybody() {
        var whom = sgm.whom(officer, signer.user);
        var orders = List.<BiFunction<StatementHead, Whom, Statement>>of(
                Statement.Suspend::new,
                Statement.Revoke::new,
                (head, w) -> new Statement.ReEnrol(
                        head, w, TestSgm.hash("x"), sgm.now().plus(Duration.ofDays(1))));
        for (var make : orders) {
            var answer = sgm.send(officer.seal(make.apply(officer.head(sgm.now()), whom), sgm, draft -> {
                draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                return draft;
            }));
            assertThat(refusal(answer)).isEqualTo(ProblemCode.PIN_WRONG);
        }
        var bare = sgm.send(officer.seal(new Statement.Suspend(officer.head(sgm.now()), whom), sgm, draft -> {
            draft.secrets.clear();
            return draft;
        }));
        assertThat(refusal(bare)).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(state(signer.user)).isEqualTo("active");
    }

    @Test
    void officers_act_on_signers_administrators_on_staff_and_nobody_on_themselves() {
        var administrator = sgm.administrator();
        var second = sgm.enrol(sgm.invite(administrator, Role.ADMINISTRATOR));
        var other = sgm.newSigner();

        assertThat(refusal(about(administrator, signer.user, Statement.Suspend::new)))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(about(officer, second.user, Statement.Suspend::new))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(about(officer, officer.user, Statement.Revoke::new))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(about(other, signer.user, Statement.Suspend::new))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(about(signer, signer.user, Statement.Revoke::new))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(about(administrator, administrator.user, Statement.Revoke::new)))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        TestSgm.done(about(administrator, second.user, Statement.Revoke::new));
    }

    /** Whoever orders is an active administrator, so one is always left: also when two turn on each other. */
    @Test
    void the_last_administrator_stays() {
        var administrator = sgm.administrator();
        var second = sgm.enrol(sgm.invite(administrator, Role.ADMINISTRATOR));
        TestSgm.done(about(administrator, second.user, Statement.Suspend::new));

        assertThat(refusal(about(second, administrator.user, Statement.Revoke::new)))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        var only = new Statement.RemoveDevice(
                administrator.head(sgm.now()),
                administrator.id(),
                administrator.deviceKey.publicKey().encoded());
        assertThat(refusal(order(administrator, only))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
        assertThat(state(administrator.user)).isEqualTo("active");
    }

    @Test
    void only_what_can_follow_follows() {
        assertThat(refusal(about(officer, signer.user, Statement.Resume::new)))
                .isEqualTo(ProblemCode.PERSON_STATE_WRONG);
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));
        assertThat(refusal(about(officer, signer.user, Statement.Suspend::new)))
                .isEqualTo(ProblemCode.PERSON_STATE_WRONG);
        var invited = sgm.invite(officer, Role.SIGNER);
        assertThat(refusal(about(officer, invited.user(), Statement.Suspend::new)))
                .isEqualTo(ProblemCode.PERSON_STATE_WRONG);
    }

    @Test
    void staff_sees_the_keys_of_a_person_and_others_do_not() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);

        var told = order(officer, new Statement.ListKeysOf(officer.head(sgm.now()), signer.user));

        assertThat(Results.Keys.read(TestSgm.done(told)).keys()).containsExactly(key);
        var other = sgm.newSigner();
        assertThat(refusal(order(other, new Statement.ListKeysOf(other.head(sgm.now()), signer.user))))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(order(officer, new Statement.ListKeysOf(officer.head(sgm.now()), "0".repeat(16)))))
                .isEqualTo(ProblemCode.PERSON_UNKNOWN);
    }

    @Test
    void an_order_whose_answer_was_lost_is_told_again_and_done_once() throws Exception {
        var secret =
                dev.natsuin.protocol.bytes.Secret.taking(TestDevice.random(16).toArray());
        var order = new Statement.ReEnrol(
                officer.head(sgm.now()),
                sgm.whom(officer, signer.user),
                EnrolmentSecretHash.of(secret),
                sgm.now().plus(Duration.ofDays(1)));
        var sealed = officer.seal(order, sgm);
        var first = TestSgm.done(sgm.send(sealed));
        sgm.reopen();

        assertThat(TestSgm.done(sgm.send(sealed)).toBytes()).isEqualTo(first.toBytes());
        assertThat(refusal(order(officer, order))).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    private Results.Described described(String user) throws Malformed {
        return Results.Described.read(
                TestSgm.done(order(officer, new Statement.DescribePerson(officer.head(sgm.now()), user))));
    }

    private Statement.ReEnrol anewInThePlaceOf(TestDevice staff, String invitation) {
        return new Statement.ReEnrol(
                staff.head(sgm.now()),
                sgm.whom(officer, signer.user),
                TestSgm.hash("secret of " + staff.user),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.of(invitation));
    }

    @Test
    void whom_one_officer_enrolled_anew_the_other_does_not_end_unseen() throws Exception {
        var other = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        var seen = described(signer.user).invitation().orElseThrow().invitation();
        var anew = sgm.reEnrol(officer, signer.user);
        var comeBack = sgm.enrol(anew);
        var key = sgm.createKey(comeBack, KeyAlgorithm.P_256);

        assertThat(refusal(order(other, anewInThePlaceOf(other, seen)))).isEqualTo(ProblemCode.CHANGED_MEANWHILE);
        TestSgm.done(sign(comeBack, key));

        var now = described(signer.user).invitation().orElseThrow().invitation();
        TestSgm.done(order(other, anewInThePlaceOf(other, now)));
        assertThat(isRevoked(key)).isTrue();
    }

    @Test
    void a_suspension_that_came_after_the_one_that_was_seen_is_not_ended_by_who_saw_the_other() throws Exception {
        var other = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        var whom = sgm.whom(officer, signer.user);
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));
        var seen = described(signer.user).acts().get(0).index();
        TestSgm.done(order(officer, resume(officer, whom, seen)));
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));

        assertThat(refusal(order(other, resume(other, whom, seen)))).isEqualTo(ProblemCode.CHANGED_MEANWHILE);
        assertThat(state(signer.user)).isEqualTo("suspended");
        var now = described(signer.user).acts().get(0).index();
        TestSgm.done(order(other, resume(other, whom, now)));
        assertThat(state(signer.user)).isEqualTo("active");
    }

    private Statement.Resume resume(TestDevice staff, Whom whom, long suspension) {
        return new Statement.Resume(staff.head(sgm.now()), whom, Optional.empty(), Optional.of(suspension));
    }
}
