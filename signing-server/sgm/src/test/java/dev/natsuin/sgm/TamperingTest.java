package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes to the database without the row key is found out; whoever reads it finds nothing that helps. */
class TamperingTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_who_signed_once() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
        sign();
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private dev.natsuin.protocol.answer.Answer sign() {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        return sgm.send(device.seal(order, sgm), order);
    }

    private void sql(String statement) {
        sgm.whileClosed(() -> run(statement));
    }

    private void run(String statement) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                var s = connection.createStatement()) {
            assertThat(s.executeUpdate(statement)).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_counter_set_back_by_hand_is_an_alarm() {
        sql("UPDATE device SET failures_in_a_row = 1");

        var order = sgm.order(device, key, TestSgm.hash("contract"));
        assertThat(TestSgm.problem(sgm.send(device.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void a_key_moved_to_another_person_is_an_alarm() {
        var other = sgm.newSigner();
        sql("UPDATE signing_key SET user = '" + other.user + "'");

        var order = sgm.order(other, key, TestSgm.hash("contract"));
        assertThat(TestSgm.problem(sgm.send(other.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void a_role_raised_by_hand_is_an_alarm() {
        sql("UPDATE person SET role = 'officer' WHERE user = '" + device.user + "'");

        assertThat(TestSgm.problem(sgm.send(device.seal(new Statement.ListPeople(device.head(sgm.now())), sgm)))
                        .code())
                .isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void a_device_row_inserted_by_hand_is_an_alarm() {
        var stranger = new TestDevice(device.identityHash, device.user);
        sql("INSERT INTO device SELECT '" + stranger.id() + "', user, x'"
                + stranger.deviceKey.publicKey().encoded().toHex()
                + "', activation_key, seal_wrap, 0, '', 0, enrolled, mac FROM device WHERE device = '" + device.id()
                + "'");

        var order = sgm.order(stranger, key, TestSgm.hash("contract"));
        assertThat(TestSgm.problem(sgm.send(stranger.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    private ProblemCode refusalOfAnOrder() {
        return TestSgm.problem(sign()).code();
    }

    @Test
    void an_invitation_that_was_altered_enrols_nobody() {
        var code = sgm.invite(sgm.officer(), dev.natsuin.protocol.statement.Role.SIGNER);
        sql("UPDATE invitation SET expires = expires + 86400 WHERE invitation = '" + code.invitation() + "'");

        var stranger = new TestDevice(code.identityHash(), code.user());
        assertThat(TestSgm.problem(sgm.send(stranger.seal(stranger.enrolment(code, sgm.now()), sgm)))
                        .code())
                .isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void a_running_number_set_back_by_hand_is_an_alarm() {
        sql("UPDATE chain SET number = number - 1 WHERE chain = '" + key.keyId() + "'");

        assertThat(refusalOfAnOrder()).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void nothing_is_signed_on_top_of_altered_hashes_or_of_a_checkpoint_that_is_not_ours() {
        sql("UPDATE log_node SET hash = zeroblob(32) WHERE place = 0 AND level = (SELECT max(level) FROM log_node)");
        assertThat(refusalOfAnOrder()).isEqualTo(ProblemCode.ROW_TAMPERED);
        sql("UPDATE checkpoint SET note = replace(note, 'natsuin', 'natsuim')");
        assertThat(refusalOfAnOrder()).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void an_activity_with_an_altered_entry_is_an_alarm() {
        sql("UPDATE log_entry SET salt = zeroblob(32) WHERE user = '" + device.user + "'");

        var asked = new Statement.Activity(device.head(sgm.now()), 0);
        assertThat(TestSgm.problem(sgm.send(device.seal(asked, sgm))).code()).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    /** Names are believed by the officer's statement in the log, and that by its proof: its row has no MAC. */
    @Test
    void an_admission_that_was_forged_in_the_log_with_its_leaf_is_an_alarm() throws Exception {
        var officer = sgm.officer();
        var row = Results.Described.read(TestSgm.done(sgm.send(
                        officer.seal(new Statement.DescribePerson(officer.head(sgm.now()), device.user), sgm))))
                .admitted()
                .orElseThrow();
        var leaf = Leaf.read(row.leaf());
        var record = Bytes.utf8(row.record().toUtf8().replaceFirst("\\}$", ",\"x\":1}"));
        var forged = new Leaf(
                leaf.type(),
                leaf.time(),
                leaf.chain(),
                leaf.number(),
                leaf.previous(),
                leaf.device(),
                leaf.level(),
                leaf.method(),
                leaf.kekEpoch(),
                Leaf.recordHash(row.salt(), record));
        sql("UPDATE log_entry SET record = x'" + record.toHex() + "', leaf = x'"
                + forged.toBytes().toHex() + "' WHERE idx = " + row.index());

        var asked = new Statement.ListPeople(
                officer.head(sgm.now()), new Statement.ListPeople.Choice.Named(List.of(device.user)));

        assertThat(TestSgm.problem(sgm.send(officer.seal(asked, sgm))).code()).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void a_stored_answer_that_was_altered_or_is_anothers_is_not_given_and_nothing_is_done_anew() {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm);
        sgm.send(sealed, order);
        for (var forged : List.of(
                "'a.b.c'",
                "(SELECT token FROM answer WHERE sealed_sha256 <> x'"
                        + sealed.sha256().toHex() + "')")) {
            sql("UPDATE answer SET token = " + forged + " WHERE sealed_sha256 = x'"
                    + sealed.sha256().toHex() + "'");
            var answer = sgm.send(sealed, order);
            assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.ROW_TAMPERED);
            assertThat(answer.receipt()).isEmpty();
            assertThat(sgm.outcome(sealed).body().toUtf8())
                    .as("nor to whoever asks for it by its hash")
                    .isEqualTo(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order))));
        }
        var asked = new Statement.Outcome(device.head(sgm.now()), order.head().id());
        assertThat(TestSgm.problem(sgm.send(device.seal(asked, sgm))).code()).isEqualTo(ProblemCode.ROW_TAMPERED);
    }

    @Test
    void an_sgm_whose_own_keys_were_altered_does_not_start_and_says_which() {
        for (var name : List.of("identity", "log", "kek-1", "row-key", "ca")) {
            var altered = "UPDATE service_key SET public_part = CAST(public_part || x'00' AS BLOB) WHERE name = '"
                    + name + "'";
            var restored =
                    "UPDATE service_key SET public_part = CAST(substr(public_part, 1, length(public_part) - 1) AS BLOB)"
                            + " WHERE name = '" + name + "'";
            sgm.close();
            run(altered);
            assertThatThrownBy(() -> Sgm.open(sgm.settings())).as(name).isInstanceOf(SgmFault.class);
            run(restored);
            sgm.whileClosed(() -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid_until = valid_until + 86400", "public_part = zeroblob(32)"})
    void a_sealing_key_whose_life_was_made_longer_is_erased_and_opens_nothing(String altered) throws SQLException {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm);
        var name = "sealing-" + sgm.sealingKey().id().toHex();
        sql("UPDATE service_key SET " + altered + " WHERE name = '" + name + "'");

        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        sign();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                var s = connection.createStatement();
                var found = s.executeQuery("SELECT name FROM service_key WHERE name = '" + name + "'")) {
            assertThat(found.next()).isFalse();
        }
    }

    @Test
    void another_vault_does_not_open_this_database() throws IOException {
        sgm.close();
        Files.write(folder.resolve("vault.key"), TestDevice.random(32).toArray());

        assertThatThrownBy(() -> Sgm.open(sgm.settings())).isInstanceOf(SgmFault.class);
        sgm = new TestSgm(Files.createDirectory(folder.resolve("other")));
    }

    @Test
    void a_vault_key_that_others_may_read_is_refused() throws IOException {
        sgm.close();
        Files.setPosixFilePermissions(
                folder.resolve("vault.key"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> Sgm.open(sgm.settings()))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("0600");
        sgm = new TestSgm(Files.createDirectory(folder.resolve("other")));
    }

    @Test
    void neither_share_nor_activation_key_nor_activation_signature_is_at_rest() {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var draft = device.draft(order);
        sgm.send(device.seal(draft, sgm), order);
        sgm.close();

        for (var file : files()) {
            assertThat(contains(file, device.share)).as("share in " + file).isFalse();
            assertThat(contains(file, device.activationKey.publicKey().encoded()))
                    .as("activation key in " + file)
                    .isFalse();
            for (var secret : draft.secrets.values()) {
                assertThat(contains(file, secret)).as("a secret in " + file).isFalse();
            }
        }
        sgm.whileClosed(() -> {});
    }

    private List<Path> files() {
        try (var list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, Bytes part) {
        try {
            var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return content.contains(new String(part.toArray(), StandardCharsets.ISO_8859_1))
                    || content.contains(part.toBase64Url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The log.

    private List<String> faults() {
        var found = new ArrayList<String>();
        sgm.whileClosed(() -> found.addAll(Sgm.verifyLog(sgm.settings()).faults()));
        return found;
    }

    @Test
    void a_whole_log_has_no_faults() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void an_altered_leaf_record_or_node_is_found_and_named() {
        sql("UPDATE log_entry SET record = x'7b7d' WHERE idx = 5");
        assertThat(faults().get(0)).contains("entry 5").contains("record");
        sql("UPDATE log_node SET hash = zeroblob(32) WHERE level = 0 AND place = 4");
        assertThat(faults()).anyMatch(f -> f.contains("entry 4") && f.contains("hash"));
    }

    @Test
    void a_dropped_last_entry_is_found_by_the_checkpoint() {
        sql("DELETE FROM log_entry WHERE idx = (SELECT max(idx) FROM log_entry)");

        assertThat(faults()).isNotEmpty();
    }

    @Test
    void activity_tells_every_use_with_proof_and_running_numbers_without_a_gap() throws Exception {
        sign();
        var asked = new Statement.Activity(device.head(sgm.now()), 0);

        var page = Results.ActivityPage.read(TestSgm.done(sgm.send(device.seal(asked, sgm))));

        var checkpoint = Checkpoint.open(
                        page.checkpoint(),
                        Checkpoint.originOf(sgm.firstCode.identityHash()),
                        sgm.hello().logKey())
                .orElseThrow();
        var numbers = new HashMap<String, Long>();
        for (var entry : page.entries()) {
            Leaf leaf = entry.proven(checkpoint);
            assertThat(leaf.number()).isEqualTo(numbers.merge(leaf.chain(), 1L, Long::sum));
        }
        assertThat(page.heads()).allSatisfy(head -> assertThat(numbers).containsEntry(head.chain(), head.number()));
        assertThat(numbers).containsEntry(key.keyId(), 3L).containsEntry(device.id(), 1L);
    }

    @Test
    void a_wrong_pin_is_an_entry_too() throws Exception {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var answer = sgm.send(
                device.seal(order, sgm, draft -> {
                    draft.secrets.put(
                            dev.natsuin.protocol.statement.Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }),
                order);

        assertThat(Leaf.read(answer.receipt().orElseThrow().entry().leaf()).type())
                .isEqualTo(Leaf.Type.PIN_FAILURE);
        sgm.receiptHolds(answer);
    }

    @Test
    void proves_that_the_log_only_grew() throws Exception {
        var first = sgm.receiptHolds(sign());
        sign();
        var second = sgm.receiptHolds(sign());

        var proof = ConsistencyCall.readProof(
                sgm.ask(LinkOperation.CONSISTENCY, new ConsistencyCall(first.size(), second.size()).toBytes()));

        assertThat(Merkle.consistent(first.size(), first.root(), second.size(), second.root(), proof))
                .isTrue();
    }

    @Test
    void refuses_a_proof_for_sizes_the_log_never_had() {
        assertThat(sgm.askRaw(LinkOperation.CONSISTENCY, new ConsistencyCall(3, 999).toBytes())
                        .status())
                .isEqualTo(LinkAnswer.Status.REFUSED);
    }

    @Test
    void does_not_log_with_a_clock_behind_the_newest_entry() {
        sgm.clock.move(Duration.ofSeconds(10));
        sign();
        sgm.clock.move(Duration.ofSeconds(-1));
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm);

        assertThat(sgm.begin(sealed, Optional.of(TestSgm.requestOf(order))).status())
                .isEqualTo(LinkAnswer.Status.CLOCK_BEHIND);
        assertThatThrownBy(() -> sgm.reopen()).isInstanceOf(SgmFault.class);
        sgm.clock.move(Duration.ofSeconds(1));
        sgm.whileClosed(() -> {});
    }

    @Test
    void an_hour_before_a_sealing_key_ends_another_is_named_and_to_its_end_it_opens() {
        var first = sgm.sealingKey();
        sgm.clock.move(Duration.between(sgm.now(), first.until())
                .minus(Duration.ofHours(1))
                .minusSeconds(1));
        assertThat(sgm.sealingKey()).isEqualTo(first);
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm);

        sgm.clock.move(Duration.ofSeconds(1));

        assertThat(sgm.sealingKey().from()).isEqualTo(sgm.now());
        TestSgm.done(sgm.send(sealed, order));
    }

    @Test
    void an_ended_sealing_key_is_erased_and_opens_nothing_any_more() {
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm);
        sgm.clock.move(Duration.ofHours(25));

        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }
}
