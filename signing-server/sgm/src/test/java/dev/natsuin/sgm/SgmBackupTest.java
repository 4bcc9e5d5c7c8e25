package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.crypto.SecretFile;
import dev.natsuin.sgm.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The restore drill: a server is lost, and another machine goes on from its backup. */
class SgmBackupTest {
    private static final Bytes CONFIG = Bytes.utf8("{\"url\":\"https://sign.example\"}");
    private static final SgmBackup.Newest NOTHING_NEWER = new SgmBackup.Newest(Optional.empty(), false);

    @TempDir
    private Path folder;

    private TestSgm sgm;
    private TestDevice signer;
    private Results.KeyInfo key;
    private Results.KeyInfo destroyed;

    @BeforeEach
    void begin() throws IOException {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("lost")));
        signer = sgm.newSigner();
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
        destroyed = sgm.createKey(signer, KeyAlgorithm.P_256);
        TestSgm.done(sgm.send(signer.seal(destroy(destroyed), sgm)));
        sign("before");
        wrongPin();
    }

    @AfterEach
    void end() {
        sgm.close();
    }

    private Statement.DestroyKey destroy(Results.KeyInfo gone) {
        return new Statement.DestroyKey(signer.head(sgm.now()), gone.keyId(), gone.certificateSha256());
    }

    private Results.Signed sign(String text) throws IOException {
        var order = sgm.order(signer, key, TestSgm.hash(text));
        var answer = sgm.send(signer.seal(order, sgm), order);
        sgm.receiptHolds(answer);
        try {
            return Results.Signed.read(TestSgm.done(answer));
        } catch (dev.natsuin.protocol.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private void wrongPin() {
        var order = sgm.order(signer, key, TestSgm.hash("wrong"));
        var answer = sgm.send(
                signer.seal(order, sgm, draft -> {
                    draft.secrets.put(
                            dev.natsuin.protocol.statement.Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }),
                Optional.of(TestSgm.requestOf(order)));
        assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.PIN_WRONG);
    }

    private Path backup(String name) throws IOException {
        var target = folder.resolve(name);
        var temporary = Files.createDirectory(folder.resolve(name + "-tmp"));
        var ceremony = new SgmBackup(sgm.settings());
        ceremony.copy(temporary);
        ceremony.backup(target, CONFIG, Optional.empty(), temporary);
        assertThat(temporary).isEmptyDirectory();
        return target;
    }

    private Secret vaultKey() {
        return Vault.read(SecretFile.own(sgm.folder.resolve("vault.key")));
    }

    private Sgm.Settings elsewhere(String name) throws IOException {
        var s = sgm.settings();
        return new Sgm.Settings(
                Files.createDirectory(folder.resolve(name)), s.pkiUrl(), s.level(), s.clock(), s.random());
    }

    private SgmBackup.Restored restored(Path backup, Sgm.Settings to, SgmBackup.Newest newest) {
        try (var key = vaultKey()) {
            return new SgmBackup(to).restore(backup, key, newest, to.folder().resolve("sap.db"));
        }
    }

    @Test
    void on_another_machine_keys_sign_destroyed_ones_do_not_and_the_log_goes_on_in_a_new_epoch() throws Exception {
        var backup = backup("backup");
        var before = sgm.hello();
        sgm.clock.move(Duration.ofHours(1));
        var to = elsewhere("new");

        var restored = restored(backup, to, new SgmBackup.Newest(Optional.of(before.checkpoint()), false));

        assertThat(restored.epoch().lost()).isZero();
        assertThat(restored.epoch().number()).isEqualTo(2);
        assertThat(restored.head().config()).isEqualTo(CONFIG);
        sgm.moveTo(to.folder());
        assertThat(sgm.hello().logKey()).isNotEqualTo(before.logKey());
        assertThat(sgm.hello().sgm()).isEqualTo(before.sgm());
        sign("after");
        assertThat(TestSgm.problem(sgm.send(signer.seal(destroy(destroyed), sgm)))
                        .code())
                .isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        sgm.createKey(signer, KeyAlgorithm.P_256);
        var report = Sgm.verifyLog(sgm.settings());
        assertThat(report.faults()).isEmpty();
        assertThat(report.entries()).isEqualTo(restored.epoch().kept() + 3);
    }

    @Test
    void a_code_that_was_open_in_the_backup_opens_nothing_after_the_restore() throws Exception {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var further = sgm.inviteDevice(signer);
        var backup = backup("backup");
        var to = elsewhere("new");

        restored(backup, to, new SgmBackup.Newest(Optional.empty(), false));

        sgm.moveTo(to.folder());
        for (var used : List.of(code, further)) {
            var late = new TestDevice(sgm.firstCode.identityHash(), used.user());
            assertThat(TestSgm.problem(sgm.send(late.seal(late.enrolment(used, sgm.now()), sgm)))
                            .code())
                    .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        }
        sgm.enrol(sgm.inviteDevice(signer));
        sgm.enrol(sgm.invite(sgm.officer(), Role.SIGNER));
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private List<Integer> octetsBesideCodes() {
        try (var database = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            return database.rows("device_invitation").stream()
                    .map(row -> ((byte[]) row.value("seal_wrap")).length)
                    .toList();
        }
    }

    @Test
    void row_15_what_waits_beside_a_code_goes_with_it() throws Exception {
        sgm.inviteDevice(signer);
        var backup = backup("backup");
        sgm.whileClosed(() -> assertThat(octetsBesideCodes()).allMatch(octets -> octets > 0));
        var to = elsewhere("new");

        restored(backup, to, NOTHING_NEWER);

        sgm.moveTo(to.folder());
        sgm.whileClosed(() -> assertThat(octetsBesideCodes()).isNotEmpty().containsOnly(0));
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    /** Which were taken in meanwhile the backup does not tell: also those of people who had enrolled. */
    @Test
    void row_15_keys_that_were_handed_over_are_erased() throws Exception {
        var devices = new ArrayList<TestDevice>();
        for (var enrolled : List.of(true, false)) {
            var pair = ForeignAuthority.p256();
            var handed = new HandedOver(
                    sgm,
                    pair,
                    new ForeignAuthority(sgm.now()).certify(pair.getPublic()).issued());
            var code = handed.code(handed.ordered(sgm.officer()));
            if (enrolled) {
                devices.add(sgm.enrol(code));
            }
        }
        var backup = backup("backup");
        var to = elsewhere("new");

        restored(backup, to, NOTHING_NEWER);

        sgm.moveTo(to.folder());
        assertThat(TestSgm.problem(HandedOver.asked(sgm, devices.get(0))).code())
                .isEqualTo(ProblemCode.HANDED_KEY_UNKNOWN);
        sgm.whileClosed(() -> {
            try (var database = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
                assertThat(database.rows("handed_key"))
                        .hasSize(2)
                        .allMatch(row -> ((byte[]) row.value("sealed")).length == 0);
            }
        });
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void row_15_codes_are_closed_also_where_the_only_administrator_is_locked() throws Exception {
        var code = sgm.invite(sgm.officer(), Role.SIGNER);
        var administrator = sgm.administrator();
        for (var i = 0; i < 5; i++) {
            var order =
                    new Statement.Suspend(administrator.head(sgm.now()), sgm.whom(administrator, sgm.officer().user));
            sgm.send(administrator.seal(order, sgm, draft -> {
                draft.secrets.put(
                        dev.natsuin.protocol.statement.Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                return draft;
            }));
        }
        var backup = backup("backup");
        var to = elsewhere("new");

        restored(backup, to, NOTHING_NEWER);

        sgm.moveTo(to.folder());
        var late = new TestDevice(sgm.firstCode.identityHash(), code.user());
        assertThat(TestSgm.problem(sgm.send(late.seal(late.enrolment(code, sgm.now()), sgm)))
                        .code())
                .isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void the_consoles_own_code_stays_while_nobody_could_admit_anybody() throws Exception {
        sgm.close();
        sgm = new TestSgm(Files.createDirectory(folder.resolve("fresh")));
        var backup = backup("backup");
        var to = elsewhere("new");
        restored(backup, to, NOTHING_NEWER);
        sgm.moveTo(to.folder());

        sgm.enrol(sgm.firstCode);

        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void row_15_what_waited_for_a_second_person_waits_no_more() throws Exception {
        sgm.officer();
        var first = sgm.administrator();
        var second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        sgm.reopenWithTwoPersons(true);
        var order = new Statement.Invite(
                first.head(sgm.now()),
                Role.OFFICER,
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty());
        TestSgm.done(sgm.send(first.seal(order, sgm)));
        var backup = backup("backup");
        var to = elsewhere("new");
        restored(backup, to, NOTHING_NEWER);
        sgm.moveTo(to.folder());

        var approve = new Statement.Approve(
                second.head(sgm.now()), dev.natsuin.protocol.statement.StatementText.write(order));
        assertThat(TestSgm.problem(sgm.send(second.seal(approve, sgm))).code())
                .isEqualTo(ProblemCode.REQUEST_NOT_WAITING);
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void wrong_pins_before_the_backup_count_after_it() throws Exception {
        var backup = backup("backup");
        var to = elsewhere("new");
        restored(backup, to, NOTHING_NEWER);
        sgm.moveTo(to.folder());

        for (var i = 0; i < 4; i++) {
            wrongPin();
        }

        var order = sgm.order(signer, key, TestSgm.hash("locked"));
        assertThat(TestSgm.problem(sgm.send(signer.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void an_order_made_before_the_restore_is_refused_even_when_it_is_sealed_anew() throws Exception {
        var backup = backup("backup");
        var order = sgm.order(signer, key, TestSgm.hash("carried out after the backup"));
        var sealed = signer.seal(order, sgm);
        TestSgm.done(sgm.send(sealed, order));
        sgm.clock.move(Duration.ofMinutes(1));
        var to = elsewhere("new");
        restored(backup, to, NOTHING_NEWER);
        sgm.moveTo(to.folder());

        assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(TestSgm.problem(sgm.send(signer.seal(order, sgm), order)).code())
                .isEqualTo(ProblemCode.STATEMENT_EXPIRED);
    }

    @Test
    void entries_that_the_backup_lacks_are_a_gap_that_must_be_accepted_and_stands_in_the_log() throws Exception {
        var backup = backup("backup");
        sign("lost");
        sign("lost too");
        var newest = Optional.of(sgm.hello().checkpoint());
        var to = elsewhere("new");

        assertThatThrownBy(() -> restored(backup, to, new SgmBackup.Newest(newest, false)))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("2 log entries");
        assertThat(to.folder()).isEmptyDirectory();
        assertThat(restored(backup, to, new SgmBackup.Newest(newest, true))
                        .epoch()
                        .lost())
                .isEqualTo(2);
        sgm.moveTo(to.folder());
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void a_checkpoint_that_this_log_did_not_sign_is_refused() throws Exception {
        var backup = backup("backup");
        var to = elsewhere("new");
        var forged = sgm.hello().checkpoint().replaceFirst("\n[0-9]+\n", "\n999\n");

        assertThatThrownBy(() -> restored(backup, to, new SgmBackup.Newest(Optional.of(forged), true)))
                .isInstanceOf(BackupFault.class);
        assertThat(to.folder()).isEmptyDirectory();
    }

    @Test
    void without_the_key_nothing_opens_and_nothing_is_left() throws Exception {
        var backup = backup("backup");
        var to = elsewhere("new");
        try (var other = Secret.taking(TestDevice.random(32).toArray())) {
            assertThatThrownBy(() -> new SgmBackup(to)
                            .restore(backup, other, NOTHING_NEWER, to.folder().resolve("sap.db")))
                    .isInstanceOf(BackupFault.class);
        }
        assertThat(to.folder()).isEmptyDirectory();
    }

    @Test
    void a_backup_that_was_altered_cut_or_lengthened_anywhere_is_refused_and_nothing_is_left() throws Exception {
        var backup = backup("backup");
        var whole = Files.readAllBytes(backup);
        var to = elsewhere("new");
        for (var place : List.of(0, 20, 60, 200, whole.length / 2, whole.length - 1)) {
            var altered = whole.clone();
            altered[place] ^= 1;
            refused(altered, to);
        }
        for (var length : List.of(0, 10, 100, whole.length / 2, whole.length - 17, whole.length - 1)) {
            refused(java.util.Arrays.copyOf(whole, length), to);
        }
        refused(java.util.Arrays.copyOf(whole, whole.length + 1), to);
    }

    private void refused(byte[] octets, Sgm.Settings to) throws IOException {
        var file = Files.write(folder.resolve("damaged"), octets);
        assertThatThrownBy(() -> restored(file, to, NOTHING_NEWER)).isInstanceOf(BackupFault.class);
        assertThat(to.folder()).isEmptyDirectory();
    }

    @Test
    void it_is_private_and_replaces_nothing() throws Exception {
        var backup = backup("backup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        var before = Files.readAllBytes(backup);

        Files.delete(folder.resolve("backup-tmp"));
        assertThatThrownBy(() -> backup("backup")).isInstanceOf(BackupFault.class);
        assertThat(Files.readAllBytes(backup)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(n -> n.endsWith(".part"));
        }
    }

    @Test
    void neither_the_log_key_nor_a_sealing_key_is_in_it() throws Exception {
        sgm.sealingKey();
        var backup = backup("backup");
        var out = Files.createDirectory(folder.resolve("opened"));
        try (var safe = sgm.settings().openSafe()) {
            var head = dev.natsuin.sgm.backup.BackupFile.head(backup);
            try (var opened = safe.vault().derived(Bytes.concat(Bytes.utf8("natsuin-backup-v1|"), head.salt()))) {
                dev.natsuin.sgm.backup.BackupFile.extract(
                        backup, opened, java.util.Map.of("sgm.db", out.resolve("sgm.db")));
            }
        }
        try (var view = dev.natsuin.storage.DatabaseView.open(out.resolve("sgm.db"), Sgm.migrations())) {
            var names = Sgm.unguarded(view, sgm.settings().random())
                    .read(rows -> rows.serviceKeys("").stream()
                            .map(dev.natsuin.sgm.record.ServiceKeyRow::name)
                            .toList());
            assertThat(names).containsExactlyInAnyOrder("identity", "kek-1", "row-key", "ca");
        }
    }

    @Test
    void a_second_restore_begins_a_third_epoch() throws Exception {
        var to = elsewhere("second");
        restored(backup("backup"), to, NOTHING_NEWER);
        sgm.moveTo(to.folder());
        sign("in the second epoch");
        var again = elsewhere("third");

        assertThat(restored(backup("another"), again, NOTHING_NEWER).epoch().number())
                .isEqualTo(3);
        sgm.moveTo(again.folder());
        sign("in the third epoch");
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }
}
