package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.ForeignAuthority;
import dev.natsuin.sgm.HandedOver;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signing key that staff hands over with an enrolment code, and whoever else would like to have it. */
final class HandedKeyTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice officer;
    private ForeignAuthority elsewhere;
    private HandedOver handed;
    private final KeyPair pair = ForeignAuthority.p256();

    @BeforeEach
    void an_officer_with_a_key_file() {
        sgm = new TestSgm(folder);
        officer = sgm.officer();
        elsewhere = new ForeignAuthority(sgm.now());
        handed = of(pair);
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private HandedOver of(KeyPair key) {
        return new HandedOver(sgm, key, elsewhere.certify(key.getPublic()).issued());
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Results.Handed told(TestDevice device) {
        try {
            return Results.Handed.read(TestSgm.done(HandedOver.asked(sgm, device)));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private void isNotThereFor(TestDevice device) {
        assertThat(refusal(HandedOver.asked(sgm, device))).isEqualTo(ProblemCode.HANDED_KEY_UNKNOWN);
    }

    private EnrolmentCode invited() {
        return handed.code(handed.ordered(officer));
    }

    private Bytes opened(EnrolmentCode code, Bytes octets) {
        return handed.opened(octets, code.keySecret().orElseThrow()).orElseThrow();
    }

    private Results.KeyInfo taken(TestDevice device, EnrolmentCode code) {
        try {
            var answer = handed.taken(device, opened(code, told(device).key()));
            sgm.receiptHolds(answer);
            return Results.KeyInfo.read(TestSgm.done(answer));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The files in which what was handed over lies, in rows or in what lies between them. */
    private List<String> filesWith(Bytes... octets) {
        var found = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = latin(Bytes.of(Files.readAllBytes(file)));
                for (var each : octets) {
                    // Rows of this size are kept in pieces.
                    if (text.contains(latin(each.slice(0, 16)))
                            || text.contains(latin(each.slice(each.size() - 16, each.size())))) {
                        found.add(String.valueOf(file.getFileName()));
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String latin(Bytes octets) {
        return new String(octets.toArray(), StandardCharsets.ISO_8859_1);
    }

    // As it is meant.

    @Test
    void the_device_that_enrolled_with_the_code_takes_the_key_in_and_signs_with_it() throws Malformed {
        var code = invited();
        var signer = sgm.enrol(code);

        var key = taken(signer, code);

        assertThat(key.origin()).isEqualTo(Results.KeyInfo.Origin.IMPORTED);
        assertThat(key.handedBy()).contains(officer.user);
        assertThat(key.certificates()).isEqualTo(handed.certificates);
        var order = sgm.order(signer, key, TestSgm.hash("contract"));
        assertThat(Results.Signed.read(TestSgm.done(sgm.send(signer.seal(order, sgm), order)))
                        .signatures())
                .hasSize(1);
        sgm.reopen();
        var listed = Results.Keys.read(
                TestSgm.done(sgm.send(signer.seal(new Statement.ListKeys(signer.head(sgm.now())), sgm))));
        assertThat(listed.keys()).containsExactly(key);
    }

    @Test
    void the_log_tells_who_handed_over_which_key() throws Malformed {
        var code = invited();
        var signer = sgm.enrol(code);

        var record = JsonObject.strict(told(signer).entry().record()).reader();
        var order = (Statement.Invite) StatementText.read(record.bytes("statement"));

        assertThat(record.text("invitedUser")).isEqualTo(signer.user);
        assertThat(order.head().user()).isEqualTo(officer.user);
        assertThat(order.handing())
                .contains(new Statement.Handing(told(signer).key().sha256(), handed.certificates));
    }

    @Test
    void a_desk_that_dies_between_enrolment_and_import_goes_on_with_the_same_code() {
        var code = invited();
        var signer = sgm.enrol(code);
        var before = told(signer);
        sgm.reopen();
        sgm.clock.move(Duration.ofDays(6));

        assertThat(told(signer).key()).isEqualTo(before.key());
        assertThat(taken(signer, code).handedBy()).contains(officer.user);
    }

    @Test
    void a_key_that_the_person_brings_themselves_nobody_handed_over() throws Malformed {
        var signer = sgm.newSigner();
        var own = sgm.send(
                signer.seal(handed.taking(signer, Bytes.of(pair.getPrivate().getEncoded()), Optional.empty()), sgm));

        assertThat(Results.KeyInfo.read(TestSgm.done(own)).handedBy()).isEmpty();
    }

    // What the server can see, and for how long.

    @Test
    void neither_key_nor_code_is_in_any_file_of_the_server_and_what_it_saw_at_enrolment_opens_nothing() {
        var code = invited();
        var signer = sgm.enrol(code);
        var octets = told(signer).key();
        var key = Bytes.of(pair.getPrivate().getEncoded());

        assertThat(filesWith(octets)).as("the search finds what lies there").isNotEmpty();
        assertThat(filesWith(handed.codeSecret, key.slice(key.size() - 32, key.size())))
                .isEmpty();
        try (var seen = code.secret().copy()) {
            assertThat(handed.opened(octets, seen)).isEmpty();
        }
        taken(signer, code);
        assertThat(filesWith(handed.codeSecret, key.slice(key.size() - 32, key.size())))
                .isEmpty();
    }

    @Test
    void once_it_is_taken_in_it_is_erased_within_a_minute_from_the_files_as_well() {
        var code = invited();
        var signer = sgm.enrol(code);
        taken(signer, code);

        sgm.aMinutePasses();

        isNotThereFor(signer);
        assertThat(filesWith(handed.sealed)).isEmpty();
    }

    @Test
    void it_is_taken_in_once() {
        var code = invited();
        var signer = sgm.enrol(code);
        var key = opened(code, told(signer).key());
        TestSgm.done(handed.taken(signer, key));

        assertThat(refusal(handed.taken(signer, key))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);
        isNotThereFor(signer);
    }

    private void isErasedBy(Runnable end) {
        assertThat(filesWith(handed.sealed)).isNotEmpty();
        end.run();
        sgm.aMinutePasses();
        assertThat(filesWith(handed.sealed)).isEmpty();
    }

    @Test
    void it_dies_with_its_code() {
        invited();

        isErasedBy(() -> sgm.clock.move(Duration.ofDays(7)));
    }

    @Test
    void it_lies_to_the_last_second_of_its_code() {
        invited();
        sgm.clock.move(Duration.ofDays(7).minusSeconds(1));

        sgm.aMinutePasses();

        assertThat(filesWith(handed.sealed)).isNotEmpty();
    }

    @Test
    void ten_wrong_secrets_erase_it() {
        var code = invited();
        guess(code, 9);
        sgm.aMinutePasses();

        isErasedBy(() -> guess(code, 1));
    }

    private void guess(EnrolmentCode code, int times) {
        for (var i = 0; i < times; i++) {
            var thief = new TestDevice(code.identityHash(), code.user());
            var draft = thief.enrolment(code, sgm.now());
            draft.secrets.put(Envelope.Field.ENROLMENT_SECRET, TestDevice.random(16));
            sgm.send(thief.seal(draft, sgm));
        }
    }

    @Test
    void it_waits_seven_days_for_the_device_that_enrolled() {
        var signer = sgm.enrol(invited());
        sgm.clock.move(Duration.ofDays(7).minusSeconds(1));
        told(signer);

        isErasedBy(() -> sgm.clock.move(Duration.ofSeconds(1)));

        isNotThereFor(signer);
    }

    @Test
    void it_ends_with_its_person() {
        var signer = sgm.enrol(invited());

        isErasedBy(() -> TestSgm.done(sgm.send(
                officer.seal(new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, signer.user)), sgm))));
    }

    @Test
    void it_ends_where_a_person_begins_anew() {
        var signer = sgm.enrol(invited());

        isErasedBy(() -> {
            var again = sgm.enrol(sgm.reEnrol(officer, signer.user));
            isNotThereFor(again);
        });
    }

    @Test
    void it_ends_with_the_device_that_enrolled_and_with_no_other() {
        var signer = sgm.enrol(invited());
        var laptop = sgm.furtherDevice(signer);
        told(signer);
        isNotThereFor(laptop);
        remove(signer, laptop);
        told(signer);
        var tablet = sgm.furtherDevice(signer);

        isErasedBy(() -> remove(tablet, signer));
    }

    private void remove(TestDevice by, TestDevice device) {
        TestSgm.done(sgm.send(by.seal(
                new Statement.RemoveDevice(
                        by.head(sgm.now()),
                        device.id(),
                        device.deviceKey.publicKey().encoded()),
                sgm)));
    }

    // Who else would like to have it.

    @Test
    void nobody_else_is_given_it() {
        var code = invited();
        var other = sgm.newSigner();
        isNotThereFor(other);
        isNotThereFor(officer);
        var signer = sgm.enrol(code);
        isNotThereFor(other);

        assertThat(told(signer).device()).isEqualTo(signer.id());
    }

    @Test
    void nobody_else_takes_it_in_as_handed_over() {
        var code = invited();
        sgm.enrol(code);
        var other = sgm.newSigner();

        assertThat(refusal(handed.taken(other, Bytes.of(pair.getPrivate().getEncoded()))))
                .isEqualTo(ProblemCode.HANDED_KEY_UNKNOWN);
    }

    @Test
    void another_key_is_not_taken_in_as_the_one_that_was_handed_over() {
        var signer = sgm.enrol(invited());
        var other = ForeignAuthority.p256();
        var swapped = of(other);
        var key = Bytes.of(other.getPrivate().getEncoded());

        var named = swapped.taking(signer, key, Optional.of(handed.sealed.sha256()));
        assertThat(refusal(sgm.send(signer.seal(named, sgm))))
                .as("with another certificate")
                .isEqualTo(ProblemCode.HANDED_KEY_UNKNOWN);
        assertThat(refusal(swapped.taken(signer, key)))
                .as("that nobody handed over")
                .isEqualTo(ProblemCode.HANDED_KEY_UNKNOWN);
        told(signer);
    }

    @Test
    void a_suspended_person_is_not_given_it_before_they_are_back() {
        var code = invited();
        var signer = sgm.enrol(code);
        var whom = sgm.whom(officer, signer.user);
        TestSgm.done(sgm.send(officer.seal(new Statement.Suspend(officer.head(sgm.now()), whom), sgm)));
        assertThat(refusal(HandedOver.asked(sgm, signer))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        TestSgm.done(sgm.send(officer.seal(new Statement.Resume(officer.head(sgm.now()), whom), sgm)));

        taken(signer, code);
    }

    @Test
    void from_level_2_on_a_thief_of_the_code_is_not_given_it_before_the_fingerprint_is_confirmed() {
        sgm.reopenAtLevel(2);
        sgm.confirmAtConsole(sgm.fingerprint(sgm.administrator()));
        TestSgm.done(sgm.confirm(sgm.administrator(), officer, sgm.fingerprint(officer)));
        var code = invited();
        var first = sgm.enrol(code);
        assertThat(refusal(HandedOver.asked(sgm, first))).isEqualTo(ProblemCode.DEVICE_NOT_CONFIRMED);

        TestSgm.done(sgm.confirm(officer, first, sgm.fingerprint(first)));

        taken(first, code);
    }

    @Test
    void a_wrong_pin_counts_and_leaves_it_there() {
        var code = invited();
        var signer = sgm.enrol(code);
        var draft = handed.taking(signer, opened(code, told(signer).key()), Optional.of(handed.sealed.sha256()));
        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));

        assertThat(refusal(sgm.send(signer.seal(draft, sgm)))).isEqualTo(ProblemCode.PIN_WRONG);

        taken(signer, code);
    }

    // Before anybody is invited.

    private void isNotHandedOver(ProblemCode why, Answer answer) {
        var before = sgm.people(officer).size();
        assertThat(refusal(answer)).isEqualTo(why);
        assertThat(answer.receipt()).isEmpty();
        assertThat(sgm.people(officer)).hasSize(before);
    }

    @Test
    void what_could_not_be_imported_is_not_handed_over() {
        var people = sgm.people(officer).size();
        var now = sgm.now();
        var certified = elsewhere.certify(pair.getPublic());
        var over = new HandedOver(
                sgm,
                pair,
                certified
                        .during(now.minus(Duration.ofDays(9)), now.minusSeconds(1))
                        .issued());
        isNotHandedOver(ProblemCode.CERTIFICATE_EXPIRED, over.ordered(officer));
        var early = elsewhere.certify(pair.getPublic()).during(now.plusSeconds(9), now.plus(Duration.ofDays(9)));
        isNotHandedOver(
                ProblemCode.CERTIFICATE_NOT_YET_VALID, new HandedOver(sgm, pair, early.issued()).ordered(officer));
        var forServers = elsewhere.certify(pair.getPublic()).purpose(KeyPurposeId.id_kp_serverAuth);
        isNotHandedOver(
                ProblemCode.CERTIFICATE_NOT_FOR_SIGNING,
                new HandedOver(sgm, pair, forServers.issued()).ordered(officer));
        isNotHandedOver(
                ProblemCode.CERTIFICATE_MALFORMED,
                new HandedOver(sgm, pair, List.of(Bytes.utf8("no certificate"))).ordered(officer));
        isNotHandedOver(
                ProblemCode.ALGORITHM_NOT_ALLOWED,
                handed.ordered(officer, handed.statement(officer, KeyAlgorithm.P_384)));
        assertThat(sgm.people(officer)).hasSize(people);
    }

    @Test
    void weak_keys_are_not_handed_over() throws Exception {
        var short1024 = java.security.KeyPairGenerator.getInstance("RSA");
        short1024.initialize(1024);
        var weak = short1024.generateKeyPair();
        var file = new HandedOver(sgm, weak, elsewhere.certify(weak.getPublic()).issued());

        isNotHandedOver(
                ProblemCode.KEY_TOO_SHORT, file.ordered(officer, file.statement(officer, KeyAlgorithm.RSA_2048)));
    }

    @Test
    void what_somebody_has_here_is_not_handed_over_to_somebody_else() {
        var signer = sgm.newSigner();
        sgm.importKey(signer, KeyAlgorithm.P_256, Bytes.of(pair.getPrivate().getEncoded()), handed.certificates);
        isNotHandedOver(ProblemCode.KEY_ALREADY_HELD, handed.ordered(officer));
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        var stolen = new HandedOver(sgm, pair, made.certificates().subList(0, 1));
        isNotHandedOver(ProblemCode.CERTIFICATE_MALFORMED, stolen.ordered(officer));
    }

    @Test
    void handed_over_to_two_only_the_first_takes_it_in() {
        var code = invited();
        var second = of(pair);
        var otherCode = second.code(second.ordered(officer));
        var other = sgm.enrol(otherCode);
        var key = Bytes.of(pair.getPrivate().getEncoded());

        taken(sgm.enrol(code), code);

        assertThat(refusal(second.taken(other, key))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);
    }

    @Test
    void where_nothing_is_imported_nothing_is_handed_over() {
        sgm.reopenWithoutImports();

        isNotHandedOver(ProblemCode.IMPORT_NOT_ALLOWED, handed.ordered(officer));
    }

    @Test
    void only_who_admits_signers_hands_over() {
        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        isNotHandedOver(ProblemCode.NOT_PERMITTED, handed.ordered(auditor));
        isNotHandedOver(ProblemCode.NOT_PERMITTED, handed.ordered(sgm.newSigner()));
    }

    @Test
    void other_octets_than_the_officers_statement_names_are_refused() {
        for (var octets : List.of(TestDevice.random(120), of(ForeignAuthority.p256()).sealed)) {
            var answer = sgm.send(officer.seal(handed.statement(officer, KeyAlgorithm.P_256), sgm, draft -> {
                draft.secrets.put(Envelope.Field.HANDED_KEY, octets);
                return draft;
            }));
            isNotHandedOver(ProblemCode.STATEMENT_MALFORMED, answer);
        }
        isNotHandedOver(
                ProblemCode.STATEMENT_MALFORMED,
                sgm.send(officer.seal(handed.statement(officer, KeyAlgorithm.P_256), sgm)));
        var plain = new Statement.Invite(
                officer.head(sgm.now()),
                Role.SIGNER,
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.of("CN=x"),
                Optional.of(KeyAlgorithm.P_256));
        isNotHandedOver(ProblemCode.STATEMENT_MALFORMED, handed.ordered(officer, plain));
    }

    // Two persons.

    private TestDevice second() {
        return sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
    }

    private Answer approve(TestDevice by, Statement.Invite request) {
        return sgm.send(by.seal(new Statement.Approve(by.head(sgm.now()), StatementText.write(request)), sgm));
    }

    @Test
    void where_two_are_wanted_one_alone_hands_nothing_over() throws Malformed {
        var other = second();
        sgm.reopenWithTwoPersons(true);
        var order = handed.statement(officer, KeyAlgorithm.P_256);
        var code = handed.code(handed.ordered(officer, order));
        var early = new TestDevice(code.identityHash(), code.user());
        assertThat(refusal(sgm.send(early.seal(early.enrolment(code, sgm.now()), sgm))))
                .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        assertThat(refusal(approve(officer, order))).isEqualTo(ProblemCode.OWN_REQUEST);

        TestSgm.done(approve(other, order));

        sgm.clock.move(Duration.ofDays(6));
        var signer = sgm.enrol(code);
        var record = JsonObject.strict(told(signer).entry().record()).reader();
        assertThat(record.bytes("statement")).isEqualTo(StatementText.write(order));
        assertThat(taken(signer, code).handedBy()).contains(officer.user);
    }

    /** While it waits it lies as long as the request, then as long as the code. */
    @Test
    void once_it_is_approved_it_lies_to_the_end_of_a_code_that_outlives_the_request() {
        var other = second();
        sgm.reopenWithTwoPersons(true);
        var week = handed.statement(officer, KeyAlgorithm.P_256);
        var order = new Statement.Invite(
                week.head(),
                week.role(),
                week.secretHash(),
                sgm.now().plus(Duration.ofDays(14)),
                week.subject(),
                week.algorithm(),
                week.evidence(),
                week.displayHash(),
                week.handing());
        var code = handed.code(handed.ordered(officer, order));
        TestSgm.done(approve(other, order));

        sgm.clock.move(Duration.ofDays(13));
        sgm.aMinutePasses();

        var signer = sgm.enrol(code);
        assertThat(taken(signer, code).handedBy()).contains(officer.user);
    }

    @Test
    void what_is_withdrawn_is_erased() {
        var other = second();
        sgm.reopenWithTwoPersons(true);
        var order = handed.statement(officer, KeyAlgorithm.P_256);
        handed.ordered(officer, order);

        isErasedBy(() -> TestSgm.done(
                sgm.send(other.seal(new Statement.Withdraw(other.head(sgm.now()), StatementText.write(order)), sgm))));
    }

    @Test
    void what_waited_too_long_is_erased() {
        sgm.reopenWithTwoPersons(true);
        handed.ordered(officer);

        isErasedBy(() -> sgm.clock.move(Duration.ofDays(7)));
    }

    @Test
    void what_somebody_asked_for_who_was_stopped_is_erased() {
        sgm.reopenWithTwoPersons(true);
        handed.ordered(officer);
        var administrator = sgm.administrator();

        isErasedBy(() -> TestSgm.done(sgm.send(administrator.seal(
                new Statement.Suspend(administrator.head(sgm.now()), sgm.whom(administrator, officer.user)), sgm))));
    }

    @Test
    void a_key_that_somebody_got_meanwhile_is_not_approved() {
        var other = second();
        var signer = sgm.newSigner();
        sgm.reopenWithTwoPersons(true);
        var order = handed.statement(officer, KeyAlgorithm.P_256);
        handed.ordered(officer, order);
        sgm.importKey(signer, KeyAlgorithm.P_256, Bytes.of(pair.getPrivate().getEncoded()), handed.certificates);

        assertThat(refusal(approve(other, order))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);
    }
}
