package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two administrators give the SGM a new identity key (decision 0050). */
class RenewedIdentityTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice first;
    private TestDevice second;
    private TestDevice signer;
    private Results.KeyInfo key;
    private Identity founding;
    private boolean damaged;

    @BeforeEach
    void two_administrators_and_a_signer() {
        sgm = new TestSgm(folder);
        first = sgm.administrator();
        second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        signer = sgm.newSigner();
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
        founding = sgm.believed();
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        if (!damaged) {
            assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
        }
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Statement.RenewIdentity wish(TestDevice by) {
        return new Statement.RenewIdentity(by.head(sgm.now()), sgm.believed().keyHash());
    }

    private Bytes asked(TestDevice by) {
        var wish = wish(by);
        TestSgm.done(sgm.send(by.seal(wish, sgm)));
        return StatementText.write(wish);
    }

    private Answer approve(TestDevice by, Bytes request) {
        return sgm.send(by.seal(new Statement.Approve(by.head(sgm.now()), request), sgm));
    }

    private Answer sign(String what) {
        var order = sgm.order(signer, key, TestSgm.hash(what));
        return sgm.send(signer.seal(order, sgm), order);
    }

    private String rawHello(Bytes nonce) {
        return sgm.ask(LinkOperation.HELLO, nonce).toUtf8();
    }

    private boolean signsAs(Identity identity) {
        var nonce = TestDevice.random(16);
        try {
            var hello = Hello.open(rawHello(nonce), identity, nonce);
            SealingKey.open(hello.sealingKey(), identity);
            return true;
        } catch (Malformed e) {
            return false;
        }
    }

    @Test
    void it_signs_with_the_new_key_and_with_the_old_one_never_again() throws Exception {
        sgm.renewIdentity(first, second);

        var now = sgm.believed();
        assertThat(now.sgm()).isEqualTo(founding.sgm());
        assertThat(now.number()).isEqualTo(1);
        assertThat(now.key()).isNotEqualTo(founding.key());
        assertThat(signsAs(now)).isTrue();
        assertThat(signsAs(founding)).isFalse();
        var descriptor = sgm.ask(
                        LinkOperation.DESCRIPTOR,
                        new DescriptorCall("https://127.0.0.1:8443", List.of(TestDevice.random(32))).toBytes())
                .toUtf8();
        assertThatThrownBy(() -> Descriptor.open(descriptor, founding.sgm())).isInstanceOf(Malformed.class);
        sgm.reopen();
        assertThat(signsAs(now)).isTrue();
    }

    @Test
    void everybody_goes_on_with_the_device_the_pin_and_the_keys_that_they_have() {
        sgm.renewIdentity(first, second);

        TestSgm.done(sign("after"));
        sgm.reopen();
        TestSgm.done(sign("after a restart"));
        sgm.createKey(signer, KeyAlgorithm.P_256);
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        sgm.createKey(sgm.enrol(code), KeyAlgorithm.P_256);
    }

    @Test
    void what_was_sealed_to_before_a_renewal_is_named_no_more_by_an_sgm_that_starts_behind_it() {
        var before = sgm.sealingKey().id(); // made in the very second of the renewal
        TestSgm.done(approve(second, asked(first)));

        sgm.reopen();

        sgm.followSuccessions();
        assertThat(sgm.sealingKey().id()).isNotEqualTo(before);
    }

    /** Whoever asks has seen a log of that size and believes nothing that comes behind it. */
    @Test
    void a_new_key_is_told_to_whoever_saw_a_log_that_has_its_entry_and_to_nobody_else() throws Exception {
        var entry =
                sgm.renewIdentity(first, second).receipt().orElseThrow().entry().index();
        TestSgm.done(sign("after"));

        for (var size : List.of(1L, entry)) {
            assertThat(EpochsCall.readEntries(sgm.ask(LinkOperation.SUCCESSIONS, new EpochsCall(size).toBytes())))
                    .isEmpty();
        }
        assertThat(EpochsCall.readEntries(sgm.ask(LinkOperation.SUCCESSIONS, new EpochsCall(entry + 1).toBytes())))
                .hasSize(1);
    }

    @Test
    void a_third_key_follows_the_second() {
        sgm.renewIdentity(first, second);
        sgm.renewIdentity(second, first);

        assertThat(sgm.believed().number()).isEqualTo(2);
        TestSgm.done(sign("after both"));
    }

    @Test
    void the_entry_has_both_statements_and_stands_in_the_chain_of_the_second() throws Exception {
        var answer = sgm.renewIdentity(first, second);

        var entry = answer.receipt().orElseThrow().entry();
        var leaf = Leaf.read(entry.leaf());
        assertThat(leaf.type()).isEqualTo(Leaf.Type.RENEW_IDENTITY);
        assertThat(leaf.chain()).isEqualTo(second.id());
        var logged = dev.natsuin.protocol.answer.LoggedSuccession.of(entry.index(), leaf, entry.record());
        assertThat(logged.askedBy()).isEqualTo(first.user);
        assertThat(logged.approvedBy()).isEqualTo(second.user);
        assertThat(logged.succession().identityKey()).isEqualTo(sgm.believed().key());
    }

    @Test
    void one_person_alone_changes_nothing_whatever_else_one_may_order_here() {
        var request = asked(first);

        assertThat(signsAs(founding)).isTrue();
        assertThat(refusal(approve(first, request))).isEqualTo(ProblemCode.OWN_REQUEST);
        assertThat(signsAs(founding)).isTrue();
    }

    @Test
    void others_than_administrators_neither_order_nor_approve_it() {
        var officer = sgm.officer();
        assertThat(refusal(sgm.send(officer.seal(wish(officer), sgm)))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(sgm.send(signer.seal(wish(signer), sgm)))).isEqualTo(ProblemCode.NOT_PERMITTED);

        var request = asked(first);

        assertThat(refusal(approve(officer, request))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(refusal(approve(signer, request))).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(signsAs(founding)).isTrue();
    }

    @Test
    void an_order_waits_a_week_and_no_second_longer() {
        var request = asked(first);
        sgm.clock.move(Duration.ofDays(7));

        assertThat(refusal(approve(second, request))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        assertThat(signsAs(founding)).isTrue();
    }

    @Test
    void it_is_withdrawn_by_who_asked() {
        var request = asked(first);
        var withdraw = new Statement.Withdraw(first.head(sgm.now()), request);

        TestSgm.done(sgm.send(first.seal(withdraw, sgm)));

        assertThat(refusal(approve(second, request))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    @Test
    void what_a_suspended_administrator_asked_for_is_not_approved() {
        var third = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        var request = asked(third);
        TestSgm.done(
                sgm.send(first.seal(new Statement.Suspend(first.head(sgm.now()), sgm.whom(first, third.user)), sgm)));

        assertThat(refusal(approve(second, request))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        assertThat(signsAs(founding)).isTrue();
    }

    @Test
    void a_second_order_for_the_same_key_is_refused_once_the_first_was_obeyed() {
        var again = asked(second);
        sgm.renewIdentity(first, second);

        assertThat(refusal(approve(first, again))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
        assertThat(sgm.believed().number()).isEqualTo(1);
    }

    @Test
    void an_order_for_a_key_that_was_replaced_does_not_wait() {
        var old = new Statement.RenewIdentity(first.head(sgm.now()), founding.keyHash());
        sgm.renewIdentity(first, second);

        assertThat(refusal(sgm.send(first.seal(old, sgm)))).isEqualTo(ProblemCode.CONTENT_DIFFERS);
    }

    @Test
    void the_same_octets_of_the_approval_get_the_same_answer_and_no_third_key() throws Exception {
        var request = asked(first);
        var sealed = second.seal(new Statement.Approve(second.head(sgm.now()), request), sgm);
        var before = sgm.send(sealed);
        sgm.followSuccessions();

        var again = sgm.send(sealed);

        assertThat(again.with("")).isEqualTo(before.with(""));
        sgm.followSuccessions();
        assertThat(sgm.believed().number()).isEqualTo(1);
    }

    /** A device that got no answer asks again after the renewal: same content, signed by the key of now. */
    @Test
    void an_answer_of_before_is_given_again_under_the_new_key() {
        var order = sgm.order(signer, key, TestSgm.hash("before"));
        var sealed = signer.seal(order, sgm);
        var before = sgm.send(sealed, order);

        sgm.renewIdentity(first, second);
        var again = sgm.send(sealed, order);

        assertThat(again.with("")).isEqualTo(before.with(""));
        assertThat(again.sealingKey())
                .as("what comes next is sealed to the key of now")
                .isEqualTo(sgm.hello().sealingKey());
        var asked = new Statement.Outcome(signer.head(sgm.now()), order.head().id());
        var told = TestSgm.done(sgm.send(signer.seal(asked, sgm)));
        assertThat(told.reader().has("answer")).isTrue();
    }

    /** Who stole the identity key from the SGM's disk may have the sealing key of that day, too. */
    @Test
    void what_is_sealed_after_a_renewal_is_sealed_to_another_key_and_what_was_before_is_still_obeyed_once() {
        var before = sgm.sealingKey();
        var order = sgm.order(signer, key, TestSgm.hash("in flight"));
        var inFlight = signer.seal(order, sgm);
        sgm.clock.move(Duration.ofSeconds(1));

        sgm.renewIdentity(first, second);

        var after = sgm.sealingKey();
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(sgm.sealingKey().id()).isEqualTo(after.id());
        var answer = sgm.send(inFlight, order);
        TestSgm.done(answer);
        assertThat(sgm.send(inFlight, order)).isEqualTo(answer);
        sgm.clock.move(Duration.ofSeconds(1));
        sgm.reopen();
        var later = sgm.sealingKey();
        assertThat(later.id()).isNotEqualTo(before.id());
        assertThat(sgm.send(inFlight, order)).isEqualTo(answer);
        sgm.reopen();
        assertThat(sgm.sealingKey().id()).isEqualTo(later.id());
    }

    private static DatabaseWriter.Row identityRow(DatabaseWriter database) {
        return database.rows("service_key").stream()
                .filter(row -> row.id().equals("identity"))
                .findFirst()
                .orElseThrow();
    }

    /** Whoever writes into the database and has a copy of before: the SGM cannot tell at its start, its log can. */
    @Test
    void the_row_of_the_first_key_put_back_is_found_by_the_logs_check() {
        sgm.close();
        DatabaseWriter.Row before;
        try (var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
            before = identityRow(database);
        }
        sgm.reopenClosed();
        sgm.renewIdentity(first, second);
        damaged = true;
        sgm.close();

        try (var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
            database.run("DELETE FROM succession");
            database.replace(identityRow(database), before);
        }

        assertThat(Sgm.verifyLog(sgm.settings()).faults())
                .contains(
                        "the identity key is another than the log's entries lead to",
                        "succession: the rows name other entries than the log has of new identity keys");
    }

    /** Whoever stole the old key and writes into the database could sign any answer with it. */
    @Test
    void an_answer_that_the_stolen_old_key_signed_is_not_signed_anew() throws Exception {
        var order = sgm.order(signer, key, TestSgm.hash("before"));
        var sealed = signer.seal(order, sgm);
        var before = sgm.send(sealed, order);
        damaged = true;
        sgm.whileClosed(() -> {
            try (var vault = Vault.open(folder.resolve("vault.key"), new SecureRandom());
                    var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
                var wrapped = (byte[]) database.rows("service_key").stream()
                        .filter(row -> row.id().equals("identity"))
                        .findFirst()
                        .orElseThrow()
                        .value("wrapped");
                try (var stolen = SigningSeed.taking(vault.unwrap("identity", Bytes.of(wrapped)))) {
                    var forged = new Answer(
                                    before.sgm(),
                                    before.sealedSha256(),
                                    before.statementSha256(),
                                    before.time(),
                                    before.sealingKey(),
                                    Optional.of(3),
                                    before.body(),
                                    before.receipt())
                            .sign(stolen);
                    database.run(
                            "UPDATE answer SET token = ?, mac = NULL WHERE sealed_sha256 = ?",
                            forged,
                            sealed.sha256().toArray());
                }
            }
        });
        sgm.renewIdentity(first, second);

        assertThat(refusal(sgm.send(sealed, order))).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void the_old_private_key_is_erased_from_every_file() throws Exception {
        byte[] wrapped;
        sgm.close();
        try (var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
            wrapped = (byte[]) database.rows("service_key").stream()
                    .filter(row -> row.id().equals("identity"))
                    .findFirst()
                    .orElseThrow()
                    .value("wrapped");
        }
        sgm.reopenClosed();

        sgm.renewIdentity(first, second);

        for (var file : List.of("sgm.db", "sgm.db-wal")) {
            var path = folder.resolve(file);
            if (java.nio.file.Files.exists(path)) {
                assertThat(Bytes.of(java.nio.file.Files.readAllBytes(path)).toHex())
                        .as(file)
                        .doesNotContain(Bytes.of(wrapped).toHex());
            }
        }
    }

    /** As whoever is killed before the transaction is kept: nothing of the new key is left. */
    @Test
    void a_renewal_that_was_not_kept_leaves_the_old_key_where_it_was() {
        sgm.close();
        var random = new SecureRandom();
        try (var vault = Vault.open(folder.resolve("vault.key"), random);
                var database = Database.openExisting(folder.resolve("sgm.db"), Sgm.migrations());
                var keys = Sgm.unguarded(database, random).read(rows -> ServiceKeys.open(rows, vault));
                var guard = new RowGuard(keys.rowKey(), random)) {
            var records = new SqlRecords(database, guard);
            var next = SigningSeed.random(random);
            var succession = new Succession(
                    founding.sgm(),
                    1,
                    founding.key(),
                    next.publicKey(),
                    sgm.now(),
                    TestSgm.hash("request"),
                    TestSgm.hash("approval"));
            assertThatThrownBy(() -> records.write(rows -> {
                        keys.succeed(rows, vault, succession, next);
                        throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");

            assertThat(records.<Boolean>read(rows -> keys.take(rows, succession, rows.logSize(), next)))
                    .isFalse();
            assertThat(keys.identity()).isEqualTo(founding);
        }
        sgm.reopenClosed();
        assertThat(signsAs(founding)).isTrue();
        TestSgm.done(sign("as before"));
        sgm.renewIdentity(first, second);
    }

    @Test
    void a_log_of_which_the_entry_is_not_named_any_more_is_not_served() {
        sgm.renewIdentity(first, second);
        damaged = true;
        sgm.close();
        try (var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
            database.run("DELETE FROM succession");
        }

        assertThatThrownBy(() -> Sgm.open(sgm.settings())).hasMessageContaining("opening identity");
    }
}
