package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.sgm.ceremony.FirstAdministrator.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Level 2: a device changes nothing before staff confirmed the fingerprint that its person read out. */
class ConfirmationTest {
    private static final String NOT_ITS_OWN = "0123-4567-89AB-CDEF";

    @TempDir
    Path folder;

    private TestSgm sgm;

    @BeforeEach
    void a_server_of_level_2() {
        sgm = new TestSgm(folder, 2);
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Answer order(TestDevice device, Statement statement) {
        return sgm.send(device.seal(statement, sgm));
    }

    private Answer createKey(TestDevice device) {
        return order(device, new Statement.CreateKey(device.head(sgm.now()), KeyAlgorithm.P_256, List.of("device")));
    }

    private static Leaf leaf(Answer answer) throws Malformed {
        return Leaf.read(answer.receipt().orElseThrow().entry().leaf());
    }

    private static JsonObject.Reader record(Answer answer) throws Malformed {
        return JsonObject.strict(answer.receipt().orElseThrow().entry().record())
                .reader();
    }

    private TestDevice confirmedSigner() {
        var signer = sgm.newSigner();
        TestSgm.done(sgm.confirm(sgm.officer(), signer, sgm.fingerprint(signer)));
        return signer;
    }

    @Test
    void a_new_device_waits_and_may_only_ask() {
        var signer = sgm.newSigner();

        assertThat(sgm.standing(signer)).isEqualTo(new Results.Standing(signer.user, signer.id(), 2, true));
        assertThat(refusal(createKey(signer))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        TestSgm.done(order(signer, new Statement.ListKeys(signer.head(sgm.now()))));
        TestSgm.done(order(signer, new Statement.Activity(signer.head(sgm.now()), 0)));
        assertThat(refusal(order(signer, new Statement.Outcome(signer.head(sgm.now()), "0".repeat(32)))))
                .isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
    }

    @Test
    void a_device_that_waits_is_refused_before_its_pin_is_judged() {
        var signer = sgm.newSigner();
        for (var i = 0; i < 6; i++) {
            var create = new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device"));
            var answer = sgm.send(signer.seal(create, sgm, draft -> {
                draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                return draft;
            }));
            assertThat(refusal(answer)).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        }

        TestSgm.done(sgm.confirm(sgm.officer(), signer, sgm.fingerprint(signer)));
        TestSgm.done(createKey(signer));
    }

    @Test
    void the_officers_word_opens_the_device() throws Exception {
        var signer = sgm.newSigner();

        var answer = sgm.confirm(sgm.officer(), signer, sgm.fingerprint(signer));

        assertThat(Results.Confirmed.read(TestSgm.done(answer)))
                .isEqualTo(new Results.Confirmed(signer.user, signer.id()));
        sgm.receiptHolds(answer);
        assertThat(leaf(answer).type()).isEqualTo(Leaf.Type.CONFIRM_DEVICE);
        assertThat(leaf(answer).chain()).isEqualTo(sgm.officer().id());
        assertThat(leaf(answer).level()).isEqualTo(2);
        assertThat(record(answer).text("confirmedUser")).isEqualTo(signer.user);
        assertThat(record(answer).text("confirmedDevice")).isEqualTo(signer.id());
        assertThat(sgm.standing(signer).waiting()).isFalse();
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        var order = sgm.order(signer, key, TestSgm.hash("contract"));
        var signed = sgm.send(signer.seal(order, sgm), order);
        assertThat(Results.Signed.read(TestSgm.done(signed)).signatures()).hasSize(1);
        assertThat(leaf(signed).level()).isEqualTo(2);
    }

    @Test
    void a_confirmation_survives_a_restart() {
        var signer = confirmedSigner();
        sgm.reopen();

        TestSgm.done(createKey(signer));
    }

    @Test
    void what_an_unconfirmed_device_did_counts_as_level_1() throws Exception {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var device = new TestDevice(code.identityHash(), code.user());

        var answer = sgm.send(device.seal(device.enrolment(code, sgm.now()), sgm));

        assertThat(leaf(answer).level()).isEqualTo(1);
    }

    @Test
    void another_fingerprint_confirms_nothing_and_is_logged_in_the_officers_chain() throws Exception {
        var signer = sgm.newSigner();

        var answer = sgm.confirm(sgm.officer(), signer, NOT_ITS_OWN);

        assertThat(refusal(answer)).isEqualTo(ProblemCode.FINGERPRINT_DIFFERS);
        sgm.receiptHolds(answer);
        assertThat(leaf(answer).type()).isEqualTo(Leaf.Type.FINGERPRINT_DIFFERS);
        assertThat(leaf(answer).chain()).isEqualTo(sgm.officer().id());
        assertThat(record(answer).text("confirmedDevice")).isEqualTo(signer.id());
        assertThat(sgm.standing(signer).waiting()).isTrue();
        assertThat(refusal(createKey(signer))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
    }

    @Test
    void the_thief_who_enrolled_first_with_the_code_can_do_nothing() {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var thief = sgm.enrol(code);
        var rightful = new TestDevice(code.identityHash(), code.user());

        assertThat(refusal(sgm.send(rightful.seal(rightful.enrolment(code, sgm.now()), sgm))))
                .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        assertThat(refusal(sgm.confirm(sgm.officer(), thief, sgm.fingerprint(rightful))))
                .isEqualTo(ProblemCode.FINGERPRINT_DIFFERS);
        assertThat(refusal(createKey(thief))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
    }

    @Test
    void the_thief_of_an_officers_code_learns_nobodys_name_and_admits_nobody() {
        sgm.newSigner();
        var thief = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        var invite = new Statement.Invite(
                thief.head(sgm.now()),
                Role.SIGNER,
                TestDevice.random(32),
                sgm.now().plusSeconds(60),
                Optional.of("CN=Friend,C=JP"),
                Optional.of(KeyAlgorithm.P_256));

        assertThat(refusal(order(thief, new Statement.ListPeople(thief.head(sgm.now())))))
                .isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        assertThat(refusal(order(thief, invite))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        assertThat(refusal(sgm.confirm(thief, thief, sgm.fingerprint(thief))))
                .isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
    }

    @Test
    void a_wrong_pin_of_the_officer_tells_nothing_of_the_fingerprint() {
        var signer = sgm.newSigner();
        for (var fingerprint : List.of(sgm.fingerprint(signer), NOT_ITS_OWN)) {
            var officer = sgm.officer();
            var confirm = new Statement.ConfirmDevice(officer.head(sgm.now()), signer.user, signer.id(), fingerprint);
            var answer = sgm.send(officer.seal(confirm, sgm, draft -> {
                draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                return draft;
            }));

            assertThat(refusal(answer)).isEqualTo(ProblemCode.PIN_WRONG);
        }
        assertThat(sgm.standing(signer).waiting()).isTrue();
    }

    @Test
    void officers_confirm_signers_and_administrators_confirm_staff() {
        var signer = sgm.newSigner();
        var second = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));

        assertThat(refusal(sgm.confirm(sgm.officer(), second, sgm.fingerprint(second))))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(sgm.confirm(sgm.administrator(), signer, sgm.fingerprint(signer))))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        TestSgm.done(sgm.confirm(sgm.administrator(), second, sgm.fingerprint(second)));
    }

    @Test
    void nobody_confirms_their_own_and_a_signer_confirms_nobody() {
        var administrator = sgm.administrator();
        var signer = confirmedSigner();

        assertThat(refusal(sgm.confirm(administrator, administrator, sgm.fingerprint(administrator))))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(sgm.confirm(signer, sgm.newSigner(), NOT_ITS_OWN))).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void a_device_that_is_not_that_persons_is_unknown() {
        var officer = sgm.officer();
        var one = sgm.newSigner();
        var other = sgm.newSigner();
        var mixed = new Statement.ConfirmDevice(officer.head(sgm.now()), one.user, other.id(), sgm.fingerprint(other));
        var nobody = new Statement.ConfirmDevice(
                officer.head(sgm.now()), "0123456789abcdef", other.id(), sgm.fingerprint(other));

        assertThat(refusal(order(officer, mixed))).isEqualTo(ProblemCode.DEVICE_UNKNOWN);
        assertThat(refusal(order(officer, nobody))).isEqualTo(ProblemCode.DEVICE_UNKNOWN);
        assertThat(sgm.standing(other).waiting()).isTrue();
    }

    @Test
    void the_list_of_people_names_the_devices_that_wait_but_no_fingerprint() throws Exception {
        var waiting = sgm.newSigner();
        confirmedSigner();
        var officer = sgm.officer();

        var result = TestSgm.done(order(officer, new Statement.ListPeople(officer.head(sgm.now()))));

        assertThat(Results.People.read(result).people())
                .extracting(Results.Person::waiting)
                .containsExactly(List.of(), List.of(), List.of(waiting.id()), List.of());
        assertThat(result.toBytes().toUtf8()).doesNotContain(sgm.fingerprint(waiting));
    }

    @Test
    void a_second_confirmation_changes_nothing() {
        var signer = confirmedSigner();

        TestSgm.done(sgm.confirm(sgm.officer(), signer, sgm.fingerprint(signer)));
        assertThat(refusal(sgm.confirm(sgm.officer(), signer, NOT_ITS_OWN))).isEqualTo(ProblemCode.FINGERPRINT_DIFFERS);
        assertThat(sgm.standing(signer).waiting()).isFalse();
    }

    @Test
    void the_console_confirms_the_first_administrator_and_nobody_else_can() throws Exception {
        var administrator = sgm.enrol(sgm.firstCode);
        assertThat(sgm.standing(administrator).waiting()).isTrue();

        assertThat(sgm.confirmAtConsole(NOT_ITS_OWN)).isEqualTo(Outcome.DIFFERS);
        assertThat(sgm.standing(administrator).waiting()).isTrue();
        assertThat(sgm.confirmAtConsole(sgm.fingerprint(administrator))).isEqualTo(Outcome.CONFIRMED);
        assertThat(sgm.confirmAtConsole(sgm.fingerprint(administrator))).isEqualTo(Outcome.CONFIRMED_BEFORE);

        assertThat(sgm.standing(administrator).waiting()).isFalse();
        sgm.invite(administrator, Role.OFFICER);
        var page = Results.ActivityPage.read(
                TestSgm.done(order(administrator, new Statement.Activity(administrator.head(sgm.now()), 0))));
        var console = page.entries().stream()
                .map(entry -> {
                    try {
                        return Leaf.read(entry.leaf());
                    } catch (Malformed e) {
                        throw new AssertionError(e);
                    }
                })
                .filter(leaf -> leaf.chain().equals(Leaf.CONSOLE))
                .toList();
        assertThat(console)
                .extracting(Leaf::type)
                .containsExactly(Leaf.Type.INIT, Leaf.Type.FINGERPRINT_DIFFERS, Leaf.Type.CONFIRM_DEVICE);
        assertThat(console).extracting(Leaf::method).containsOnly("console");
    }

    /** A first administrator, another one, and an officer, at level 1. */
    private TestDevice anotherAdministratorAtLevel1(Path another) {
        sgm.close();
        sgm = new TestSgm(another);
        return sgm.enrol(sgm.invite(sgm.administrator(), Role.ADMINISTRATOR));
    }

    private void confirmedAtConsole(TestDevice device) throws Exception {
        assertThat(sgm.confirmAtConsole(sgm.fingerprint(device))).isEqualTo(Outcome.CONFIRMED);
        assertThat(sgm.standing(device).waiting()).isFalse();
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
    }

    @Test
    void where_the_first_administrator_has_left_the_console_confirms_another_one(@TempDir Path another)
            throws Exception {
        var second = anotherAdministratorAtLevel1(another);
        var third = sgm.enrol(sgm.invite(second, Role.ADMINISTRATOR));
        var whom = sgm.whom(second, sgm.administrator().user);
        TestSgm.done(order(second, new Statement.Revoke(second.head(sgm.now()), whom)));
        sgm.reopenAtLevel(2);
        assertThat(sgm.standing(second).waiting()).isTrue();

        confirmedAtConsole(second);

        assertThat(sgm.confirmAtConsole(sgm.fingerprint(third))).isEqualTo(Outcome.STAFF_CONFIRMS);
        assertThat(sgm.standing(third).waiting()).isTrue();
        TestSgm.done(sgm.confirm(second, third, sgm.fingerprint(third)));
    }

    @Test
    void the_console_confirms_whichever_device_the_first_administrator_reads_out(@TempDir Path another)
            throws Exception {
        anotherAdministratorAtLevel1(another);
        var newer = sgm.furtherDevice(sgm.administrator());
        sgm.reopenAtLevel(2);

        confirmedAtConsole(newer);

        assertThat(sgm.standing(sgm.administrator()).waiting()).isTrue();
    }

    @Test
    void the_console_confirms_no_officer_and_nobody_who_has_left(@TempDir Path another) {
        var second = anotherAdministratorAtLevel1(another);
        var first = sgm.administrator();
        var officer = sgm.officer();
        TestSgm.done(order(second, new Statement.Revoke(second.head(sgm.now()), sgm.whom(second, first.user))));
        sgm.reopenAtLevel(2);

        for (var device : List.of(first, officer)) {
            assertThat(sgm.confirmAtConsole(sgm.fingerprint(device))).isEqualTo(Outcome.DIFFERS);
        }
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
    }

    @Test
    void the_console_has_nobody_to_confirm_before_the_code_of_init_was_used() {
        assertThat(sgm.confirmAtConsole(NOT_ITS_OWN)).isEqualTo(Outcome.NOT_ENROLLED);
    }

    @Test
    void a_key_from_level_1_signs_nothing_at_level_2_while_its_device_waits(@TempDir Path another) throws Exception {
        sgm.close();
        sgm = new TestSgm(another);
        var signer = sgm.newSigner();
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        sgm.reopenAtLevel(2);
        var before = sgm.hello().checkpoint();

        for (var i = 0; i < 6; i++) {
            var order = sgm.order(signer, key, TestSgm.hash("contract " + i));
            var rightPin = i % 2 == 0;
            var sealed = rightPin
                    ? signer.seal(order, sgm)
                    : signer.seal(order, sgm, draft -> {
                        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                        return draft;
                    });
            var answer = sgm.send(sealed, order);
            assertThat(refusal(answer)).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
            assertThat(answer.receipt()).isEmpty();
        }

        assertThat(sgm.hello().checkpoint()).isEqualTo(before);
        sgm.reopenAtLevel(1);
        var order = sgm.order(signer, key, TestSgm.hash("contract"));
        var signed = sgm.send(signer.seal(order, sgm), order);
        TestSgm.done(signed);
        assertThat(signed.pinFailures()).contains(0);
    }

    @Test
    void at_level_1_nobody_waits(@TempDir Path another) throws Exception {
        sgm.close();
        sgm = new TestSgm(another);
        var signer = sgm.newSigner();
        var officer = sgm.officer();

        assertThat(sgm.standing(signer)).isEqualTo(new Results.Standing(signer.user, signer.id(), 1, false));
        TestSgm.done(createKey(signer));
        assertThat(Results.People.read(TestSgm.done(order(officer, new Statement.ListPeople(officer.head(sgm.now())))))
                        .people())
                .extracting(Results.Person::waiting)
                .containsOnly(List.of());
        TestSgm.done(sgm.confirm(officer, signer, sgm.fingerprint(signer)));
    }
}
