package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.ExportedLog;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.crypto.SecretFile;
import dev.natsuin.sgm.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is restored with a newer log, or with the knowledge that there was one (attacks row 15, decision 0051). */
class RestoredLogTest {
    @TempDir
    private Path folder;

    private TestSgm sgm;
    private TestDevice officer;
    private TestDevice auditor;
    private TestDevice signer;
    private TestDevice laptop;
    private Results.KeyInfo key;
    private Results.KeyInfo other;
    private Path backup;
    private int files;

    @BeforeEach
    void a_backup_was_made() throws IOException {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("lost")));
        officer = sgm.officer();
        auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        signer = sgm.newSigner();
        laptop = sgm.furtherDevice(signer);
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
        other = sgm.createKey(signer, KeyAlgorithm.P_256);
        backup = backup();
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private Path backup() throws IOException {
        var target = folder.resolve("backup-" + ++files);
        var temporary = Files.createDirectory(folder.resolve("tmp-" + files));
        var ceremony = new SgmBackup(sgm.settings());
        ceremony.copy(temporary);
        ceremony.backup(target, Bytes.utf8("{}"), Optional.empty(), temporary);
        return target;
    }

    private Sgm.Settings elsewhere() throws IOException {
        var s = sgm.settings();
        return new Sgm.Settings(
                Files.createDirectory(folder.resolve("found-" + ++files)),
                s.pkiUrl(),
                s.level(),
                s.clock(),
                s.random());
    }

    private NewEpoch.Begun restored(Path from, Sgm.Settings to, SgmBackup.Newest newest) {
        try (var vault = Vault.read(SecretFile.own(sgm.folder.resolve("vault.key")))) {
            return new SgmBackup(to)
                    .restore(from, vault, newest, to.folder().resolve("sap.db"))
                    .epoch();
        }
    }

    private static SgmBackup.Newest log(Path file) {
        return new SgmBackup.Newest(Optional.empty(), Optional.of(file), false, Optional.empty());
    }

    /** On another machine, from the backup and what the auditor has exported now. */
    private NewEpoch.Begun goesOnWith(Path export) throws IOException {
        var to = elsewhere();
        sgm.clock.move(Duration.ofMinutes(5));
        var begun = restored(backup, to, log(export));
        sgm.moveTo(to.folder());
        return begun;
    }

    private Path export() throws IOException {
        return written(exported());
    }

    private List<String> exported() {
        return sgm.exportedLog(auditor);
    }

    private static String text(JsonObject line) {
        return line.toBytes().toUtf8();
    }

    private Path written(List<String> lines) throws IOException {
        return Files.writeString(folder.resolve("export-" + ++files), String.join("\n", lines) + "\n");
    }

    private String origin() {
        return Checkpoint.originOf(sgm.firstCode.identityHash());
    }

    private Answer order(TestDevice device, Statement statement) {
        return sgm.send(device.seal(statement, sgm));
    }

    private Answer about(
            TestDevice staff, String user, BiFunction<StatementHead, Statement.Whom, Statement> statement) {
        return order(staff, statement.apply(staff.head(sgm.now()), sgm.whom(staff, user)));
    }

    private void destroy(Results.KeyInfo gone) {
        TestSgm.done(order(
                signer, new Statement.DestroyKey(signer.head(sgm.now()), gone.keyId(), gone.certificateSha256())));
    }

    private void remove(TestDevice by, TestDevice removed) {
        TestSgm.done(order(
                by,
                new Statement.RemoveDevice(
                        by.head(sgm.now()),
                        removed.id(),
                        removed.deviceKey.publicKey().encoded())));
    }

    private Answer sign(TestDevice device, Results.KeyInfo with) {
        var order = sgm.order(device, with, TestSgm.hash("contract"));
        return sgm.send(device.seal(order, sgm), order);
    }

    private Answer wrongPin(TestDevice device) {
        var order = sgm.order(device, key, TestSgm.hash("guess"));
        return sgm.send(
                device.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }),
                Optional.of(TestSgm.requestOf(order)));
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private List<Integer> octetsOf(String table, String column) {
        try (var database = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            return database.rows(table).stream()
                    .map(row -> ((byte[]) row.value(column)).length)
                    .toList();
        }
    }

    // A new identity key.

    private TestDevice secondAdministrator() {
        return sgm.enrol(sgm.invite(sgm.administrator(), Role.ADMINISTRATOR));
    }

    @Test
    void a_backup_of_before_a_new_identity_key_is_not_restored_with_a_log_that_tells_of_it() throws Exception {
        sgm.renewIdentity(sgm.administrator(), secondAdministrator());
        var export = export();

        assertThatThrownBy(() -> goesOnWith(export))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("a backup that was made after that");
    }

    @Test
    void a_backup_of_after_a_new_identity_key_goes_on_with_it() throws Exception {
        sgm.renewIdentity(sgm.administrator(), secondAdministrator());
        backup = backup();
        destroy(other);

        goesOnWith(export());

        TestSgm.done(sign(signer, key));
        assertThat(sgm.believed().number()).isEqualTo(1);
        sgm.renewIdentity(sgm.administrator(), secondAdministrator());
    }

    /** Without a newer log nothing tells of the new key: it is the desks that refuse the old one. */
    @Test
    void a_backup_of_before_a_new_identity_key_signs_with_the_old_one() throws Exception {
        var before = sgm.believed();
        sgm.renewIdentity(sgm.administrator(), secondAdministrator());
        var to = elsewhere();
        sgm.clock.move(Duration.ofMinutes(5));
        restored(backup, to, new SgmBackup.Newest(Optional.empty(), true));
        sgm.moveTo(to.folder());

        sgm.believe(before);
        TestSgm.done(sign(signer, key));
    }

    // A newer log.

    @Test
    void row_15_a_key_destroyed_after_the_backup_does_not_sign_and_is_erased() throws Exception {
        destroy(other);

        var begun = goesOnWith(export());

        assertThat(begun.taken()).isEqualTo(1);
        assertThat(begun.lost()).isZero();
        assertThat(refusal(sign(signer, other))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        TestSgm.done(sign(signer, key));
        sgm.whileClosed(() -> assertThat(octetsOf("signing_key", "sealed")).containsOnlyOnce(0));
    }

    @Test
    void row_15_a_device_removed_after_the_backup_cannot_act_and_its_seal_is_erased() throws Exception {
        remove(signer, laptop);

        goesOnWith(export());

        assertThat(refusal(sign(laptop, key))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        TestSgm.done(sign(signer, key));
        sgm.whileClosed(() -> assertThat(octetsOf("device", "seal_wrap")).containsOnlyOnce(0));
    }

    @Test
    void row_15_wrong_pins_after_the_backup_count_and_a_lock_stays() throws Exception {
        for (var i = 0; i < 5; i++) {
            wrongPin(laptop);
        }
        wrongPin(signer);

        goesOnWith(export());

        assertThat(refusal(sign(laptop, key))).isEqualTo(ProblemCode.DEVICE_LOCKED);
        for (var i = 0; i < 4; i++) {
            assertThat(refusal(wrongPin(signer))).isEqualTo(ProblemCode.PIN_WRONG);
        }
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void row_15_who_was_suspended_or_revoked_after_the_backup_stays_so() throws Exception {
        var gone = sgm.administrator();
        var late = sgm.newSigner();
        backup = backup();
        TestSgm.done(about(officer, signer.user, Statement.Suspend::new));
        TestSgm.done(about(officer, late.user, Statement.Revoke::new));

        goesOnWith(export());

        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(sgm.people(gone))
                .filteredOn(p -> p.user().equals(late.user))
                .allMatch(p -> p.state().equals("gone"));
        TestSgm.done(about(officer, signer.user, Statement.Resume::new));
        TestSgm.done(sign(signer, key));
    }

    @Test
    void row_15_who_got_another_name_after_the_backup_has_it() throws Exception {
        TestSgm.done(about(officer, signer.user, (head, whom) -> amend(head, whom, false)));

        goesOnWith(export());

        assertThat(sgm.whom(officer, signer.user).subject()).contains("CN=佐藤 太郎");
        TestSgm.done(sign(signer, key));
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                made.certificates().get(0).toArray())))
                .isInstanceOfSatisfying(
                        X509Certificate.class,
                        c -> assertThat(c.getSubjectX500Principal().getName()).isEqualTo("CN=佐藤 太郎"));
    }

    @Test
    void row_15_keys_that_ended_with_a_name_after_the_backup_stay_ended() throws Exception {
        TestSgm.done(about(officer, signer.user, (head, whom) -> amend(head, whom, true)));

        goesOnWith(export());

        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
    }

    private static Statement.Amend amend(StatementHead head, Statement.Whom whom, boolean endKeys) {
        return new Statement.Amend(
                head, whom, "CN=佐藤 太郎", TestSgm.hash("called"), Optional.empty(), endKeys, Optional.empty());
    }

    @Test
    void row_15_whoever_was_enrolled_anew_after_the_backup_has_no_old_key_and_no_new_device() throws Exception {
        var anew = sgm.enrol(sgm.reEnrol(officer, signer.user));
        var made = sgm.createKey(anew, KeyAlgorithm.P_256);

        var begun = goesOnWith(export());

        assertThat(begun.outcome().devices()).containsExactly(anew.id());
        assertThat(begun.outcome().keys()).containsExactly(made.keyId());
        for (var device : List.of(signer, laptop, anew)) {
            assertThat(refusal(sign(device, key))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        }
        var again = sgm.enrol(sgm.reEnrol(officer, signer.user));
        TestSgm.done(sign(again, sgm.createKey(again, KeyAlgorithm.P_256)));
    }

    @Test
    void what_began_after_the_backup_is_told_and_revoked_and_not_invented() throws Exception {
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        var phone = sgm.furtherDevice(signer);
        var invited = sgm.invite(officer, Role.SIGNER);

        var begun = goesOnWith(export());

        assertThat(begun.outcome().keys()).containsExactly(made.keyId());
        assertThat(begun.outcome().devices()).containsExactly(phone.id());
        assertThat(begun.outcome().suspended()).isEmpty();
        sgm.whileClosed(() -> assertThat(octetsOf("revocation", "serial")).hasSize(1));
        assertThat(refusal(sign(signer, made))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        assertThat(refusal(sign(phone, key))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        var late = new TestDevice(sgm.firstCode.identityHash(), invited.user());
        assertThat(refusal(sgm.send(late.seal(late.enrolment(invited, sgm.now()), sgm))))
                .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        var anew = sgm.enrol(sgm.reEnrol(officer, invited.user()));
        TestSgm.done(sign(anew, sgm.createKey(anew, KeyAlgorithm.P_256)));
        TestSgm.done(sign(signer, sgm.createKey(signer, KeyAlgorithm.P_256)));
    }

    @Test
    void who_removed_every_device_of_the_backup_has_no_key_left_when_the_later_one_is_lost() throws Exception {
        var phone = sgm.furtherDevice(signer);
        remove(phone, signer);
        remove(phone, laptop);

        var begun = goesOnWith(export());

        assertThat(begun.outcome().devices()).containsExactly(phone.id());
        assertThat(begun.outcome().keys()).containsExactlyInAnyOrder(key.keyId(), other.keyId());
    }

    @Test
    void a_key_renewed_after_the_backup_signs_under_its_newer_certificate() throws Exception {
        var renewed = Results.KeyInfo.read(TestSgm.done(
                order(signer, new Statement.RenewKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256()))));

        goesOnWith(export());

        TestSgm.done(sign(signer, renewed));
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.CERTIFICATE_NOT_BOUND);
    }

    @Test
    void signatures_after_the_backup_stand_in_the_log_with_their_proofs_and_running_numbers() throws Exception {
        sign(signer, key);
        var last = sign(signer, key).receipt().orElseThrow();

        goesOnWith(export());

        var kept = entries().get((int) last.entry().index());
        assertThat(kept.record()).isEqualTo(last.entry().record());
        assertThat(Leaf.read(sign(signer, key).receipt().orElseThrow().entry().leaf())
                        .number())
                .isEqualTo(Leaf.read(last.entry().leaf()).number() + 1);
    }

    private List<LogEntry> entries() throws Malformed {
        var answer = order(auditor, new Statement.AuditLog(auditor.head(sgm.now()), 0, Optional.empty()));
        return Results.LogPage.read(TestSgm.done(answer)).entries();
    }

    /** What the restore entry shows to desks: the log goes on behind the newest checkpoint that they can have. */
    @Test
    void the_new_epoch_stands_directly_behind_the_newer_log() throws Exception {
        sign(signer, key);
        var newest = sgm.hello();

        goesOnWith(export());

        var restore = entries().get(entries().size() - 1);
        var record = JsonObject.strict(restore.record()).reader();
        assertThat(record.text("type")).isEqualTo("restore");
        assertThat(Checkpoint.open(record.text("backup"), origin(), newest.logKey()))
                .isEqualTo(Checkpoint.open(newest.checkpoint(), origin(), newest.logKey()))
                .map(Checkpoint::size)
                .contains(restore.index());
        assertThat(record.index("taken")).isLessThan(restore.index());
    }

    @Test
    void an_order_that_was_carried_out_after_the_backup_is_not_carried_out_again() throws Exception {
        var order = sgm.order(signer, key, TestSgm.hash("once"));
        TestSgm.done(sgm.send(signer.seal(order, sgm), order));
        var export = export();
        var to = elsewhere();
        restored(backup, to, log(export)); // within the same second: no epoch makes it older
        sgm.moveTo(to.folder());

        assertThat(refusal(sgm.send(signer.seal(order, sgm), order))).isEqualTo(ProblemCode.STATEMENT_REPLAYED);
    }

    @Test
    void who_changed_the_pin_after_the_backup_is_suspended_until_staff_knows_why() throws Exception {
        var under = signer.withAnotherPin();
        TestSgm.done(sgm.send(signer.seal(signer.pinChange(under, sgm.now()), sgm)));

        var begun = goesOnWith(export());

        assertThat(begun.outcome().suspended()).containsExactly(signer.user);
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        TestSgm.done(about(officer, signer.user, Statement.Resume::new));
        TestSgm.done(sign(signer, key));
    }

    @Test
    void what_waited_or_was_approved_after_the_backup_is_told_by_the_rows_too() throws Exception {
        var first = sgm.administrator();
        var second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        sgm.reopenWithTwoPersons(true);
        backup = backup();
        var waits = officerInvited(first);
        var approved = officerInvited(first);
        TestSgm.done(order(
                second,
                new Statement.Approve(
                        second.head(sgm.now()), dev.natsuin.protocol.statement.StatementText.write(approved))));

        goesOnWith(export());

        var late = new Statement.Approve(
                second.head(sgm.now()), dev.natsuin.protocol.statement.StatementText.write(waits));
        assertThat(refusal(order(second, late))).isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
    }

    private Statement.Invite officerInvited(TestDevice by) {
        var order = new Statement.Invite(
                by.head(sgm.now()),
                Role.OFFICER,
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty());
        TestSgm.done(order(by, order));
        return order;
    }

    private HandedOver handedOver() {
        var pair = ForeignAuthority.p256();
        var handed = new HandedOver(
                sgm,
                pair,
                new ForeignAuthority(sgm.now()).certify(pair.getPublic()).issued());
        TestSgm.done(handed.ordered(officer));
        return handed;
    }

    @Test
    void what_staff_handed_over_before_or_after_the_backup_lies_nowhere_any_more() throws Exception {
        handedOver();
        backup = backup();
        handedOver();

        goesOnWith(export());

        sgm.whileClosed(() -> assertThat(octetsOf("handed_key", "sealed")).containsExactly(0, 0));
    }

    @Test
    void what_staff_handed_over_is_erased_by_a_restore_without_a_newer_log_too() throws Exception {
        handedOver();
        backup = backup();
        var to = elsewhere();
        sgm.clock.move(Duration.ofMinutes(5));

        restored(backup, to, new SgmBackup.Newest(Optional.empty(), Optional.empty(), false, Optional.empty()));
        sgm.moveTo(to.folder());

        sgm.whileClosed(() -> assertThat(octetsOf("handed_key", "sealed")).containsExactly(0));
    }

    @Test
    void a_server_that_was_restored_so_is_backed_up_and_restored_so_again() throws Exception {
        destroy(other);
        goesOnWith(export());
        backup = backup();
        remove(signer, laptop);

        var begun = goesOnWith(export());

        assertThat(begun.number()).isEqualTo(3);
        assertThat(refusal(sign(laptop, key))).isEqualTo(ProblemCode.DEVICE_REMOVED);
        assertThat(refusal(sign(signer, other))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        TestSgm.done(sign(signer, key));
    }

    @Test
    void a_newer_log_that_ends_where_the_backup_does_changes_nothing() throws Exception {
        assertThat(goesOnWith(export()).taken()).isZero();

        TestSgm.done(sign(signer, key));
    }

    @Test
    void after_which_nobody_could_administrate_is_refused() throws Exception {
        sgm.close();
        sgm = new TestSgm(Files.createDirectory(folder.resolve("fresh")));
        backup = backup();
        sgm.officer();
        auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        var to = elsewhere();
        var export = export();

        assertThatThrownBy(() -> restored(backup, to, log(export)))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("Nobody could administrate");
        assertThat(to.folder()).isEmptyDirectory();
    }

    // Logs that are none.

    private void refused(List<String> lines, String why) throws IOException {
        var to = elsewhere();
        var file = written(lines);
        assertThatThrownBy(() -> restored(backup, to, log(file)))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining(why);
        assertThat(to.folder()).isEmptyDirectory();
    }

    private static List<String> with(List<String> lines, int place, UnaryOperator<JsonObject> change) {
        try {
            var changed = new ArrayList<>(lines);
            changed.set(place, text(change.apply(JsonObject.strict(Bytes.utf8(lines.get(place))))));
            return changed;
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static LogEntry entry(JsonObject line) {
        try {
            var json = line.reader();
            return new LogEntry(
                    json.index("index"), json.bytes("leaf"), json.bytes("salt"), json.bytes("record"), List.of());
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void row_15_a_log_with_an_altered_left_out_added_or_cut_entry_is_refused() throws Exception {
        destroy(other);
        sign(signer, key);
        var whole = exported();
        var destroyed = whole.size() - 3;

        refused(
                with(whole, destroyed, line -> {
                    var entry = entry(line);
                    var record = Bytes.utf8(entry.record().toUtf8().replace(other.keyId(), key.keyId()));
                    return ExportedLog.line(new LogEntry(entry.index(), entry.leaf(), entry.salt(), record, List.of()));
                }),
                "altered");
        refused(
                with(whole, destroyed, line -> {
                    var entry = entry(line);
                    var record = Bytes.utf8(entry.record().toUtf8().replace(other.keyId(), key.keyId()));
                    var leaf = leaf(entry.leaf(), Leaf.recordHash(entry.salt(), record));
                    return ExportedLog.line(new LogEntry(entry.index(), leaf, entry.salt(), record, List.of()));
                }),
                "altered");
        var without = new ArrayList<>(whole);
        without.remove(destroyed);
        refused(without, "altered");
        var twice = new ArrayList<>(whole);
        twice.add(destroyed, whole.get(destroyed));
        refused(twice, "altered");
        refused(whole.subList(0, whole.size() - 1), "altered");
        refused(whole.subList(0, 4), "altered");
        var more = new ArrayList<>(whole);
        more.add("");
        refused(more, "altered");
        refused(List.of("no log"), "no exported log");
    }

    private static Bytes leaf(Bytes like, Bytes recordHash) {
        try {
            var l = Leaf.read(like);
            return new Leaf(
                            l.type(),
                            l.time(),
                            l.chain(),
                            l.number(),
                            l.previous(),
                            l.device(),
                            l.level(),
                            l.method(),
                            l.kekEpoch(),
                            recordHash)
                    .toBytes();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void row_15_the_log_of_another_server_is_refused() throws Exception {
        var whole = new ArrayList<>(exported());
        whole.set(0, text(ExportedLog.head("natsuin/" + "0".repeat(64))));

        refused(whole, "another server");
    }

    @Test
    void row_15_a_log_that_another_key_signed_is_refused() throws Exception {
        var to = elsewhere();
        restored(backup, to, new SgmBackup.Newest(Optional.empty(), false));
        sgm.moveTo(to.folder());

        refused(exported(), "another epoch");
    }

    @Test
    void row_15_a_log_older_than_the_backup_is_refused() throws Exception {
        var old = exported();
        sign(signer, key);
        backup = backup();

        refused(old, "older than the backup");
    }

    /** Both were signed by the one key: two copies of a server ran, or its operator shows two logs. */
    @Test
    void row_15_a_log_with_another_past_than_the_backup_is_refused() throws Exception {
        var copy = Files.createDirectory(folder.resolve("copy"));
        sgm.whileClosed(() -> copied(sgm.folder, copy));
        sign(signer, key);
        backup = backup();
        sgm.moveTo(copy);
        destroy(other);
        sign(signer, key);

        refused(exported(), "another past");
    }

    private static void copied(Path from, Path to) {
        try (var all = Files.list(from)) {
            for (var file : all.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void row_15_a_checkpoint_that_the_newer_log_does_not_agree_with_is_refused() throws Exception {
        var copy = Files.createDirectory(folder.resolve("copy"));
        sgm.whileClosed(() -> copied(sgm.folder, copy));
        destroy(other);
        var newest = Optional.of(sgm.hello().checkpoint());
        sgm.moveTo(copy);
        sign(signer, key);
        sign(signer, key);
        var export = export();
        var to = elsewhere();

        assertThatThrownBy(() ->
                        restored(backup, to, new SgmBackup.Newest(newest, Optional.of(export), true, Optional.empty())))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("another past");
        assertThat(to.folder()).isEmptyDirectory();
    }

    // Entries that nobody has any more.

    private Optional<String> fingerprint(TestDevice device) {
        return Optional.of(sgm.fingerprint(device));
    }

    @Test
    void row_15_where_later_entries_are_lost_everybody_is_locked_but_the_administrator_who_was_named()
            throws Exception {
        destroy(other);
        var newest = Optional.of(sgm.hello().checkpoint());
        var administrator = sgm.administrator();
        var to = elsewhere();
        sgm.clock.move(Duration.ofMinutes(5));

        var begun =
                restored(backup, to, new SgmBackup.Newest(newest, Optional.empty(), false, fingerprint(administrator)));

        sgm.moveTo(to.folder());
        assertThat(begun.lost()).isEqualTo(1);
        assertThat(begun.outcome().suspended()).containsExactlyInAnyOrder(officer.user, auditor.user, signer.user);
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(sign(signer, other))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(order(officer, new Statement.ListPeople(officer.head(sgm.now())))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        TestSgm.done(about(administrator, officer.user, Statement.Resume::new));
        TestSgm.done(about(officer, signer.user, Statement.Resume::new));
        TestSgm.done(sign(signer, key));
    }

    @Test
    void what_a_newer_log_has_of_it_is_taken_and_the_rest_is_lost() throws Exception {
        destroy(other);
        var export = export();
        remove(signer, laptop);
        var newest = Optional.of(sgm.hello().checkpoint());
        var to = elsewhere();
        sgm.clock.move(Duration.ofMinutes(5));

        assertThatThrownBy(() -> restored(
                        backup, to, new SgmBackup.Newest(newest, Optional.of(export), false, Optional.empty())))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("1 log entries that nobody gave");
        var begun = restored(
                backup, to, new SgmBackup.Newest(newest, Optional.of(export), false, fingerprint(sgm.administrator())));

        sgm.moveTo(to.folder());
        assertThat(begun.taken()).isEqualTo(1);
        assertThat(begun.lost()).isEqualTo(1);
        assertThat(refusal(sign(signer, key))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
    }

    @Test
    void a_loss_that_is_accepted_locks_nobody_and_stands_in_the_log() throws Exception {
        destroy(other);
        var newest = Optional.of(sgm.hello().checkpoint());
        var to = elsewhere();
        sgm.clock.move(Duration.ofMinutes(5));

        assertThat(restored(backup, to, new SgmBackup.Newest(newest, true))
                        .outcome()
                        .suspended())
                .isEmpty();

        sgm.moveTo(to.folder());
        TestSgm.done(sign(signer, other));
        var restore =
                JsonObject.strict(entries().get(entries().size() - 2).record()).reader();
        assertThat(restore.text("lost")).isEqualTo("accepted");
    }

    @Test
    void only_a_device_of_an_administrator_who_can_act_is_named() throws Exception {
        destroy(other);
        var newest = Optional.of(sgm.hello().checkpoint());
        var to = elsewhere();

        for (var nobody : List.of(officer, signer)) {
            assertThatThrownBy(() -> restored(
                            backup, to, new SgmBackup.Newest(newest, Optional.empty(), false, fingerprint(nobody))))
                    .isInstanceOf(BackupFault.class)
                    .hasMessageContaining("No administrator");
            assertThat(to.folder()).isEmptyDirectory();
        }
    }

    /** Where fingerprints are confirmed, a device that nobody confirmed could resume nobody. */
    @Test
    void a_device_that_nobody_confirmed_is_not_named_from_level_2_on() throws Exception {
        sgm.close();
        sgm = new TestSgm(Files.createDirectory(folder.resolve("two")), 2);
        var administrator = sgm.enrol(sgm.firstCode);
        backup = backup();
        sgm.confirmAtConsole(sgm.fingerprint(administrator));
        var newest = Optional.of(sgm.hello().checkpoint());
        var to = elsewhere();

        assertThatThrownBy(() -> restored(
                        backup, to, new SgmBackup.Newest(newest, Optional.empty(), false, fingerprint(administrator))))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("No administrator");
    }

    /** The tree over leaves alone is what every reader of an export computes. */
    @Test
    void the_log_that_went_on_is_one_tree_for_auditors() throws Exception {
        destroy(other);
        goesOnWith(export());
        sign(signer, key);

        var tree = new dev.natsuin.protocol.log.GrowingTree();
        for (var entry : entries()) {
            tree.add(Merkle.leafHash(entry.leaf()));
        }
        var hello = sgm.hello();
        assertThat(Checkpoint.open(hello.checkpoint(), origin(), hello.logKey())
                        .orElseThrow()
                        .root())
                .isEqualTo(tree.root());
    }
}
