package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why staff did something: said with the order, kept with it, told to whom it concerns, and to nobody else. */
class ReasonsTest {
    private static final Reason STOLEN =
            new Reason(Reason.Code.DEVICE_LOST, Optional.of("左のかばんごと盗まれた; police file 4711"));

    @TempDir
    private Path folder;

    private TestSgm sgm;
    private TestDevice officer;
    private TestDevice signer;

    @BeforeEach
    void open() throws Exception {
        sgm = new TestSgm(folder);
        officer = sgm.officer();
        signer = sgm.newSigner();
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Answer order(TestDevice by, Statement statement) {
        return sgm.send(by.seal(statement, sgm));
    }

    private Statement.Suspend suspend(Optional<Reason> reason) {
        return new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, signer.user), reason);
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private static Optional<Reason> reasonIn(Bytes record) throws Malformed {
        var statement = StatementText.read(JsonObject.strict(record).reader().bytes("statement"));
        return ((Statement.Reasoned) statement).reason();
    }

    private Optional<Reason> reasonIn(Results.Described told, Leaf.Type type) throws Malformed {
        for (var act : told.acts()) {
            if (Leaf.read(act.leaf()).type() == type) {
                return reasonIn(act.record());
            }
        }
        return Optional.empty();
    }

    private Results.Described described(TestDevice by, String user) throws Malformed {
        return Results.Described.read(TestSgm.done(order(by, new Statement.DescribePerson(by.head(sgm.now()), user))));
    }

    @Test
    void the_reason_stands_in_the_record_as_it_was_signed_and_not_in_the_leaf() throws Exception {
        var answer = order(officer, suspend(Optional.of(STOLEN)));

        TestSgm.done(answer);
        var entry = answer.receipt().orElseThrow().entry();
        assertThat(reasonIn(entry.record())).contains(STOLEN);
        assertThat(entry.leaf().toUtf8()).doesNotContain("device-lost", "4711");
        sgm.receiptHolds(answer);
    }

    @Test
    void every_order_that_can_say_why_does() throws Exception {
        var whom = sgm.whom(officer, signer.user);
        var other = Optional.of(new Reason(Reason.Code.OTHER, Optional.of("as agreed")));
        var orders = List.<Function<StatementHead, Statement.AboutPerson>>of(
                head -> new Statement.Suspend(head, whom, other),
                head -> new Statement.Resume(head, whom, other),
                head -> new Statement.ReEnrol(
                        head, whom, TestSgm.hash("secret"), sgm.now().plus(Duration.ofDays(1)), other),
                head -> new Statement.Revoke(head, whom, other));

        for (var order : orders) {
            var answer = order(officer, order.apply(officer.head(sgm.now())));
            TestSgm.done(answer);
            assertThat(reasonIn(answer.receipt().orElseThrow().entry().record()))
                    .isEqualTo(other);
        }
        assertThat(described(officer, signer.user).acts()).hasSizeGreaterThan(4);
        assertThat(faults()).isEmpty();
    }

    private List<String> faults() {
        var found = new ArrayList<String>();
        sgm.whileClosed(() -> found.addAll(Sgm.verifyLog(sgm.settings()).faults()));
        return found;
    }

    /** The desks of before: their orders are obeyed as ever, and state no reason. */
    @Test
    void an_order_without_a_reason_is_obeyed_and_states_none() throws Exception {
        TestSgm.done(order(officer, suspend(Optional.empty())));

        assertThat(reasonIn(described(officer, signer.user), Leaf.Type.SUSPEND)).isEmpty();
    }

    @Test
    void whom_it_concerns_is_told_why_also_while_they_are_suspended() throws Exception {
        TestSgm.done(order(officer, suspend(Optional.of(STOLEN))));

        assertThat(reasonIn(described(signer, signer.user), Leaf.Type.SUSPEND)).contains(STOLEN);
    }

    @Test
    void an_auditor_is_told_why() throws Exception {
        var index = order(officer, suspend(Optional.of(STOLEN)))
                .receipt()
                .orElseThrow()
                .entry()
                .index();

        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        var page = Results.LogPage.read(
                TestSgm.done(order(auditor, new Statement.AuditLog(auditor.head(sgm.now()), index, Optional.empty()))));
        assertThat(page.entries().get(0).index()).isEqualTo(index);
        assertThat(reasonIn(page.entries().get(0).record())).contains(STOLEN);
    }

    @Test
    void nobody_else_is_told() throws Exception {
        TestSgm.done(order(officer, suspend(Optional.of(STOLEN))));
        var other = sgm.newSigner();

        assertThat(refusal(order(other, new Statement.DescribePerson(other.head(sgm.now()), signer.user))))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
        var activity = TestSgm.done(order(other, new Statement.Activity(other.head(sgm.now()), 0)));
        for (var entry : Results.ActivityPage.read(activity).entries()) {
            assertThat(JsonObject.strict(entry.record())
                            .reader()
                            .bytes("statement")
                            .toUtf8())
                    .doesNotContain("4711");
        }
    }

    /**
     * Row 16: the SAP has the envelope of nobody, but may have seen what was signed, and says something else for it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reason\":\"mistake\"",
                "\"reason\":\"device-lost\"",
                "\"reason\":\"other\",\"note\":\"on his own wish\"",
                ""
            })
    void row_16_a_reason_that_is_changed_dropped_or_added_on_the_way_is_not_what_was_signed(String instead) {
        var signed = suspend(Optional.of(STOLEN));
        var answer = sgm.send(officer.seal(signed, sgm, draft -> {
            var text = draft.statement.toUtf8();
            var plain = text.substring(0, text.indexOf(",\"reason\""));
            draft.statement = Bytes.utf8(plain + (instead.isEmpty() ? "" : "," + instead) + "}");
            return draft;
        }));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(sgm.people(officer).stream().filter(p -> p.user().equals(signer.user)))
                .allMatch(p -> p.state().equals("active"));
    }

    @Test
    void row_16_a_reason_beside_an_order_that_was_signed_without_is_refused() {
        var answer = sgm.send(officer.seal(suspend(Optional.empty()), sgm, draft -> {
            var text = draft.statement.toUtf8();
            draft.statement = Bytes.utf8(text.substring(0, text.length() - 1) + ",\"reason\":\"left\"}");
            return draft;
        }));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    /** What is signed, but has no form: nothing is done, nothing is kept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reason\":\"settled\"",
                "\"reason\":\"other\"",
                "\"reason\":\"left\",\"note\":\"\"",
                "\"reason\":\"left\",\"note\":\"a\\u202eb\"",
                "\"note\":\"left\"",
                "\"reason\":\"because\""
            })
    void what_is_no_reason_for_a_suspension_is_no_statement(String members) {
        var text = StatementText.write(suspend(Optional.empty())).toUtf8();
        var answer = sgm.send(officer.seal(suspend(Optional.empty()), sgm, draft -> {
            draft.statement = Bytes.utf8(text.substring(0, text.length() - 1) + "," + members + "}");
            draft.deviceSignature =
                    officer.deviceKey.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, draft.statement));
            return draft;
        }));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    // Four eyes.

    private Statement.ReEnrol anew(TestDevice by, Optional<Reason> reason) {
        return new Statement.ReEnrol(
                by.head(sgm.now()),
                sgm.whom(by, signer.user),
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)),
                reason);
    }

    private TestDevice secondOfficer() throws Malformed {
        var second = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        sgm.reopenWithTwoPersons(true);
        return second;
    }

    private Results.Requests waiting(TestDevice by) throws Malformed {
        return Results.Requests.read(
                TestSgm.done(order(by, new Statement.ListRequests(by.head(sgm.now()), Optional.empty()))));
    }

    @Test
    void a_second_person_sees_why_and_approves_just_that() throws Exception {
        var key = sgm.createKey(signer, KeyAlgorithm.P_256);
        var second = secondOfficer();
        var compromised = Optional.of(new Reason(Reason.Code.KEY_COMPROMISED, Optional.of("PIN auf Zettel")));
        TestSgm.done(order(officer, anew(officer, compromised)));

        var shown = waiting(second).requests().get(0).entry();
        assertThat(reasonIn(shown.record())).isEqualTo(compromised);
        var request = JsonObject.strict(shown.record()).reader().bytes("statement");
        for (var other : others(request)) {
            assertThat(refusal(order(second, new Statement.Approve(second.head(sgm.now()), other))))
                    .isEqualTo(ProblemCode.CONTENT_DIFFERS);
        }
        var answer = order(second, new Statement.Approve(second.head(sgm.now()), request));

        TestSgm.done(answer);
        var approval = (Statement.Approve) StatementText.read(
                JsonObject.strict(answer.receipt().orElseThrow().entry().record())
                        .reader()
                        .bytes("statement"));
        assertThat(((Statement.Reasoned) StatementText.requested(approval.request())).reason())
                .isEqualTo(compromised);
        assertThat(key.keyId()).isNotEmpty();
        assertThat(faults()).isEmpty();
    }

    /** The same order for other reasons, which nobody gave. */
    private static List<Bytes> others(Bytes request) throws Malformed {
        var order = (Statement.ReEnrol) StatementText.requested(request);
        return Stream.of(
                        Optional.<Reason>empty(),
                        Optional.of(new Reason(Reason.Code.PIN_FORGOTTEN)),
                        Optional.of(new Reason(Reason.Code.KEY_COMPROMISED)),
                        Optional.of(new Reason(Reason.Code.KEY_COMPROMISED, Optional.of("PIN auf Zetteln"))))
                .map(reason -> StatementText.write(new Statement.ReEnrol(
                        order.head(), order.whom(), order.secretHash(), order.codeExpires(), reason)))
                .toList();
    }

    /** What waits since before this version has none. */
    @Test
    void a_request_without_a_reason_is_approved_as_ever() throws Exception {
        var second = secondOfficer();
        var request = anew(officer, Optional.empty());
        TestSgm.done(order(officer, request));

        TestSgm.done(order(second, new Statement.Approve(second.head(sgm.now()), StatementText.write(request))));
    }

    @Test
    void whoever_does_not_want_it_says_why() throws Exception {
        var second = secondOfficer();
        var request = anew(officer, Optional.of(new Reason(Reason.Code.PIN_FORGOTTEN)));
        TestSgm.done(order(officer, request));
        var doubt = Optional.of(new Reason(Reason.Code.DOUBT, Optional.of("nobody called")));

        var answer = order(second, new Statement.Withdraw(second.head(sgm.now()), StatementText.write(request), doubt));

        TestSgm.done(answer);
        assertThat(reasonIn(answer.receipt().orElseThrow().entry().record())).isEqualTo(doubt);
        assertThat(waiting(second).requests()).isEmpty();
    }

    // Servers of before.

    /** A database of before has no column for it: its rows keep their MACs and say what they said. */
    @Test
    void a_database_of_before_is_brought_up_and_its_revocations_hold() throws Exception {
        sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(order(officer, new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, signer.user))));

        sgm.inDatabase(
                "ALTER TABLE revocation DROP COLUMN cause",
                "ALTER TABLE person DROP COLUMN amended",
                "DELETE FROM schema_migration WHERE number >= 13");

        assertThat(faults()).isEmpty();
    }

    /** Whoever writes the database makes nothing of a compromise, and no compromise of anything. */
    @ParameterizedTest
    @ValueSource(strings = {"key-compromised", "left"})
    void a_cause_that_was_altered_in_the_database_is_found(String reason) throws Exception {
        sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(order(
                officer,
                new Statement.Revoke(
                        officer.head(sgm.now()),
                        sgm.whom(officer, signer.user),
                        Reason.Code.byName(reason).map(Reason::new))));

        sgm.inDatabase("UPDATE revocation SET cause = CASE cause WHEN 'KEY_COMPROMISE' THEN 'CESSATION_OF_OPERATION'"
                + " ELSE 'KEY_COMPROMISE' END");

        assertThat(faults()).anyMatch(fault -> fault.contains("revocation"));
    }
}
