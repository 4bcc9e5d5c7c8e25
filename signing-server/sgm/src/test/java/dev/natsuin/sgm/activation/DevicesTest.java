package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's further devices, and what becomes of a device that is removed. */
class DevicesTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice desk;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() {
        sgm = new TestSgm(folder);
        desk = sgm.newSigner();
        key = sgm.createKey(desk, KeyAlgorithm.P_256);
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

    private Answer sign(TestDevice device) {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        return sgm.send(device.seal(order, sgm), order);
    }

    private Answer enrol(TestDevice device, EnrolmentCode code) {
        return sgm.send(device.seal(device.enrolment(code, sgm.now()), sgm));
    }

    private Answer remove(TestDevice orderer, TestDevice removed) {
        return order(
                orderer,
                new Statement.RemoveDevice(
                        orderer.head(sgm.now()),
                        removed.id(),
                        removed.deviceKey.publicKey().encoded()));
    }

    private List<Results.DeviceInfo> devices(TestDevice device) throws Malformed {
        return Results.Devices.read(TestSgm.done(order(device, new Statement.ListDevices(device.head(sgm.now())))))
                .devices();
    }

    private TestDevice strangerFor(TestDevice device) {
        return new TestDevice(device.identityHash, device.user);
    }

    @Test
    void a_further_device_signs_with_the_same_key_under_its_own_pin() throws Exception {
        var laptop = sgm.furtherDevice(desk);

        TestSgm.done(sign(laptop));
        TestSgm.done(sign(desk));
        assertThat(devices(desk))
                .extracting(Results.DeviceInfo::device, Results.DeviceInfo::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(desk.id(), "active"),
                        org.assertj.core.groups.Tuple.tuple(laptop.id(), "active"));
        assertThat(devices(desk).get(1).deviceKey())
                .isEqualTo(laptop.deviceKey.publicKey().encoded());
    }

    @Test
    void a_share_of_one_device_opens_nothing_of_the_other() {
        var laptop = sgm.furtherDevice(desk);
        var order = sgm.order(laptop, key, TestSgm.hash("contract"));

        var answer = sgm.send(
                laptop.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.SEAL_SHARE, desk.share);
                    return draft;
                }),
                order);

        assertThat(refusal(answer)).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void a_code_for_a_further_device_works_once_and_for_ten_minutes() {
        var code = sgm.inviteDevice(desk);
        TestSgm.done(enrol(strangerFor(desk), code));
        assertThat(refusal(enrol(strangerFor(desk), code))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);

        var late = sgm.inviteDevice(desk);
        sgm.clock.move(Duration.ofMinutes(10));
        assertThat(refusal(enrol(strangerFor(desk), late))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);

        var longer = new Statement.InviteDevice(
                desk.head(sgm.now()), TestSgm.hash("secret"), sgm.now().plusSeconds(601));
        var answer = sgm.send(desk.seal(longer, sgm, draft -> {
            draft.secrets.put(Envelope.Field.NEW_SEAL_SHARE, TestDevice.random(32));
            return draft;
        }));
        assertThat(refusal(answer)).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    @Test
    void a_code_ends_the_one_before() {
        var first = sgm.inviteDevice(desk);
        var second = sgm.inviteDevice(desk);

        assertThat(refusal(enrol(strangerFor(desk), first))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        TestSgm.done(enrol(strangerFor(desk), second));
    }

    @Test
    void ten_wrong_secrets_kill_the_code_of_a_further_device_too() {
        var code = sgm.inviteDevice(desk);
        for (var i = 0; i < 10; i++) {
            var wrong = new EnrolmentCode(
                    code.identityHash(),
                    code.invitation(),
                    code.user(),
                    code.url(),
                    Secret.taking(TestDevice.random(16).toArray()));
            assertThat(refusal(enrol(strangerFor(desk), wrong))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        }

        assertThat(refusal(enrol(strangerFor(desk), code))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        // What waited beside it must be gone with the next order about codes, or the log would no longer explain it.
        sgm.inviteDevice(desk);
    }

    @Test
    void the_last_administrator_keeps_the_device_that_can_act_beside_one_that_is_locked() {
        sgm.officer();
        var administrator = sgm.administrator();
        var locked = sgm.furtherDevice(administrator);
        for (var i = 0; i < 5; i++) {
            var statement = new Statement.RemoveDevice(
                    locked.head(sgm.now()),
                    administrator.id(),
                    administrator.deviceKey.publicKey().encoded());
            assertThat(refusal(sgm.send(locked.seal(statement, sgm, draft -> {
                        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                        return draft;
                    }))))
                    .isEqualTo(ProblemCode.PIN_WRONG);
        }

        assertThat(refusal(remove(administrator, administrator))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
        assertThat(TestSgm.done(remove(administrator, locked))).isNotNull();
    }

    @Test
    void two_administrators_cannot_both_remove_their_last_device() {
        sgm.officer();
        var first = sgm.administrator();
        var second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        assertThat(TestSgm.done(remove(second, second))).isNotNull();

        assertThat(refusal(remove(first, first))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
    }

    @Test
    void a_code_is_for_its_own_person_only() {
        var code = sgm.inviteDevice(desk);
        var other = sgm.newSigner();
        var stolen = new EnrolmentCode(
                code.identityHash(),
                code.invitation(),
                other.user,
                code.url(),
                Secret.taking(code.secret().use(Bytes::of).toArray()));

        assertThat(refusal(enrol(strangerFor(other), stolen))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    @Test
    void whoever_is_suspended_neither_admits_nor_enrols_a_device() {
        var code = sgm.inviteDevice(desk);
        var officer = sgm.officer();
        TestSgm.done(order(officer, new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, desk.user))));

        assertThat(refusal(enrol(strangerFor(desk), code))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    @Test
    void a_person_has_ten_devices_at_most() {
        for (var i = 1; i < 10; i++) {
            sgm.furtherDevice(desk);
        }
        var order = new Statement.InviteDevice(
                desk.head(sgm.now()), TestSgm.hash("secret"), sgm.now().plusSeconds(600));

        var answer = sgm.send(desk.seal(order, sgm, draft -> {
            draft.secrets.put(Envelope.Field.NEW_SEAL_SHARE, TestDevice.random(32));
            return draft;
        }));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void a_removed_device_does_nothing_and_asks_nothing_any_more() throws Exception {
        var laptop = sgm.furtherDevice(desk);

        var answer = remove(desk, laptop);

        assertThat(Results.DeviceRemoved.read(TestSgm.done(answer)))
                .isEqualTo(new Results.DeviceRemoved(desk.user, laptop.id(), List.of()));
        sgm.receiptHolds(answer);
        assertThat(refusal(sign(laptop))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        assertThat(refusal(order(laptop, new Statement.ListKeys(laptop.head(sgm.now())))))
                .isEqualTo(ProblemCode.DEVICE_REMOVED);
        assertThat(refusal(order(laptop, new Statement.Activity(laptop.head(sgm.now()), 0))))
                .isEqualTo(ProblemCode.DEVICE_REMOVED);
        sgm.reopen();
        assertThat(refusal(sign(laptop))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        TestSgm.done(sign(desk));
        assertThat(devices(desk).get(1).state()).isEqualTo("removed");
    }

    @Test
    void a_locked_device_is_told_as_locked() throws Exception {
        var laptop = sgm.furtherDevice(desk);
        for (int i = 0; i < 5; i++) {
            var order = sgm.order(laptop, key, TestSgm.hash("guess"));
            sgm.send(
                    laptop.seal(order, sgm, draft -> {
                        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                        return draft;
                    }),
                    order);
        }

        assertThat(devices(desk)).extracting(Results.DeviceInfo::state).containsExactly("active", "locked");
    }

    @Test
    void a_removed_device_is_removed_once_and_never_enrols_again() {
        var laptop = sgm.furtherDevice(desk);
        TestSgm.done(remove(desk, laptop));

        assertThat(refusal(remove(desk, laptop))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        assertThat(refusal(enrol(laptop, sgm.inviteDevice(desk)))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
    }

    @Test
    void the_code_of_a_removed_device_dies_with_it() {
        var laptop = sgm.furtherDevice(desk);
        var code = sgm.inviteDevice(laptop);
        TestSgm.done(remove(desk, laptop));

        assertThat(refusal(enrol(strangerFor(desk), code))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
    }

    @Test
    void the_code_of_another_device_stays() {
        var laptop = sgm.furtherDevice(desk);
        var code = sgm.inviteDevice(desk);
        TestSgm.done(remove(desk, laptop));

        TestSgm.done(enrol(strangerFor(desk), code));
    }

    @Test
    void with_the_last_device_the_keys_end() throws Exception {
        var laptop = sgm.furtherDevice(desk);
        TestSgm.done(remove(desk, laptop));

        var answer = remove(desk, desk);

        assertThat(Results.DeviceRemoved.read(TestSgm.done(answer)).keys()).containsExactly(key.keyId());
        assertThat(refusal(sign(desk))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        var fresh = sgm.enrol(sgm.reEnrol(sgm.officer(), desk.user));
        assertThat(refusal(sign(fresh))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
    }

    /** Row 16: the device's key stands in the statement, so a SAP that tells another number gets nothing. */
    @Test
    void row_16_a_device_is_removed_only_by_its_own_key() {
        var laptop = sgm.furtherDevice(desk);
        var other = sgm.newSigner();
        var swapped = new Statement.RemoveDevice(
                desk.head(sgm.now()), laptop.id(), desk.deviceKey.publicKey().encoded());

        assertThat(refusal(order(desk, swapped))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
        assertThat(refusal(remove(desk, other))).isEqualTo(ProblemCode.DEVICE_UNKNOWN);
        TestSgm.done(sign(laptop));
    }

    /** Row 19: each needs both signatures. */
    @Test
    void row_19_a_thief_without_the_pin_removes_invites_and_destroys_nothing() {
        var laptop = sgm.furtherDevice(desk);
        var orders = List.of(
                new Statement.RemoveDevice(
                        desk.head(sgm.now()),
                        laptop.id(),
                        laptop.deviceKey.publicKey().encoded()),
                new Statement.DestroyKey(desk.head(sgm.now()), key.keyId(), key.certificateSha256()),
                new Statement.RenewKey(desk.head(sgm.now()), key.keyId(), key.certificateSha256()));
        for (var statement : orders) {
            var guessed = sgm.send(desk.seal(statement, sgm, draft -> {
                draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                return draft;
            }));
            assertThat(refusal(guessed)).isEqualTo(ProblemCode.PIN_WRONG);
        }
        var bare = new Statement.RemoveDevice(
                desk.head(sgm.now()), laptop.id(), laptop.deviceKey.publicKey().encoded());
        assertThat(refusal(sgm.send(desk.seal(bare, sgm, draft -> {
                    draft.secrets.remove(Envelope.Field.ACTIVATION_SIGNATURE);
                    return draft;
                }))))
                .isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        TestSgm.done(sign(laptop));
    }

    /** Row 32: the enrolment is one transaction and found again by its octets. */
    @Test
    void row_32_a_further_devices_lost_answer_is_told_again() {
        var code = sgm.inviteDevice(desk);
        var laptop = strangerFor(desk);
        var sealed = laptop.seal(laptop.enrolment(code, sgm.now()), sgm);
        var first = TestSgm.done(sgm.send(sealed)).toBytes();
        sgm.reopen();

        assertThat(TestSgm.done(sgm.send(sealed)).toBytes()).isEqualTo(first);
        TestSgm.done(sign(laptop));
    }

    @Test
    void from_level_2_on_a_further_device_waits_for_staff_as_the_first_did() throws Exception {
        sgm.reopenAtLevel(2);
        sgm.confirmAtConsole(sgm.fingerprint(sgm.administrator()));
        TestSgm.done(sgm.confirm(sgm.administrator(), sgm.officer(), sgm.fingerprint(sgm.officer())));
        TestSgm.done(sgm.confirm(sgm.officer(), desk, sgm.fingerprint(desk)));
        var laptop = sgm.furtherDevice(desk);

        assertThat(refusal(sign(laptop))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        assertThat(devices(desk).get(1).state()).isEqualTo("waiting");
        assertThat(refusal(sgm.confirm(desk, laptop, sgm.fingerprint(laptop)))).isEqualTo(ProblemCode.NOT_PERMITTED);
        TestSgm.done(sgm.confirm(sgm.officer(), laptop, sgm.fingerprint(laptop)));
        TestSgm.done(sign(laptop));
    }

    @Test
    void a_device_that_was_removed_before_it_was_confirmed_waits_no_more() {
        sgm.reopenAtLevel(2);
        sgm.confirmAtConsole(sgm.fingerprint(sgm.administrator()));
        TestSgm.done(sgm.confirm(sgm.administrator(), sgm.officer(), sgm.fingerprint(sgm.officer())));
        TestSgm.done(sgm.confirm(sgm.officer(), desk, sgm.fingerprint(desk)));
        var laptop = sgm.furtherDevice(desk);
        assertThat(sgm.people(sgm.officer()))
                .filteredOn(person -> person.user().equals(desk.user))
                .extracting(Results.Person::waiting)
                .containsExactly(List.of(laptop.id()));

        TestSgm.done(remove(desk, laptop));

        assertThat(sgm.people(sgm.officer()))
                .filteredOn(person -> person.user().equals(desk.user))
                .extracting(Results.Person::waiting)
                .containsExactly(List.of());
    }
}
