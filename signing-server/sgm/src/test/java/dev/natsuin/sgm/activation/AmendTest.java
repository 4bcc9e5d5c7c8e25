package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An officer gives a signer another name: what changes, what stays, and who may. */
final class AmendTest {
    private static final String BEFORE = "CN=山田 太郎,O=見本株式会社,C=JP";
    private static final String NOW = "CN=佐藤 太郎,O=見本株式会社,C=JP";
    private static final Bytes CALLED = Bytes.utf8("what he is called now").sha256();

    @TempDir
    Path folder = Path.of("");

    private TestSgm sgm;
    private TestDevice officer;
    private TestDevice signer;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() {
        sgm = new TestSgm(folder);
        officer = sgm.officer();
        signer = sgm.newSigner();
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private Statement.Amend amend(TestDevice by, String user, String name, boolean endKeys) {
        return new Statement.Amend(
                by.head(sgm.now()),
                sgm.whom(officer, user),
                name,
                CALLED,
                Optional.empty(),
                endKeys,
                Optional.of(new Reason(Reason.Code.NAME_CHANGED)));
    }

    private Answer order(TestDevice by, Statement statement) {
        return sgm.send(by.seal(statement, sgm));
    }

    private Results.PersonAmended amended(String name, boolean endKeys) throws Malformed {
        var answer = order(officer, amend(officer, signer.user, name, endKeys));
        sgm.receiptHolds(answer);
        return Results.PersonAmended.read(TestSgm.done(answer));
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Results.Person told(String user) throws Malformed {
        var named = new Statement.ListPeople.Choice.Named(List.of(user));
        return Results.People.read(
                        TestSgm.done(order(officer, new Statement.ListPeople(officer.head(sgm.now()), named))))
                .people()
                .get(0);
    }

    private Results.Described described(TestDevice by) throws Malformed {
        return Results.Described.read(
                TestSgm.done(order(by, new Statement.DescribePerson(by.head(sgm.now()), signer.user))));
    }

    private Answer sign(Results.KeyInfo with) {
        var order = sgm.order(signer, with, TestSgm.hash("contract"));
        return sgm.send(signer.seal(order, sgm), order);
    }

    private Results.KeyInfo renewed() throws Malformed {
        return Results.KeyInfo.read(TestSgm.done(
                order(signer, new Statement.RenewKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256()))));
    }

    private static X509Certificate certificate(Results.KeyInfo of) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(of.certificates().get(0).toArray()));
    }

    private static String name(Results.KeyInfo of) throws Exception {
        return certificate(of).getSubjectX500Principal().getName();
    }

    private boolean isRevoked(Results.KeyInfo which) throws Exception {
        var list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(
                        sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")).toArray()));
        return list.isRevoked(certificate(which));
    }

    @Test
    void device_pin_and_key_stay_and_what_is_certified_from_then_on_has_the_other_name() throws Exception {
        var changed = amended(NOW, false);

        assertThat(changed).isEqualTo(new Results.PersonAmended(signer.user, CALLED, List.of()));
        TestSgm.done(sign(key));
        assertThat(isRevoked(key)).isFalse();
        assertThat(name(key)).isEqualTo(BEFORE);
        assertThat(name(sgm.createKey(signer, KeyAlgorithm.P_256))).isEqualTo(NOW);
        var renewed = renewed();
        assertThat(renewed.keyId()).isEqualTo(key.keyId());
        assertThat(name(renewed)).isEqualTo(NOW);
        TestSgm.done(sign(renewed));
    }

    @Test
    void staff_and_the_signer_are_told_the_name_of_now_and_who_gave_it() throws Exception {
        var admitted = described(officer).admitted();

        amended(NOW, false);

        assertThat(told(signer.user))
                .returns(Optional.of(NOW), Results.Person::subject)
                .returns(Optional.of(CALLED), Results.Person::displayHash);
        for (var by : List.of(officer, signer)) {
            var described = described(by);
            assertThat(described.person().subject()).contains(NOW);
            assertThat(described.person().displayHash()).contains(CALLED);
            assertThat(Leaf.read(described.acts().get(0).leaf()))
                    .returns(Leaf.Type.AMEND, Leaf::type)
                    .returns(officer.id(), Leaf::device);
            assertThat(described.admitted().orElseThrow().index())
                    .isEqualTo(admitted.orElseThrow().index());
        }
    }

    @Test
    void a_name_that_was_never_right_ends_the_keys_and_another_is_made_with_the_same_pin() throws Exception {
        var earlier = key;
        key = renewed();
        var changed = amended(NOW, true);

        assertThat(changed.keys()).containsExactly(key.keyId());
        assertThat(refusal(sign(key))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        assertThat(isRevoked(key)).isTrue();
        assertThat(isRevoked(earlier)).isTrue();
        var next = sgm.createKey(signer, KeyAlgorithm.P_256);
        assertThat(name(next)).isEqualTo(NOW);
        TestSgm.done(sign(next));
    }

    @Test
    void what_desks_show_is_mended_without_another_subject() throws Exception {
        amended(BEFORE, false);

        assertThat(told(signer.user))
                .returns(Optional.of(BEFORE), Results.Person::subject)
                .returns(Optional.of(CALLED), Results.Person::displayHash);
        assertThat(name(renewed())).isEqualTo(BEFORE);
    }

    @Test
    void the_newest_name_counts_and_an_order_that_is_sent_again_does_nothing_once_more() throws Exception {
        var first = amend(officer, signer.user, NOW, false);
        var sealed = officer.seal(first, sgm);
        TestSgm.done(sgm.send(sealed));
        amended("CN=鈴木 太郎,O=見本株式会社,C=JP", false);

        TestSgm.done(sgm.send(sealed));

        assertThat(told(signer.user).subject()).contains("CN=鈴木 太郎,O=見本株式会社,C=JP");
    }

    @Test
    void who_is_invited_or_suspended_gets_another_name_and_stays_that() throws Exception {
        var code = sgm.invite(officer, Role.SIGNER);
        var whom = sgm.whom(officer, code.user());
        TestSgm.done(order(officer, amend(officer, code.user(), NOW, true)));
        TestSgm.done(order(officer, new Statement.Suspend(officer.head(sgm.now()), sgm.whom(officer, signer.user))));

        amended(NOW, false);

        assertThat(whom.subject()).contains(BEFORE);
        assertThat(told(signer.user).state()).isEqualTo("suspended");
        assertThat(told(code.user()).state()).isEqualTo("invited");
        assertThat(name(sgm.createKey(sgm.enrol(code), KeyAlgorithm.P_256))).isEqualTo(NOW);
    }

    @Test
    void whoever_begins_anew_keeps_the_name_of_now() throws Exception {
        amended(NOW, false);

        var anew = sgm.enrol(sgm.reEnrol(officer, signer.user));

        assertThat(name(sgm.createKey(anew, KeyAlgorithm.P_256))).isEqualTo(NOW);
        assertThat(told(signer.user).displayHash()).contains(CALLED);
    }

    @Test
    void nobody_but_an_officer_gives_names() throws Exception {
        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        for (var by : List.of(signer, sgm.administrator(), auditor)) {
            assertThat(refusal(order(by, amend(by, signer.user, NOW, false)))).isEqualTo(ProblemCode.NOT_PERMITTED);
        }
        assertThat(told(signer.user).subject()).contains(BEFORE);
    }

    @Test
    void staff_is_called_what_it_was_admitted_as() {
        var whom = new Statement.Whom(officer.user, Role.SIGNER, Optional.of(BEFORE));
        var order = new Statement.Amend(
                officer.head(sgm.now()), whom, NOW, CALLED, Optional.empty(), false, Optional.empty());

        assertThat(refusal(order(officer, order))).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void row_16_a_person_who_is_called_something_else_by_now_is_not_the_one_that_was_shown() throws Exception {
        var shown = amend(officer, signer.user, "CN=鈴木 太郎", false);
        amended(NOW, false);

        assertThat(refusal(order(officer, shown))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
        assertThat(told(signer.user).subject()).contains(NOW);
    }

    /** The second person would approve something about somebody who is called something else by now. */
    @Test
    void what_waits_about_a_person_under_another_name_is_approved_by_nobody() throws Exception {
        var second = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        sgm.reopenWithTwoPersons(true);
        var anew = new Statement.ReEnrol(
                officer.head(sgm.now()),
                sgm.whom(officer, signer.user),
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)));
        TestSgm.done(order(officer, anew));
        amended(NOW, false);

        var approve = new Statement.Approve(second.head(sgm.now()), StatementText.write(anew));
        assertThat(refusal(order(second, approve))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
        TestSgm.done(sign(key));
        TestSgm.done(order(second, new Statement.Withdraw(second.head(sgm.now()), StatementText.write(anew))));
    }

    @Test
    void whoever_is_gone_or_unknown_gets_no_name() {
        var order = amend(officer, signer.user, NOW, false);
        TestSgm.done(order(officer, new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, signer.user))));
        var nobody = new Statement.Amend(
                officer.head(sgm.now()),
                new Statement.Whom("0".repeat(16), Role.SIGNER, Optional.of(BEFORE)),
                NOW,
                CALLED,
                Optional.empty(),
                false,
                Optional.empty());

        assertThat(refusal(order(officer, order))).isEqualTo(ProblemCode.PERSON_STATE_WRONG);
        assertThat(refusal(order(officer, nobody))).isEqualTo(ProblemCode.PERSON_UNKNOWN);
    }

    @Test
    void a_name_that_nobody_could_be_admitted_by_is_none() throws Exception {
        for (var name : List.of("O=見本株式会社", "CN=太\u200b郎", "CN=a,CN=b", "CN=a,C=jp", "no name")) {
            assertThat(refusal(order(officer, amend(officer, signer.user, name, false))))
                    .as(name)
                    .isEqualTo(ProblemCode.SUBJECT_NOT_ALLOWED);
        }
        assertThat(told(signer.user).subject()).contains(BEFORE);
    }

    /** A database of before has no column for it: its rows keep their MACs. */
    @Test
    void in_a_database_of_before_people_have_their_names_and_get_others() throws Exception {
        sgm.inDatabase("ALTER TABLE person DROP COLUMN amended", "DELETE FROM schema_migration WHERE number = 14");

        assertThat(told(signer.user).subject()).contains(BEFORE);
        amended(NOW, false);
        assertThat(told(signer.user).subject()).contains(NOW);
    }

    /** Whoever writes the database gives nobody a name: not the one of before, and not what desks showed then. */
    @Test
    void a_name_that_is_put_back_in_the_database_is_found() throws Exception {
        amended(NOW, false);
        for (var change : List.of("subject = '" + BEFORE + "'", "amended = NULL", "amended = amended - 1")) {
            sgm.whileClosed(() -> copy("sgm.db", "kept.db"));
            sgm.inDatabase("UPDATE person SET " + change + " WHERE user = '" + signer.user + "'");
            sgm.whileClosed(() -> {
                assertThat(Sgm.verifyLog(sgm.settings()).faults())
                        .as(change)
                        .anyMatch(fault -> fault.contains("person " + signer.user));
                copy("kept.db", "sgm.db");
            });
        }
    }

    private void copy(String from, String to) {
        try {
            Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Row 25: the certificate is made before the order is released. */
    @Test
    void row_25_no_certificate_of_the_old_name_is_released_once_there_is_another() throws Exception {
        LinkAnswer.Status meanwhile;
        Bytes sealed;
        var name = NOW;
        var tries = 0;
        do {
            var order = new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.RSA_4096, List.of("device"));
            sealed = signer.seal(order, sgm);
            sgm.begin(sealed, Optional.empty());
            amended(name, false);
            meanwhile = sgm.outcome(sealed).status();
            name = name.equals(NOW) ? BEFORE : NOW;
            tries++;
        } while (meanwhile != LinkAnswer.Status.WORKING && tries < 10); // now and then primes are found at once

        assertThat(meanwhile).isEqualTo(LinkAnswer.Status.WORKING);
        assertThat(refusal(sgm.send(sealed))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
    }

    private Statement.Amend called(TestDevice by, String what, Optional<Bytes> before) {
        return new Statement.Amend(
                by.head(sgm.now()),
                sgm.whom(officer, signer.user),
                BEFORE,
                Bytes.utf8(what).sha256(),
                Optional.empty(),
                false,
                Optional.of(new Reason(Reason.Code.ASKED_BY_PERSON)),
                before);
    }

    @Test
    void of_two_officers_who_saw_the_same_name_one_changes_it_and_the_other_is_told() throws Malformed {
        var other = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        TestSgm.done(order(officer, called(officer, "another reading", Optional.empty())));
        var seen = told(signer.user).displayHash();
        var first = called(officer, "the reading that one was told", seen);
        var second = called(other, "the address that the other was told", seen);
        TestSgm.done(order(officer, first));
        assertThat(refusal(order(other, second))).isEqualTo(ProblemCode.CHANGED_MEANWHILE);
        assertThat(told(signer.user).displayHash()).contains(first.displayHash());
        var again = called(other, "both", told(signer.user).displayHash());
        TestSgm.done(order(other, again));
        assertThat(told(signer.user).displayHash()).contains(again.displayHash());
    }

    @Test
    void whom_nobody_had_called_anything_two_officers_do_not_name_over_each_other() throws Malformed {
        var other = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        assertThat(told(signer.user).displayHash()).isEmpty();
        var none = Optional.of(Statement.Amend.NOT_CALLED);
        TestSgm.done(order(officer, called(officer, "one", none)));
        assertThat(refusal(order(other, called(other, "two", none)))).isEqualTo(ProblemCode.CHANGED_MEANWHILE);
    }

    @Test
    void another_subject_given_meanwhile_is_told_as_that_and_not_as_something_else_that_was_shown() throws Malformed {
        var other = sgm.enrol(sgm.invite(sgm.administrator(), Role.OFFICER));
        TestSgm.done(order(officer, called(officer, "one", Optional.empty())));
        var late = called(other, "two", told(signer.user).displayHash());
        amended(NOW, false);
        assertThat(refusal(order(other, late))).isEqualTo(ProblemCode.CHANGED_MEANWHILE);
    }

    @Test
    void a_desk_of_before_says_nothing_of_what_it_saw_and_is_obeyed() throws Malformed {
        TestSgm.done(order(officer, called(officer, "one", Optional.empty())));
        TestSgm.done(order(officer, called(officer, "two", Optional.empty())));
        assertThat(told(signer.user).displayHash()).contains(Bytes.utf8("two").sha256());
    }
}
