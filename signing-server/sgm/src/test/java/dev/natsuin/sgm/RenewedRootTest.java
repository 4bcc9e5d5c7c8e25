package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.activation.ReencryptedRows;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A custodian left: the server gets another root key, and signers' keys move under another key-encryption key. */
class RenewedRootTest {
    @TempDir
    private Path folder;

    private TestSgm sgm;
    private TestDevice signer;
    private Results.KeyInfo key;
    private Results.KeyInfo other;
    private boolean broken;

    @BeforeEach
    void a_signer_with_two_keys() throws IOException {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")));
        signer = sgm.newSigner();
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
        other = sgm.createKey(signer, KeyAlgorithm.P_256);
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        if (!broken) {
            assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
        }
    }

    private Path root() {
        return sgm.folder.resolve("vault.key");
    }

    private Path next() {
        return sgm.folder.resolve("vault.key.next");
    }

    private int renew() {
        sgm.close();
        int epoch = new RootRenewal(sgm.settings()).renew();
        sgm.reopenClosed();
        return epoch;
    }

    private Results.Signed sign(Results.KeyInfo with) throws Exception {
        var order = sgm.order(signer, with, TestSgm.hash("one"));
        var answer = sgm.send(signer.seal(order, sgm), order);
        sgm.receiptHolds(answer);
        return Results.Signed.read(TestSgm.done(answer));
    }

    private <R> R rows(Function<Rows, R> work) {
        var random = new SecureRandom();
        try (var safe = sgm.settings().openSafe();
                var view = DatabaseView.open(sgm.folder.resolve("sgm.db"), Sgm.migrations());
                var keys = Sgm.unguarded(view, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random)) {
            return SqlRecords.viewing(view, guard).read(work);
        }
    }

    private int epochOf(Results.KeyInfo one) {
        return rows(rows -> rows.key(one.keyId())).map(KeyRow::kekEpoch).orElseThrow();
    }

    private List<String> keks() {
        return rows(rows -> rows.serviceKeys("kek-")).stream()
                .map(ServiceKeyRow::name)
                .sorted()
                .toList();
    }

    private List<Leaf> leaves() {
        return rows(rows -> LongStream.range(0, rows.logSize())
                .mapToObj(index -> SignatureLog.leafOf(rows.logRow(index)))
                .toList());
    }

    @Test
    void a_backup_that_is_made_meanwhile_is_refused_and_the_next_opens_with_the_new_file() throws Exception {
        var temporary = Files.createDirectory(folder.resolve("temporary"));
        var target = folder.resolve("backup");
        var backup = new SgmBackup(sgm.settings());
        backup.copy(temporary);
        renew();

        assertThatThrownBy(() -> backup.backup(target, Bytes.utf8("{}"), Optional.empty(), temporary))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("renewed while the backup was made");

        assertThat(target).doesNotExist();
        assertThat(temporary).isEmptyDirectory();
        backup.copy(temporary);
        assertThat(backup.backup(target, Bytes.utf8("{}"), Optional.empty(), temporary))
                .isEqualTo(leaves().size());
    }

    @Test
    void the_new_file_is_in_place_at_once() throws Exception {
        var before = Files.readAllBytes(root());
        sgm.close();

        new RootRenewal(sgm.settings()).renew();

        assertThat(next()).doesNotExist();
        assertThat(Files.readAllBytes(root())).hasSize(32).isNotEqualTo(before);
        sgm.reopenClosed();
    }

    @Test
    void a_key_signs_on_and_moves_when_it_is_used() throws Exception {
        assertThat(renew()).isEqualTo(2);

        var signed = sign(key);

        assertThat(signed.signatures()).hasSize(1);
        assertThat(epochOf(key)).isEqualTo(2);
        assertThat(epochOf(other)).isEqualTo(1);
        var sealed = rows(rows -> rows.key(key.keyId())).orElseThrow().sealed();
        sign(key);
        assertThat(rows(rows -> rows.key(key.keyId())).orElseThrow().sealed())
                .as("it moves once")
                .isEqualTo(sealed);
        sign(other);
        assertThat(epochOf(other)).isEqualTo(2);
    }

    @Test
    void a_key_moves_with_its_renewed_certificate_too_and_new_ones_begin_under_the_new() {
        renew();

        var order = new Statement.RenewKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256());
        TestSgm.done(sgm.send(signer.seal(order, sgm)));

        assertThat(epochOf(key)).isEqualTo(2);
        assertThat(epochOf(sgm.createKey(signer, KeyAlgorithm.P_256))).isEqualTo(2);
    }

    @Test
    void the_log_has_the_renewal_in_the_consoles_chain_and_each_move() throws Exception {
        renew();
        sign(key);

        var leaves = leaves();
        var renewal = leaves.get(leaves.size() - 2);
        assertThat(renewal.type()).isEqualTo(Leaf.Type.RENEW_KEK);
        assertThat(renewal.chain()).isEqualTo(Leaf.CONSOLE);
        assertThat(renewal.device()).isEqualTo(Leaf.CONSOLE);
        assertThat(renewal.kekEpoch()).isEqualTo(2);
        assertThat(leaves.get(leaves.size() - 1).kekEpoch()).isEqualTo(2);
    }

    @Test
    void an_earlier_one_is_erased_at_the_start_after_the_last_key_moved() throws Exception {
        renew();
        sign(key);
        sgm.reopen();
        assertThat(keks()).containsExactly("kek-1", "kek-2");

        sign(other);
        sgm.reopen();

        assertThat(keks()).containsExactly("kek-2");
        sign(key);
    }

    @Test
    void a_destroyed_key_holds_no_earlier_one() {
        renew();
        for (var gone : List.of(key, other)) {
            var order = new Statement.DestroyKey(signer.head(sgm.now()), gone.keyId(), gone.certificateSha256());
            TestSgm.done(sgm.send(signer.seal(order, sgm)));
        }

        sgm.reopen();

        assertThat(keks()).containsExactly("kek-2");
    }

    @Test
    void the_root_of_before_opens_nothing_any_more() throws Exception {
        var before = Files.readAllBytes(root());
        renew();
        sgm.close();
        var after = Files.readAllBytes(root());
        Files.write(root(), before);

        assertThatThrownBy(sgm::reopenClosed)
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("do not belong together");

        Files.write(root(), after);
        sgm.reopenClosed();
        sign(key);
    }

    /** Everything else that the vault wraps: identity, log, authority, sealing keys. */
    @Test
    void what_was_sealed_before_is_carried_out_behind_it_and_identity_and_authority_are_the_same() throws Exception {
        var order = sgm.order(signer, key, TestSgm.hash("sealed before"));
        var sealed = signer.seal(order, sgm);
        var identity = sgm.believed();
        var authority = rows(rows -> rows.serviceKey("ca")).map(ServiceKeyRow::publicPart);

        renew();

        var answer = sgm.send(sealed, order);
        assertThat(Results.Signed.read(TestSgm.done(answer)).signatures()).hasSize(1);
        sgm.followSuccessions();
        assertThat(sgm.believed()).isEqualTo(identity);
        assertThat(rows(rows -> rows.serviceKey("ca")).map(ServiceKeyRow::publicPart))
                .isEqualTo(authority);
    }

    @Test
    void the_key_for_timestamps_goes_on() throws Exception {
        var before = timestampedBy();

        renew();

        assertThat(timestampedBy()).isEqualTo(before);
    }

    /** The serial number of the certificate whose key made a timestamp now. */
    private BigInteger timestampedBy() throws Exception {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var request = generator.generate(TSPAlgorithms.SHA256, new byte[32]);
        var response = new TimeStampResponse(
                sgm.ask(LinkOperation.TIMESTAMP, Bytes.of(request.getEncoded())).toArray());
        response.validate(request);
        return response.getTimeStampToken().getSID().getSerialNumber();
    }

    // The row key.

    private List<String> rowKeys() {
        return rows(rows -> rows.serviceKeys("row-key")).stream()
                .map(ServiceKeyRow::name)
                .toList();
    }

    @Test
    void the_rows_are_under_a_row_key_of_the_same_number() throws Exception {
        renew();
        assertThat(rowKeys()).containsExactly("row-key-2");

        renew();

        assertThat(rowKeys()).containsExactly("row-key-3");
        sign(key);
    }

    @Test
    void a_wrong_pin_is_still_a_wrong_one_and_what_was_counted_stays() {
        wrongPin();
        renew();

        wrongPin();

        var device = rows(rows -> rows.device(signer.id())).orElseThrow();
        assertThat(device.failuresInARow()).isEqualTo(2);
    }

    private void wrongPin() {
        var order = sgm.order(signer, key, TestSgm.hash("one"));
        sgm.send(
                signer.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }),
                order);
    }

    @Test
    void a_further_device_that_was_invited_before_it_comes_behind_it() throws Exception {
        var code = sgm.inviteDevice(signer);
        renew();

        var further = sgm.enrol(code);

        var order = sgm.order(further, key, TestSgm.hash("two"));
        assertThat(Results.Signed.read(TestSgm.done(sgm.send(further.seal(order, sgm), order)))
                        .signatures())
                .hasSize(1);
    }

    @Test
    void certificates_of_before_and_behind_it_are_known_to_who_asks_for_their_state() throws Exception {
        assertThat(isKnown(key)).isTrue();

        renew();
        renew();

        assertThat(isKnown(key)).isTrue();
        assertThat(isKnown(sgm.createKey(signer, KeyAlgorithm.P_256))).isTrue();
    }

    private boolean isKnown(Results.KeyInfo one) throws Exception {
        var issuer = new X509CertificateHolder(rows(rows -> rows.serviceKey("ca"))
                .map(ServiceKeyRow::publicPart)
                .orElseThrow()
                .toArray());
        var digest = new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
        var certificate = new X509CertificateHolder(one.certificates().get(0).toArray());
        var id = new CertificateID(digest, issuer, certificate.getSerialNumber());
        var question = Bytes.of(new OCSPReqBuilder().addRequest(id).build().getEncoded());
        var told = (BasicOCSPResp)
                new OCSPResp(sgm.ask(LinkOperation.OCSP, question).toArray()).getResponseObject();
        return told.getResponses()[0].getCertStatus() == CertificateStatus.GOOD;
    }

    /** Whoever had root and database of before, and writes to the one of now. */
    @Test
    void all_rows_put_back_under_the_row_key_of_before_are_refused() throws Exception {
        Secret before;
        try (var safe = sgm.settings().openSafe();
                var view = DatabaseView.open(sgm.folder.resolve("sgm.db"), Sgm.migrations());
                var keys = Sgm.unguarded(view, new SecureRandom()).read(rows -> ServiceKeys.open(rows, safe.vault()))) {
            before = keys.rowKey().copy();
        }
        renew();
        sgm.close();
        broken = true;
        var random = new SecureRandom();
        try (before;
                var safe = sgm.settings().openSafe();
                var database = Database.openExisting(sgm.folder.resolve("sgm.db"), Sgm.migrations());
                var keys = Sgm.unguarded(database, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random);
                var old = new RowGuard(before, random)) {
            new SqlRecords(database, guard).write(rows -> {
                rows.eraseServiceKey("row-key-2");
                rows.put(new ServiceKeyRow(
                        "row-key", safe.vault().wrap("row-key", before), Bytes.EMPTY, sgm.now(), ServiceKeys.NO_END));
                rows.under(old, new ReencryptedRows(rows, guard, old, random));
                return rows.logSize();
            });
        }

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("row-key-2");
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).contains("a row is missing: service_key row-key-2");
        assertThatThrownBy(() -> new RootRenewal(sgm.settings()).renew())
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("row-key-2");
    }

    @Test
    void a_row_key_of_before_beside_the_one_of_now_is_refused() throws Exception {
        renew();
        insert("row-key");

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("service_key row-key");
    }

    @Test
    void without_what_serial_numbers_are_known_by_nothing_is_served() throws Exception {
        renew();
        sgm.close();
        broken = true;
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run("DELETE FROM service_key WHERE name = 'serial-number-key'");
        }

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("serial-number-key");
    }

    @Test
    void what_serial_numbers_are_known_by_is_refused_where_nothing_was_renewed() throws Exception {
        insert("serial-number-key");

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("serial-number-key");
    }

    @Test
    void an_entry_whose_record_no_longer_tells_of_the_row_key_is_refused() {
        renew();
        sgm.close();
        broken = true;
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run(
                    "UPDATE log_entry SET record = CAST(replace(CAST(record AS TEXT), ',\"rowKey\":true', '') AS BLOB)"
                            + " WHERE instr(CAST(record AS TEXT), 'rowKey') > 0");
        }

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("log entry");
    }

    /** What an SGM of before 2026-11-27 wrote: another key-encryption key, and the row key of before. */
    @Test
    void a_renewal_of_before_rows_were_renewed_is_read_as_it_is() throws Exception {
        sgm.close();
        try (var database = Database.openExisting(sgm.folder.resolve("sgm.db"), Sgm.migrations());
                var safe = sgm.settings().openSafe();
                var keys =
                        Sgm.unguarded(database, new SecureRandom()).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), new SecureRandom())) {
            new SqlRecords(database, guard).write(rows -> {
                ServiceKeys.addKek(rows, safe.vault(), 2, new SecureRandom(), sgm.now());
                return rows.logSize();
            });
        }
        tells(2);
        broken = false;
        sgm.reopenClosed();

        sign(key);
        assertThat(rowKeys()).containsExactly("row-key");

        assertThat(renew()).isEqualTo(3);
        assertThat(rowKeys()).containsExactly("row-key-3");
        sign(other);
    }

    @Test
    void an_altered_row_stops_it_and_everything_is_as_before() throws Exception {
        var before = Files.readAllBytes(root());
        sgm.close();
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run("UPDATE person SET level = level + 1 WHERE user = ?", signer.user);
            assertThatThrownBy(() -> new RootRenewal(sgm.settings()).renew())
                    .isInstanceOf(RowTampered.class)
                    .hasMessageContaining("person " + signer.user);
            writer.run("UPDATE person SET level = level - 1 WHERE user = ?", signer.user);
        }

        sgm.reopenClosed();

        assertThat(Files.readAllBytes(root())).isEqualTo(before);
        assertThat(next()).doesNotExist();
        assertThat(rowKeys()).containsExactly("row-key");
        sign(key);
        assertThat(epochOf(key)).isEqualTo(1);
    }

    @Test
    void a_server_that_serves_is_not_renewed() throws Exception {
        var before = Files.readAllBytes(root());

        assertThatThrownBy(() -> new RootRenewal(sgm.settings()).renew()).isInstanceOf(StorageFault.class);

        assertThat(Files.readAllBytes(root())).isEqualTo(before);
        assertThat(next()).doesNotExist();
        sign(key);
    }

    // Cut off.

    @Test
    void cut_off_before_the_database_changed_nothing_has_happened() throws Exception {
        sgm.close();
        try (var root = Secret.taking(TestDevice.random(32).toArray())) {
            Vault.put(next(), root);
        }

        sgm.reopenClosed();

        sign(key);
        assertThat(epochOf(key)).isEqualTo(1);
        assertThat(next()).doesNotExist();
    }

    @Test
    void cut_off_in_the_middle_of_the_new_file_nothing_has_happened() throws Exception {
        sgm.close();
        try (var root = Secret.taking(TestDevice.random(32).toArray())) {
            Vault.put(next(), root);
        }
        Files.write(next(), new byte[7]);

        assertThat(renew()).isEqualTo(2);

        sign(key);
        assertThat(next()).doesNotExist();
    }

    @Test
    void cut_off_behind_the_database_it_is_finished_at_the_next_start() throws Exception {
        var before = Files.readAllBytes(root());
        renew();
        sgm.close();
        var after = Files.readAllBytes(root());
        Files.move(root(), next());
        Files.write(root(), before);
        Files.setPosixFilePermissions(root(), Files.getPosixFilePermissions(next()));

        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
        assertThat(next()).as("who only looks finishes nothing").exists();
        sgm.reopenClosed();

        assertThat(Files.readAllBytes(root())).isEqualTo(after);
        assertThat(next()).doesNotExist();
        sign(key);
        assertThat(epochOf(key)).isEqualTo(2);
    }

    // Altered.

    @Test
    void without_the_newest_nothing_is_served() {
        renew();
        sgm.close();
        broken = true;
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run("DELETE FROM service_key WHERE name = 'kek-2'");
        }

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("kek-2");
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).contains("a row is missing: service_key kek-2");
    }

    @Test
    void without_an_earlier_one_that_keys_need_the_log_names_it() throws Exception {
        renew();
        sign(key);
        sgm.close();
        broken = true;
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run("DELETE FROM service_key WHERE name = 'kek-1'");
        }

        assertThat(Sgm.verifyLog(sgm.settings()).faults()).contains("a row is missing: service_key kek-1");
        sgm.reopenClosed();
        sign(key);
        assertThatThrownBy(() -> sign(other)).as("nobody makes it anew").isInstanceOf(RuntimeException.class);
    }

    @Test
    void an_erased_one_that_was_put_back_is_refused() throws Exception {
        var old = rows(rows -> rows.serviceKey("kek-1")).orElseThrow();
        renew();
        sign(key);
        sign(other);
        sgm.reopen();
        sgm.close();
        broken = true;
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run(
                    "INSERT INTO service_key (name, wrapped, public_part, valid_from, valid_until) VALUES (?, ?, ?, ?, ?)",
                    old.name(),
                    old.wrapped().toArray(),
                    old.publicPart().toArray(),
                    old.from().getEpochSecond(),
                    old.until().getEpochSecond());
        }

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("kek-1");
    }

    /** Somebody with the vault and the log's key, and no key-encryption key that fits. */
    private void tells(int epoch) {
        sgm.close();
        broken = true;
        var s = sgm.settings();
        try (var safe = s.openSafe();
                var database = Database.openExisting(sgm.folder.resolve("sgm.db"), Sgm.migrations());
                var keys = Sgm.unguarded(database, s.random()).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), s.random())) {
            new SqlRecords(database, guard).write(rows -> {
                var user = rows.chain(Leaf.CONSOLE).orElseThrow().user();
                var record =
                        JsonObject.with("type", "renew-kek").and("user", user).build();
                var entry = new SignatureLog.Entry(
                        Leaf.Type.RENEW_KEK, sgm.now(), Leaf.CONSOLE, user, Leaf.CONSOLE, 1, "console", epoch, record);
                return new SignatureLog(keys.identityHash(), keys.log(), s.random()).append(rows, entry);
            });
        }
    }

    @Test
    void a_renewal_that_nobody_made_stops_the_start_and_the_log_names_what_is_missing() {
        tells(5);

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("kek-5");
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).contains("a row is missing: service_key kek-5");
    }

    @Test
    void a_renewal_to_a_number_of_before_is_named() {
        renew();
        tells(2);

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class);
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).anyMatch(fault -> fault.contains("follows none"));
    }

    @Test
    void a_key_encryption_key_that_nobody_made_is_not_put_under_a_new_root() {
        insertKek(2);

        assertThatThrownBy(() -> new RootRenewal(sgm.settings()).renew())
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("kek-2");
    }

    @Test
    void one_that_the_log_does_not_tell_of_is_refused() {
        insertKek(2);

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("kek-2");
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).anyMatch(fault -> fault.contains("service_key kek-2"));
    }

    private void insertKek(int epoch) {
        insert("kek-" + epoch);
    }

    private void insert(String name) {
        sgm.close();
        broken = true;
        try (var vault = Vault.open(root(), new SecureRandom());
                var made = Secret.taking(TestDevice.random(32).toArray());
                var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run(
                    "INSERT INTO service_key (name, wrapped, public_part, valid_from, valid_until) VALUES (?, ?, ?, ?, ?)",
                    name,
                    vault.wrap(name, made).toArray(),
                    new byte[0],
                    sgm.now().getEpochSecond(),
                    ServiceKeys.NO_END.getEpochSecond());
        }
    }

    // Restored.

    private void eachLookAtTheClockTakes(Duration time) {
        sgm.clock.whenAsked(() -> sgm.clock.move(time));
    }

    /** A million rows take a minute to be put under another key. */
    @Test
    void a_renewal_that_takes_its_time_has_one_time_in_the_log_and_in_every_row() throws Exception {
        eachLookAtTheClockTakes(Duration.ofSeconds(20));

        assertThat(renew()).isEqualTo(2);

        eachLookAtTheClockTakes(Duration.ZERO);
        sign(key);
        assertThat(epochOf(key)).isEqualTo(2);
    }

    @Test
    void a_restore_that_takes_its_time_has_one_time_in_the_log_and_in_every_row() throws Exception {
        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        var before = Files.readAllBytes(root());
        var backup = sgm.backup(folder);
        sign(key);
        var export = Files.writeString(folder.resolve("export"), String.join("\n", sgm.exportedLog(auditor)) + "\n");
        eachLookAtTheClockTakes(Duration.ofSeconds(20));

        sgm.restore(backup, before, Optional.of(export), folder);

        eachLookAtTheClockTakes(Duration.ZERO);
        sign(key);
    }

    @Test
    void a_backup_of_behind_it_is_restored_with_the_new_root() throws Exception {
        renew();
        sign(key);
        var backup = sgm.backup(folder);

        sgm.restore(backup, Files.readAllBytes(root()), Optional.empty(), folder);

        sign(key);
        sign(other);
        assertThat(epochOf(other)).isEqualTo(2);
        assertThat(renew()).isEqualTo(3);
        sign(key);
        assertThat(epochOf(key)).isEqualTo(3);
    }

    @Test
    void a_backup_of_before_it_is_restored_with_the_root_of_before_and_goes_on_under_the_earlier_key()
            throws Exception {
        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        var before = Files.readAllBytes(root());
        var backup = sgm.backup(folder);
        renew();
        sign(key);
        var export = Files.writeString(folder.resolve("export"), String.join("\n", sgm.exportedLog(auditor)) + "\n");

        sgm.restore(backup, before, Optional.of(export), folder);

        sign(key);
        assertThat(epochOf(key)).isEqualTo(1);
        assertThat(keks()).containsExactly("kek-1");
        assertThat(checkedKek()).startsWith("warn ").contains("number 1 again", "kek renew");
        assertThat(renew()).as("no number is given twice").isEqualTo(3);
        sign(other);
        assertThat(epochOf(other)).isEqualTo(3);
        assertThat(checkedKek()).startsWith("ok ").contains("number 3");
    }

    private String checkedKek() {
        return Sgm.rowChecks(sgm.settings()).stream()
                .filter(check -> check.name().equals("key-encryption-key"))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
