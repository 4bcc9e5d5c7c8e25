package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What staff is told of people. One server of level 2 for all: what only asks changes nothing for the others. */
class DirectoryTest {
    private static final Bytes EVIDENCE = Bytes.utf8("a scan").sha256();
    private static final Bytes DISPLAY =
            Bytes.utf8("how the officer called them").sha256();

    @TempDir
    static Path folder = Path.of("");

    private static TestSgm sgm;
    private static TestDevice officer;
    private static TestDevice signer;
    private static TestDevice waiting;
    private static TestDevice auditor;
    private static String invited = "";

    @BeforeAll
    static void people() throws Exception {
        sgm = new TestSgm(folder, 2);
        officer = sgm.officer();
        signer = sgm.newSigner();
        TestSgm.done(sgm.confirm(officer, signer, sgm.fingerprint(signer)));
        TestSgm.done(sgm.send(signer.seal(
                new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device")), sgm)));
        waiting = sgm.newSigner();
        auditor = sgm.enrol(namedAuditor());
        TestSgm.done(sgm.confirm(sgm.administrator(), auditor, sgm.fingerprint(auditor)));
        var invite = new Statement.Invite(
                officer.head(sgm.now()),
                Role.SIGNER,
                Bytes.utf8("a hash").sha256(),
                sgm.now().plus(Duration.ofDays(3)),
                Optional.of("CN=花子"),
                Optional.of(KeyAlgorithm.P_256),
                Optional.of(EVIDENCE),
                Optional.of(DISPLAY));
        invited = Results.Invited.read(TestSgm.done(sgm.send(officer.seal(invite, sgm))))
                .user();
    }

    private static EnrolmentCode namedAuditor() throws Malformed {
        var administrator = sgm.administrator();
        var secret = TestDevice.random(16);
        Bytes hash;
        try (var s = Secret.taking(secret.toArray())) {
            hash = EnrolmentSecretHash.of(s);
        }
        var invite = new Statement.Invite(
                administrator.head(sgm.now()),
                Role.AUDITOR,
                hash,
                sgm.now().plus(Duration.ofDays(3)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(EVIDENCE),
                Optional.of(DISPLAY));
        var code = Results.Invited.read(TestSgm.done(ask(administrator, invite)));
        return sgm.code(code.user(), code.invitation(), secret);
    }

    @AfterAll
    static void close() {
        sgm.close();
    }

    private static Answer ask(TestDevice device, Statement statement) {
        return sgm.send(device.seal(statement, sgm));
    }

    private static List<Results.Person> listed(Statement.ListPeople.Choice choice) throws Malformed {
        return listed(officer, choice);
    }

    private static List<Results.Person> listed(TestDevice staff, Statement.ListPeople.Choice choice) throws Malformed {
        return Results.People.read(TestSgm.done(ask(staff, new Statement.ListPeople(staff.head(sgm.now()), choice))))
                .people();
    }

    private static Results.Described described(String user) throws Malformed {
        return Results.Described.read(
                TestSgm.done(ask(officer, new Statement.DescribePerson(officer.head(sgm.now()), user))));
    }

    @Test
    void those_named_are_told_in_that_order_and_nobody_else() throws Exception {
        var told = listed(new Statement.ListPeople.Choice.Named(List.of(invited, "0123456789abcdef", signer.user)));

        assertThat(told).extracting(Results.Person::user).containsExactly(invited, signer.user);
        assertThat(told)
                .extracting(Results.Person::displayHash)
                .containsExactly(Optional.of(DISPLAY), Optional.empty());
    }

    @Test
    void those_invited_and_those_who_wait_are_work_lists() throws Exception {
        assertThat(listed(new Statement.ListPeople.Choice.Invited()))
                .extracting(Results.Person::user)
                .containsExactly(invited);
        assertThat(listed(new Statement.ListPeople.Choice.Waiting()))
                .extracting(Results.Person::user)
                .containsExactly(waiting.user);
    }

    @Test
    void staff_is_told_without_any_signer_in_the_order_it_was_admitted_with_the_names_that_were_signed()
            throws Exception {
        for (var staff : List.of(officer, sgm.administrator())) {
            var told = listed(staff, new Statement.ListPeople.Choice.Staff());

            assertThat(told)
                    .extracting(Results.Person::user)
                    .containsExactly(sgm.administrator().user, officer.user, auditor.user);
            assertThat(told)
                    .extracting(Results.Person::role)
                    .containsExactly(Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR);
            assertThat(told)
                    .extracting(Results.Person::displayHash)
                    .containsExactly(Optional.empty(), Optional.empty(), Optional.of(DISPLAY));
        }
    }

    @Test
    void a_page_tells_of_everybody_which_devices_wait_and_the_name_that_was_signed() throws Exception {
        var page = Results.PeoplePage.read(TestSgm.done(ask(
                officer,
                new Statement.ListPeople(
                        officer.head(sgm.now()), new Statement.ListPeople.Choice.Page(1_000, Optional.empty())))));

        assertThat(page.people())
                .filteredOn(person -> person.user().equals(waiting.user))
                .singleElement()
                .extracting(Results.Person::waiting)
                .isEqualTo(List.of(waiting.id()));
        assertThat(page.people())
                .filteredOn(person -> person.displayHash().isPresent())
                .extracting(Results.Person::user)
                .containsExactly(auditor.user, invited);
    }

    @Test
    void a_device_that_waits_and_an_auditor_are_told_no_page() {
        var page = new Statement.ListPeople.Choice.Page(1, Optional.empty());

        assertThat(TestSgm.problem(ask(waiting, new Statement.ListPeople(waiting.head(sgm.now()), page)))
                        .code())
                .isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        assertThat(TestSgm.problem(ask(auditor, new Statement.ListPeople(auditor.head(sgm.now()), page)))
                        .code())
                .isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void whoever_is_neither_officer_nor_administrator_is_not_told_of_staff() {
        for (var other : List.of(signer, auditor)) {
            var question = new Statement.ListPeople(other.head(sgm.now()), new Statement.ListPeople.Choice.Staff());

            assertThat(TestSgm.problem(ask(other, question)).code()).isEqualTo(ProblemCode.NOT_PERMITTED);
        }
    }

    @Test
    void an_answer_about_staff_belongs_to_that_question_alone() {
        var head = officer.head(sgm.now());
        var everybody = new Statement.ListPeople(head);
        var staff = new Statement.ListPeople(head, new Statement.ListPeople.Choice.Staff());

        var ofStaff = ask(officer, staff);
        var ofEverybody = ask(officer, everybody);

        assertThat(ofStaff.statementSha256())
                .contains(StatementText.write(staff).sha256())
                .isNotEqualTo(ofEverybody.statementSha256());
        assertThat(ofStaff.sealedSha256()).isNotEqualTo(ofEverybody.sealedSha256());
    }

    @Test
    void an_invitation_is_told_with_the_statement_that_holds_evidence_and_name() throws Exception {
        var person = described(invited);

        assertThat(person.person().displayHash()).contains(DISPLAY);
        assertThat(person.invitation()).map(Results.Described.Code::state).contains("open");
        var record = JsonObject.strict(person.admitted().orElseThrow().record()).reader();
        var order = (Statement.Invite) StatementText.read(record.bytes("statement"));
        assertThat(order.evidence()).contains(EVIDENCE);
        assertThat(order.head().user()).isEqualTo(officer.user);
    }

    @Test
    void a_signer_is_told_with_devices_keys_and_what_was_done_but_not_what_was_signed() throws Exception {
        var person = described(signer.user);

        assertThat(person.devices())
                .extracting(Results.Described.DeviceFacts::device)
                .containsExactly(signer.id());
        assertThat(person.devices().get(0).confirmed()).isPresent();
        assertThat(person.keys()).extracting(Results.Described.KeyFacts::uses).containsExactly(0L);
        assertThat(person.invitation()).map(Results.Described.Code::state).contains("used");
        assertThat(person.acts())
                .extracting(DirectoryTest::type)
                .containsExactly(Leaf.Type.CREATE_KEY, Leaf.Type.CONFIRM_DEVICE, Leaf.Type.ENROL, Leaf.Type.INVITE);
    }

    private static Leaf.Type type(LogEntry entry) {
        try {
            return Leaf.read(entry.leaf()).type();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_act_is_proven_under_the_checkpoint_that_comes_with_it() throws Exception {
        var person = described(signer.user);
        var origin = Checkpoint.originOf(sgm.firstCode.identityHash());
        var checkpoint = Checkpoint.open(
                        person.checkpoint(), origin, sgm.hello().logKey())
                .orElseThrow();

        for (var act : person.acts()) {
            act.proven(checkpoint);
        }
        person.admitted().orElseThrow().proven(checkpoint);
    }

    @Test
    void who_admitted_somebody_is_told_however_much_was_done_since() throws Exception {
        var busy = sgm.newSigner();
        TestSgm.done(sgm.confirm(officer, busy, sgm.fingerprint(busy)));
        var key = sgm.createKey(busy, KeyAlgorithm.P_256);
        TestSgm.done(ask(busy, new Statement.RenewKey(busy.head(sgm.now()), key.keyId(), key.certificateSha256())));
        for (var i = 0; i < Results.Described.MOST_ACTS; i++) {
            sgm.inviteDevice(busy);
        }

        var person = described(busy.user);

        assertThat(person.admitted()).map(DirectoryTest::type).contains(Leaf.Type.INVITE);
        assertThat(person.invitation()).map(Results.Described.Code::state).contains("open");
        assertThat(person.keys()).extracting(Results.Described.KeyFacts::uses).containsExactly(0L);
    }

    @Test
    void a_key_was_used_as_often_as_it_signed_and_one_that_was_destroyed_is_no_key_of_theirs() throws Exception {
        var busy = sgm.newSigner();
        TestSgm.done(sgm.confirm(officer, busy, sgm.fingerprint(busy)));
        var kept = sgm.createKey(busy, KeyAlgorithm.P_256);
        var destroyed = sgm.createKey(busy, KeyAlgorithm.P_256);
        for (var key : List.of(kept, kept, destroyed)) {
            var order = sgm.order(busy, key, TestSgm.hash("contract"));
            TestSgm.done(sgm.send(busy.seal(order, sgm), order));
        }
        TestSgm.done(ask(
                busy,
                new Statement.DestroyKey(busy.head(sgm.now()), destroyed.keyId(), destroyed.certificateSha256())));

        assertThat(described(busy.user).keys())
                .extracting(key -> key.key().keyId(), Results.Described.KeyFacts::uses)
                .containsExactlyInAnyOrder(tuple(kept.keyId(), 2L), tuple(destroyed.keyId(), 1L));
        assertThat(listed(new Statement.ListPeople.Choice.Named(List.of(busy.user))))
                .extracting(Results.Person::keys)
                .containsExactly(1);
    }

    @Test
    void of_what_somebody_signed_and_of_their_wrong_pins_staff_is_told_nothing() throws Exception {
        var busy = sgm.newSigner();
        TestSgm.done(sgm.confirm(officer, busy, sgm.fingerprint(busy)));
        var key = sgm.createKey(busy, KeyAlgorithm.P_256);
        var order = sgm.order(busy, key, TestSgm.hash("contract"));
        TestSgm.done(sgm.send(busy.seal(order, sgm), order));
        var guess = sgm.order(busy, key, TestSgm.hash("contract"));
        var guessed = busy.seal(guess, sgm, draft -> {
            draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
            return draft;
        });
        assertThat(TestSgm.problem(sgm.send(guessed, guess)).code()).isEqualTo(ProblemCode.PIN_WRONG);

        assertThat(described(busy.user).acts())
                .extracting(DirectoryTest::type)
                .containsExactly(Leaf.Type.CREATE_KEY, Leaf.Type.CONFIRM_DEVICE, Leaf.Type.ENROL, Leaf.Type.INVITE);
    }

    @Test
    void somebody_unknown_is_not_described() {
        assertThat(TestSgm.problem(
                                ask(officer, new Statement.DescribePerson(officer.head(sgm.now()), "0123456789abcdef")))
                        .code())
                .isEqualTo(ProblemCode.PERSON_UNKNOWN);
    }

    /** Whoever staff did something about can see what, who and why. */
    @Test
    void a_signer_is_told_of_themselves_what_staff_sees() throws Exception {
        var own = Results.Described.read(
                TestSgm.done(ask(signer, new Statement.DescribePerson(signer.head(sgm.now()), signer.user))));

        assertThat(own.acts()).extracting(DirectoryTest::type).contains(Leaf.Type.CONFIRM_DEVICE, Leaf.Type.INVITE);
        assertThat(own.person().user()).isEqualTo(signer.user);
    }

    /** Whoever has it may not be whom the code was for: they are not told what staff wrote. */
    @Test
    void a_device_that_waits_is_told_nothing_of_its_person() {
        assertThat(TestSgm.problem(ask(waiting, new Statement.DescribePerson(waiting.head(sgm.now()), waiting.user)))
                        .code())
                .isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
    }

    @Test
    void a_signer_is_told_nothing_of_others() {
        for (var question : List.of(
                new Statement.DescribePerson(signer.head(sgm.now()), officer.user),
                new Statement.DescribePerson(signer.head(sgm.now()), "0123456789abcdef"),
                new Statement.ListPeople(
                        signer.head(sgm.now()), new Statement.ListPeople.Choice.Named(List.of(officer.user))))) {
            assertThat(TestSgm.problem(ask(signer, question)).code()).isEqualTo(ProblemCode.NOT_PERMITTED);
        }
    }

    @Test
    void a_device_that_waits_is_told_nobodys_name() {
        assertThat(TestSgm.problem(ask(waiting, new Statement.DescribePerson(waiting.head(sgm.now()), invited)))
                        .code())
                .isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);
        assertThat(sgm.peopleRefusal(waiting.user, waiting.id())).contains(ProblemCode.DEVICE_NOT_CONFIRMED);
    }

    /** The helpdesk's attack: an officer orders a signature with a signer's key. */
    @Test
    void an_officer_cannot_sign_with_a_key_that_the_helpdesk_shows_them() throws Exception {
        var key = described(signer.user).keys().get(0).key();
        var order = new Statement.Sign(
                officer.head(sgm.now()),
                key.keyId(),
                key.certificateSha256(),
                SignAlgorithm.ECDSA_WITH_SHA256,
                HashAlgorithm.SHA_256,
                List.of(Bytes.utf8("a contract").sha256()));

        assertThat(TestSgm.problem(ask(officer, order)).code()).isEqualTo(ProblemCode.KEY_UNKNOWN);
    }
}
