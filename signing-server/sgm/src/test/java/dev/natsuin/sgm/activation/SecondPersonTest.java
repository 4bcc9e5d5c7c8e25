package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where two persons are wanted, staff is admitted and people begin anew by two. */
class SecondPersonTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice first;
    private TestDevice second;

    @BeforeEach
    void two_administrators() {
        sgm = new TestSgm(folder);
        sgm.reopenWithTwoPersons(true);
        first = sgm.enrol(sgm.firstCode);
        second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
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

    /** A secret, and the statement that admits whoever will know it. */
    private record Asking(Bytes secret, Statement statement) {
        Bytes text() {
            return StatementText.write(statement);
        }

        String id() {
            return statement.head().id();
        }
    }

    private static Bytes hash(Bytes secret) {
        try (var s = Secret.taking(secret.toArray())) {
            return EnrolmentSecretHash.of(s);
        }
    }

    private Asking invite(TestDevice by, Role role) {
        return invite(by, role, Duration.ofDays(7));
    }

    private Asking invite(TestDevice by, Role role, Duration life) {
        var secret = TestDevice.random(16);
        return new Asking(
                secret,
                new Statement.Invite(
                        by.head(sgm.now()),
                        role,
                        hash(secret),
                        sgm.now().plus(life),
                        Optional.empty(),
                        Optional.empty()));
    }

    private Asking anew(TestDevice by, String user) {
        var secret = TestDevice.random(16);
        return new Asking(
                secret,
                new Statement.ReEnrol(
                        by.head(sgm.now()),
                        sgm.whom(by, user),
                        hash(secret),
                        sgm.now().plus(Duration.ofDays(7))));
    }

    private Results.Invited asked(TestDevice by, Asking asking) throws Malformed {
        return Results.Invited.read(TestSgm.done(order(by, asking.statement())));
    }

    private Answer approve(TestDevice by, Bytes request) {
        return order(by, new Statement.Approve(by.head(sgm.now()), request));
    }

    private Answer withdraw(TestDevice by, Bytes request) {
        return order(by, new Statement.Withdraw(by.head(sgm.now()), request));
    }

    private Results.Requests waiting(TestDevice by) throws Malformed {
        return Results.Requests.read(
                TestSgm.done(order(by, new Statement.ListRequests(by.head(sgm.now()), Optional.empty()))));
    }

    private EnrolmentCode code(Results.Invited invited, Asking asking) {
        return new EnrolmentCode(
                sgm.firstCode.identityHash(),
                invited.invitation(),
                invited.user(),
                "https://127.0.0.1:8443",
                Secret.taking(asking.secret().toArray()));
    }

    private Answer enrolment(EnrolmentCode code) {
        var device = new TestDevice(code.identityHash(), code.user());
        return sgm.send(device.seal(device.enrolment(code, sgm.now()), sgm));
    }

    private TestDevice admitted(Role role, TestDevice by, TestDevice approving) throws Malformed {
        var asking = invite(by, role);
        var invited = asked(by, asking);
        TestSgm.done(approve(approving, asking.text()));
        return sgm.enrol(code(invited, asking));
    }

    private static Bytes text(Results.Requests.Request request) throws Malformed {
        return JsonObject.strict(request.entry().record()).reader().bytes("statement");
    }

    private boolean isKnown(String user) {
        return sgm.people(first).stream().anyMatch(person -> person.user().equals(user));
    }

    @Test
    void staff_is_admitted_by_two_and_nothing_happens_before_the_second() throws Exception {
        var asking = invite(first, Role.OFFICER);

        var invited = asked(first, asking);

        assertThat(invited.waits())
                .contains(new Results.Waits(asking.id(), sgm.now().plus(Duration.ofDays(7))));
        assertThat(isKnown(invited.user())).isFalse();
        assertThat(refusal(enrolment(code(invited, asking)))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);

        var answer = approve(second, asking.text());

        assertThat(Results.Approved.read(TestSgm.done(answer)))
                .isEqualTo(new Results.Approved(asking.id(), invited.user(), List.of(), List.of()));
        assertThat(sgm.enrol(code(invited, asking)).user).isEqualTo(invited.user());
    }

    /** The code is the orderer's: with the confirmation they could be two persons. */
    @Test
    void whoever_ordered_confirms_no_device_of_whom_they_had_admitted() throws Exception {
        var admitted = admitted(Role.ADMINISTRATOR, first, second);

        assertThat(refusal(sgm.confirm(first, admitted, sgm.fingerprint(admitted))))
                .isEqualTo(ProblemCode.OWN_REQUEST);
        TestSgm.done(sgm.confirm(second, admitted, sgm.fingerprint(admitted)));
    }

    /** Where two are wanted, one alone admits nobody: as many must stay. */
    @Test
    void one_of_two_administrators_does_not_remove_their_last_device() throws Exception {
        var remove = new Statement.RemoveDevice(
                first.head(sgm.now()), first.id(), first.deviceKey.publicKey().encoded());
        assertThat(refusal(order(first, remove))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);

        admitted(Role.ADMINISTRATOR, first, second);
        var again = new Statement.RemoveDevice(
                first.head(sgm.now()), first.id(), first.deviceKey.publicKey().encoded());
        TestSgm.done(order(first, again));
    }

    private void lock(TestDevice device) {
        wrongPins(device, 5);
    }

    private void wrongPins(TestDevice device, int number) {
        for (var i = 0; i < number; i++) {
            sgm.send(device.seal(invite(device, Role.OFFICER).statement(), sgm, draft -> {
                draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                return draft;
            }));
        }
    }

    private Answer revoke(TestDevice by, TestDevice whom) {
        return order(by, new Statement.Revoke(by.head(sgm.now()), sgm.whom(by, whom.user)));
    }

    @Test
    void one_whose_only_device_is_locked_is_no_second_administrator() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        lock(third);

        assertThat(refusal(revoke(first, second))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
    }

    @Test
    void one_whose_only_device_was_removed_is_no_second_administrator() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        TestSgm.done(order(
                third,
                new Statement.RemoveDevice(
                        third.head(sgm.now()),
                        third.id(),
                        third.deviceKey.publicKey().encoded())));

        assertThat(refusal(revoke(first, second))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void one_whose_only_device_waits_to_be_confirmed_is_no_second_administrator(int level) throws Exception {
        sgm.reopenAtLevel(level);
        sgm.confirmAtConsole(sgm.fingerprint(first));
        TestSgm.done(sgm.confirm(first, second, sgm.fingerprint(second)));
        var third = admitted(Role.ADMINISTRATOR, first, second);
        assertThat(refusal(revoke(first, second))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);

        TestSgm.done(sgm.confirm(second, third, sgm.fingerprint(third)));
        TestSgm.done(revoke(first, second));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void a_device_that_waits_to_be_confirmed_takes_no_administrators_place_of_the_one_that_acts(int level)
            throws Exception {
        sgm.reopenAtLevel(level);
        sgm.confirmAtConsole(sgm.fingerprint(first));
        TestSgm.done(sgm.confirm(first, second, sgm.fingerprint(second)));
        var laptop = sgm.furtherDevice(first);
        var remove = (Supplier<Statement>) () -> new Statement.RemoveDevice(
                first.head(sgm.now()), first.id(), first.deviceKey.publicKey().encoded());
        assertThat(refusal(order(first, remove.get()))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);

        TestSgm.done(sgm.confirm(second, laptop, sgm.fingerprint(laptop)));
        TestSgm.done(order(first, remove.get()));
    }

    @Test
    void an_officer_counts_for_no_administrator() throws Exception {
        admitted(Role.OFFICER, first, second);

        assertThat(refusal(revoke(first, second))).isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
    }

    /** Whoever is suspended can be resumed; whoever begins anew is nobody until they enrolled. */
    @Test
    void one_of_two_administrators_suspends_the_other_and_does_not_have_them_begin_anew() throws Exception {
        assertThat(refusal(order(first, anew(first, second.user).statement())))
                .isEqualTo(ProblemCode.LAST_ADMINISTRATOR);

        var whom = sgm.whom(first, second.user);
        TestSgm.done(order(first, new Statement.Suspend(first.head(sgm.now()), whom)));
        TestSgm.done(order(first, new Statement.Resume(first.head(sgm.now()), whom)));
        TestSgm.done(order(second, new Statement.ListDevices(second.head(sgm.now()))));
    }

    @Test
    void what_waits_about_whoever_is_suspended_goes_on_waiting() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        var asking = anew(first, third.user);
        TestSgm.done(order(first, asking.statement()));
        TestSgm.done(order(second, new Statement.Suspend(second.head(sgm.now()), sgm.whom(second, third.user))));

        assertThat(waiting(second).requests()).hasSize(1);
        TestSgm.done(approve(second, asking.text()));
    }

    @Test
    void a_person_begins_anew_by_two_officers_and_keeps_everything_until_the_second() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var other = admitted(Role.OFFICER, second, first);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER)); // one officer suffices for a signer
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        var asking = anew(officer, signer.user);

        var told = Results.EnrolledAnew.read(TestSgm.done(order(officer, asking.statement())));

        assertThat(told.waits()).isPresent();
        assertThat(told.keys()).isEmpty();
        var order = sgm.order(signer, key, TestSgm.hash("still mine"));
        TestSgm.done(sgm.send(signer.seal(order, sgm), order));

        var done = Results.Approved.read(TestSgm.done(approve(other, asking.text())));

        assertThat(done.keys()).containsExactly(key.keyId());
        assertThat(done.devices()).containsExactly(signer.id());
        var late = sgm.order(signer, key, TestSgm.hash("not any more"));
        assertThat(refusal(sgm.send(signer.seal(late, sgm), late))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        TestSgm.done(enrolment(code(new Results.Invited(told.user(), told.invitation(), told.codeExpires()), asking)));
    }

    @Test
    void both_acts_stand_in_the_chains_of_those_who_ordered_them() throws Exception {
        var asking = invite(first, Role.OFFICER);
        var request = order(first, asking.statement());
        var approval = approve(second, asking.text());

        sgm.receiptHolds(approval);
        var asked = Leaf.read(request.receipt().orElseThrow().entry().leaf());
        var approved = Leaf.read(approval.receipt().orElseThrow().entry().leaf());
        assertThat(asked.type()).isEqualTo(Leaf.Type.REQUEST);
        assertThat(asked.chain()).isEqualTo(first.id());
        assertThat(approved.type()).isEqualTo(Leaf.Type.APPROVE);
        assertThat(approved.chain()).isEqualTo(second.id());
        var record = JsonObject.strict(approval.receipt().orElseThrow().entry().record())
                .reader();
        assertThat(record.index("requested"))
                .isEqualTo(request.receipt().orElseThrow().entry().index());
        assertThat(((Statement.Approve) StatementText.read(record.bytes("statement"))).request())
                .isEqualTo(asking.text());
    }

    /** Row 16: what waits comes in a signed answer with the first one's very statement. */
    @Test
    void row_16_what_waits_is_told_with_the_statement_itself_and_its_proof() throws Exception {
        var asking = invite(first, Role.AUDITOR);
        var invited = asked(first, asking);

        var told = waiting(second);

        assertThat(told.requests()).hasSize(1);
        var one = told.requests().get(0);
        assertThat(one.user()).isEqualTo(invited.user());
        assertThat(text(one)).isEqualTo(asking.text());
        var checkpoint = dev.natsuin.protocol.log.Checkpoint.open(
                        told.checkpoint(),
                        dev.natsuin.protocol.log.Checkpoint.originOf(sgm.firstCode.identityHash()),
                        sgm.hello().logKey())
                .orElseThrow();
        one.entry().proven(checkpoint);
        TestSgm.done(approve(second, text(one)));
        assertThat(waiting(second).requests()).isEmpty();
    }

    @Test
    void whoever_was_admitted_by_two_is_described_with_the_order_that_admitted_them_and_its_proof() throws Exception {
        var asking = new Statement.Invite(
                first.head(sgm.now()),
                Role.OFFICER,
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(TestSgm.hash("passport")),
                Optional.of(TestSgm.hash("佐藤 次郎")));
        var user = Results.Invited.read(TestSgm.done(order(first, asking))).user();
        TestSgm.done(approve(second, StatementText.write(asking)));

        var described = Results.Described.read(
                TestSgm.done(order(second, new Statement.DescribePerson(second.head(sgm.now()), user))));

        assertThat(described.person().displayHash()).contains(TestSgm.hash("佐藤 次郎"));
        var entry = described.admitted().orElseThrow();
        assertThat(Leaf.read(entry.leaf()).type()).isEqualTo(Leaf.Type.REQUEST);
        assertThat(StatementText.read(JsonObject.strict(entry.record()).reader().bytes("statement")))
                .isEqualTo(asking);
        assertThat(described.acts()).hasSize(2);
    }

    @Test
    void nobody_is_described_who_only_waits_to_be_admitted() throws Exception {
        var invited = asked(first, invite(first, Role.OFFICER));

        assertThat(refusal(order(second, new Statement.DescribePerson(second.head(sgm.now()), invited.user()))))
                .isEqualTo(ProblemCode.PERSON_UNKNOWN);
    }

    @Test
    void one_can_be_asked_for_by_its_id() throws Exception {
        var asking = invite(first, Role.AUDITOR);
        asked(first, asking);
        asked(first, invite(first, Role.OFFICER));

        var told = Results.Requests.read(TestSgm.done(
                order(second, new Statement.ListRequests(second.head(sgm.now()), Optional.of(asking.id())))));

        assertThat(told.requests()).hasSize(1);
        assertThat(text(told.requests().get(0))).isEqualTo(asking.text());
    }

    // Attacks.

    @Test
    void row_16_nobody_approves_what_they_asked_for_themselves() throws Exception {
        var asking = invite(first, Role.OFFICER);
        var invited = asked(first, asking);
        var laptop = sgm.furtherDevice(first);

        assertThat(refusal(approve(first, asking.text()))).isEqualTo(ProblemCode.OWN_REQUEST);
        assertThat(refusal(approve(laptop, asking.text()))).isEqualTo(ProblemCode.OWN_REQUEST);
        assertThat(isKnown(invited.user())).isFalse();
    }

    @Test
    void row_16_nobody_approves_what_is_about_themselves() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        var asking = anew(first, third.user);
        TestSgm.done(order(first, asking.statement()));

        assertThat(refusal(approve(third, asking.text()))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(withdraw(third, asking.text()))).isEqualTo(ProblemCode.NOT_PERMITTED);
        TestSgm.done(order(third, new Statement.ListDevices(third.head(sgm.now()))));
    }

    @Test
    void row_16_a_request_with_another_role_or_secret_under_the_same_id_is_not_what_waits() throws Exception {
        var asking = invite(first, Role.AUDITOR);
        asked(first, asking);
        var head = asking.statement().head();
        var invite = (Statement.Invite) asking.statement();
        var swapped = List.of(
                new Statement.Invite(
                        head,
                        Role.ADMINISTRATOR,
                        invite.secretHash(),
                        invite.codeExpires(),
                        Optional.empty(),
                        Optional.empty()),
                new Statement.Invite(
                        head,
                        Role.AUDITOR,
                        TestSgm.hash("the SAP's own"),
                        invite.codeExpires(),
                        Optional.empty(),
                        Optional.empty()),
                new Statement.Invite(
                        head,
                        Role.AUDITOR,
                        invite.secretHash(),
                        invite.codeExpires().plusSeconds(1),
                        Optional.empty(),
                        Optional.empty()));
        for (var other : swapped) {
            assertThat(refusal(approve(second, StatementText.write(other)))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
        }
        assertThat(refusal(approve(second, Bytes.utf8(asking.text().toUtf8().replaceFirst("\\{", "{ ")))))
                .isEqualTo(ProblemCode.CONTENT_DIFFERS); // the same members in other octets
        assertThat(waiting(second).requests()).hasSize(1);
    }

    @Test
    void row_16_another_subject_in_the_request_is_not_what_waits() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var other = admitted(Role.OFFICER, second, first);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER));
        var asking = anew(officer, signer.user);
        TestSgm.done(order(officer, asking.statement()));
        var order = (Statement.ReEnrol) asking.statement();
        var renamed = new Statement.ReEnrol(
                order.head(),
                new Statement.Whom(signer.user, Role.SIGNER, Optional.of("CN=Somebody Else,C=JP")),
                order.secretHash(),
                order.codeExpires());

        assertThat(refusal(approve(other, StatementText.write(renamed)))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
    }

    @Test
    void row_16_a_request_that_the_sap_invents_is_unknown() {
        var invented = invite(first, Role.ADMINISTRATOR);

        assertThat(refusal(approve(second, invented.text()))).isEqualTo(ProblemCode.REQUEST_UNKNOWN);
    }

    @Test
    void row_18_an_approval_that_is_sent_again_approves_nothing_again() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var other = admitted(Role.OFFICER, second, first);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER));
        var asking = anew(officer, signer.user);
        TestSgm.done(order(officer, asking.statement()));
        var approval = new Statement.Approve(other.head(sgm.now()), asking.text());
        var sealed = other.seal(approval, sgm);
        var answered = TestSgm.done(sgm.send(sealed));
        sgm.reopen();

        assertThat(TestSgm.done(sgm.send(sealed)).toBytes()).isEqualTo(answered.toBytes());
        assertThat(refusal(order(other, approval))).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
        assertThat(refusal(approve(other, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        assertThat(refusal(order(officer, asking.statement()))).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @Test
    void what_was_withdrawn_by_whoever_asked_or_by_another_cannot_be_approved() throws Exception {
        for (var by : List.of(first, second)) {
            var asking = invite(first, Role.OFFICER);
            var invited = asked(first, asking);

            var answer = withdraw(by, asking.text());

            assertThat(Results.Withdrawn.read(TestSgm.done(answer)))
                    .isEqualTo(new Results.Withdrawn(asking.id(), invited.user()));
            assertThat(refusal(approve(second, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
            assertThat(refusal(withdraw(second, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
            assertThat(refusal(enrolment(code(invited, asking)))).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        }
        assertThat(waiting(second).requests()).isEmpty();
    }

    @Test
    void a_request_waits_seven_days_and_no_longer_than_its_code_lives() throws Exception {
        var month = invite(first, Role.OFFICER, Duration.ofDays(31));
        var day = invite(first, Role.OFFICER, Duration.ofDays(1));
        asked(first, month);
        asked(first, day);

        sgm.clock.move(Duration.ofDays(1));
        assertThat(refusal(approve(second, day.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        sgm.clock.move(Duration.ofDays(6).minusSeconds(1));
        assertThat(waiting(second).requests()).hasSize(1);
        sgm.clock.move(Duration.ofSeconds(1));

        assertThat(waiting(second).requests()).isEmpty();
        assertThat(refusal(approve(second, month.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        assertThat(refusal(withdraw(first, month.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void a_request_of_whoever_was_suspended_is_void_also_when_they_are_back() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        var asking = invite(third, Role.OFFICER);
        asked(third, asking);
        var whom = sgm.whom(first, third.user);
        TestSgm.done(order(first, new Statement.Suspend(first.head(sgm.now()), whom)));
        TestSgm.done(order(first, new Statement.Resume(first.head(sgm.now()), whom)));

        assertThat(refusal(approve(second, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        assertThat(waiting(second).requests()).isEmpty();
    }

    @Test
    void a_request_of_whoever_was_revoked_is_void() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        var asking = invite(third, Role.OFFICER);
        asked(third, asking);
        TestSgm.done(order(first, new Statement.Revoke(first.head(sgm.now()), sgm.whom(first, third.user))));

        assertThat(refusal(approve(second, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void a_request_from_a_device_that_was_removed_is_void() throws Exception {
        var laptop = sgm.furtherDevice(first);
        var asking = invite(laptop, Role.OFFICER);
        asked(laptop, asking);
        TestSgm.done(order(
                first,
                new Statement.RemoveDevice(
                        first.head(sgm.now()),
                        laptop.id(),
                        laptop.deviceKey.publicKey().encoded())));

        assertThat(refusal(approve(second, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void wrong_pins_that_lock_nothing_leave_what_waits() throws Exception {
        var asking = invite(first, Role.OFFICER);
        asked(first, asking);
        wrongPins(first, 4);

        TestSgm.done(approve(second, asking.text()));
    }

    @Test
    void a_request_from_a_device_that_was_locked_is_void() throws Exception {
        var asking = invite(first, Role.OFFICER);
        asked(first, asking);
        lock(first);

        assertThat(refusal(approve(second, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void beginning_anew_ends_what_else_waits_about_the_person() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var other = admitted(Role.OFFICER, second, first);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER));
        var one = anew(officer, signer.user);
        var two = anew(officer, signer.user);
        TestSgm.done(order(officer, one.statement()));
        TestSgm.done(order(officer, two.statement()));

        TestSgm.done(approve(other, one.text()));

        assertThat(refusal(approve(other, two.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void a_person_who_changed_since_is_not_begun_anew_with() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var other = admitted(Role.OFFICER, second, first);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER));
        var asking = anew(officer, signer.user);
        TestSgm.done(order(officer, asking.statement()));
        TestSgm.done(order(other, new Statement.Revoke(other.head(sgm.now()), sgm.whom(other, signer.user))));

        assertThat(refusal(approve(other, asking.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void the_second_person_is_of_the_role_that_could_have_asked() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var auditor = admitted(Role.AUDITOR, first, second);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER));
        var asking = invite(first, Role.OFFICER);
        asked(first, asking);

        for (var by : List.of(officer, auditor, signer)) {
            assertThat(refusal(approve(by, asking.text()))).isEqualTo(ProblemCode.NOT_PERMITTED);
            assertThat(refusal(withdraw(by, asking.text()))).isEqualTo(ProblemCode.NOT_PERMITTED);
        }
        var about = anew(officer, signer.user);
        TestSgm.done(order(officer, about.statement()));
        assertThat(refusal(approve(second, about.text()))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(waiting(officer).requests()).hasSize(1);
        assertThat(waiting(second).requests()).hasSize(1);
        for (var by : List.of(auditor, signer)) {
            assertThat(refusal(order(by, new Statement.ListRequests(by.head(sgm.now()), Optional.empty()))))
                    .isEqualTo(ProblemCode.NOT_PERMITTED);
        }
    }

    @Test
    void the_second_person_needs_the_right_pin_and_a_wrong_one_is_counted() throws Exception {
        var asking = invite(first, Role.OFFICER);
        var invited = asked(first, asking);

        var answer = sgm.send(second.seal(new Statement.Approve(second.head(sgm.now()), asking.text()), sgm, draft -> {
            draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
            return draft;
        }));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.PIN_WRONG);
        assertThat(isKnown(invited.user())).isFalse();
        TestSgm.done(approve(second, asking.text()));
    }

    @Test
    void of_many_approvals_and_withdrawals_at_once_exactly_one_is_carried_out() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        var asking = invite(first, Role.OFFICER);
        asked(first, asking);
        var sealed = new ArrayList<Bytes>();
        for (var by : List.of(second, third)) {
            for (var i = 0; i < 4; i++) {
                sealed.add(by.seal(new Statement.Approve(by.head(sgm.now()), asking.text()), sgm));
                sealed.add(by.seal(new Statement.Withdraw(by.head(sgm.now()), asking.text()), sgm));
            }
        }
        var pool = Executors.newFixedThreadPool(8);
        try {
            var tasks = sealed.stream()
                    .map(octets -> (Callable<Answer>) () -> sgm.send(octets))
                    .toList();
            var done = 0;
            for (var future : pool.invokeAll(tasks)) {
                if (future.get().body() instanceof Answer.Body.Done) {
                    done++;
                } else {
                    assertThat(refusal(future.get())).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
                }
            }
            assertThat(done).isOne();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void nobody_lets_more_than_a_hundred_orders_wait() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var oldest = invite(first, Role.AUDITOR);
        asked(first, oldest);
        for (var i = 1; i < SecondPerson.MOST_WAITING; i++) {
            asked(first, invite(first, Role.AUDITOR));
        }

        assertThat(refusal(order(first, invite(first, Role.AUDITOR).statement())))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(order(first, anew(first, officer.user).statement()))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(order(
                        first,
                        new Statement.RenewIdentity(
                                first.head(sgm.now()), sgm.believed().keyHash()))))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        asked(second, invite(second, Role.AUDITOR));
        assertThat(waiting(second).requests()).hasSize(SecondPerson.MOST_WAITING + 1);
        TestSgm.done(withdraw(second, oldest.text()));
        asked(first, invite(first, Role.AUDITOR)); // what was withdrawn waits no more
        assertThat(refusal(order(first, invite(first, Role.AUDITOR).statement())))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        sgm.clock.move(Duration.ofDays(7));
        asked(first, invite(first, Role.AUDITOR)); // nor does what nobody approved in time
    }

    @Test
    void two_hundred_orders_that_wait_are_told_and_whether_there_are_more() throws Exception {
        var third = admitted(Role.ADMINISTRATOR, first, second);
        for (var i = 0; i < SecondPerson.MOST_WAITING; i++) {
            asked(first, invite(first, Role.AUDITOR));
            asked(second, invite(second, Role.AUDITOR));
        }
        assertThat(waiting(third).requests()).hasSize(Results.Requests.MOST);
        assertThat(waiting(third).more()).isFalse();

        var newest = invite(third, Role.AUDITOR);
        asked(third, newest);

        assertThat(waiting(second).requests()).hasSize(Results.Requests.MOST);
        assertThat(waiting(second).more()).isTrue();
        assertThat(text(waiting(second).requests().get(0))).isEqualTo(newest.text());
    }

    // The first administrator.

    @Test
    void the_only_administrator_there_ever_was_admits_one_more_alone_and_never_again() throws Exception {
        var asking = invite(first, Role.ADMINISTRATOR);
        assertThat(asked(first, asking).waits()).isPresent();
        assertThat(refusal(order(first, new Statement.Revoke(first.head(sgm.now()), sgm.whom(first, second.user)))))
                .isEqualTo(ProblemCode.LAST_ADMINISTRATOR);
        assertThat(asked(first, invite(first, Role.ADMINISTRATOR)).waits()).isPresent();
    }

    @Test
    void while_the_second_administrators_code_is_on_its_way_no_third_is_admitted_by_one() throws Exception {
        try (var alone = new TestSgm(java.nio.file.Files.createDirectory(folder.resolve("alone")))) {
            alone.reopenWithTwoPersons(true);
            var administrator = alone.enrol(alone.firstCode);
            var lost = alone.invite(administrator, Role.ADMINISTRATOR);
            var more = new Statement.Invite(
                    administrator.head(alone.now()),
                    Role.ADMINISTRATOR,
                    TestSgm.hash("x"),
                    alone.now().plus(Duration.ofDays(7)),
                    Optional.empty(),
                    Optional.empty());
            assertThat(Results.Invited.read(TestSgm.done(alone.send(administrator.seal(more, alone))))
                            .waits())
                    .isPresent();
            var officer = new Statement.Invite(
                    administrator.head(alone.now()),
                    Role.OFFICER,
                    TestSgm.hash("x"),
                    alone.now().plus(Duration.ofDays(7)),
                    Optional.empty(),
                    Optional.empty());
            assertThat(Results.Invited.read(TestSgm.done(alone.send(administrator.seal(officer, alone))))
                            .waits())
                    .isPresent();
            // The code was lost: that person is ended, and another is admitted.
            TestSgm.done(alone.send(administrator.seal(
                    new Statement.Revoke(administrator.head(alone.now()), alone.whom(administrator, lost.user())),
                    alone)));
            alone.enrol(alone.invite(administrator, Role.ADMINISTRATOR));
        }
    }

    @Test
    void what_one_person_ordered_alone_counts_no_higher_than_two_and_what_two_did_counts_three() throws Exception {
        sgm.reopenAtLevel(3);
        sgm.confirmAtConsole(sgm.fingerprint(first));
        TestSgm.done(sgm.confirm(first, second, sgm.fingerprint(second)));
        var asking = invite(first, Role.OFFICER);
        asked(first, asking);
        var byTwo = approve(second, asking.text());
        sgm.reopenWithTwoPersons(false);

        var byOne = order(first, invite(first, Role.OFFICER).statement());

        assertThat(level(byTwo)).isEqualTo(3);
        assertThat(level(byOne)).isEqualTo(2);
    }

    private static int level(Answer answer) throws Malformed {
        return Leaf.read(answer.receipt().orElseThrow().entry().leaf()).level();
    }

    @Test
    void where_one_person_suffices_nothing_waits() throws Exception {
        sgm.reopenWithTwoPersons(false);

        assertThat(asked(first, invite(first, Role.OFFICER)).waits()).isEmpty();
    }

    @Test
    void what_waited_when_the_rule_ended_still_needs_its_second_person() throws Exception {
        var asking = invite(first, Role.OFFICER);
        var invited = asked(first, asking);
        sgm.reopenWithTwoPersons(false);

        assertThat(refusal(approve(first, asking.text()))).isEqualTo(ProblemCode.OWN_REQUEST);
        TestSgm.done(approve(second, asking.text()));
        TestSgm.done(enrolment(code(invited, asking)));
    }

    @Test
    void of_two_that_wait_to_begin_anew_with_the_same_person_one_is_approved() throws Exception {
        var officer = admitted(Role.OFFICER, first, second);
        var other = admitted(Role.OFFICER, second, first);
        var signer = sgm.enrol(sgm.invite(officer, Role.SIGNER));
        var seen = Results.Described.read(TestSgm.done(
                        order(officer, new Statement.DescribePerson(officer.head(sgm.now()), signer.user))))
                .invitation()
                .orElseThrow()
                .invitation();
        var one = anewInThePlaceOf(officer, signer.user, seen);
        var two = anewInThePlaceOf(other, signer.user, seen);
        TestSgm.done(order(officer, one.statement()));
        TestSgm.done(order(other, two.statement()));

        TestSgm.done(approve(other, one.text()));

        assertThat(refusal(approve(officer, two.text()))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    private Asking anewInThePlaceOf(TestDevice by, String user, String invitation) {
        var secret = TestDevice.random(16);
        return new Asking(
                secret,
                new Statement.ReEnrol(
                        by.head(sgm.now()),
                        sgm.whom(by, user),
                        hash(secret),
                        sgm.now().plus(Duration.ofDays(7)),
                        Optional.empty(),
                        Optional.of(invitation)));
    }
}
