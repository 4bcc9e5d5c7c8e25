package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.backup.BackupFile;
import dev.natsuin.sgm.certificate.AuthorityAlgorithm;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.token.SoftHsm;
import dev.natsuin.sgm.token.TokenAbsent;
import dev.natsuin.sgm.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A whole SGM with its keys in a token: enrolled, signed with, restarted, robbed of its token. */
@EnabledIf("dev.natsuin.sgm.token.SoftHsm#isInstalled")
class TokenSgmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SgmBackup.Newest NOTHING_NEWER = new SgmBackup.Newest(Optional.empty(), false);

    @TempDir
    private Path folder;

    private SoftHsm hsm;
    private TestSgm sgm;

    @BeforeEach
    void begin() throws IOException {
        hsm = new SoftHsm(Files.createDirectory(folder.resolve("hsm")));
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")), hsm.access());
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Bytes sealed(TestDevice device, Statement.Sign order) {
        return device.seal(order, sgm);
    }

    private static boolean verifies(Results.KeyInfo key, String text, Bytes signature) throws Exception {
        var der = new ByteArrayInputStream(key.certificates().get(0).toArray());
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(
                CertificateFactory.getInstance("X.509").generateCertificate(der).getPublicKey());
        verifier.update(Bytes.utf8(text).toArray());
        return verifier.verify(signature.toArray());
    }

    @Test
    void signers_sign_before_and_after_a_restart_and_the_token_holds_two_keys() throws Exception {
        var device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        assertThat(key.level()).isEqualTo(2);

        for (var text : List.of("before", "after")) {
            var order = sgm.order(device, key, TestSgm.hash(text));
            var answer = sgm.send(sealed(device, order), order);
            sgm.receiptHolds(answer);
            var signature =
                    Results.Signed.read(TestSgm.done(answer)).signatures().get(0);
            assertThat(verifies(key, text, signature)).isTrue();
            sgm.reopen();
        }
        assertThat(hsm.objects()).isEqualTo(2);
    }

    @Test
    void an_order_while_the_token_is_away_is_taken_later_with_the_same_octets() throws Exception {
        var device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        hsm.vanish();
        var busy = untilBusy(device, key);
        hsm.comeBack();

        var answer = busy.again(sgm);
        assertThat(answer.status()).isEqualTo(LinkAnswer.Status.OK);
        // A module is initialised once in a process: what the console does in its own waits here for the SGM's end.
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
    }

    private record Refused(Bytes sealed, Statement.Sign order) {
        LinkAnswer again(TestSgm sgm) {
            var end = Instant.now().plus(PATIENCE);
            LinkAnswer answer;
            do {
                answer = sgm.begin(sealed, Optional.of(TestSgm.requestOf(order)));
            } while (answer.status() == LinkAnswer.Status.BUSY && Instant.now().isBefore(end));
            return answer;
        }
    }

    /** SoftHSM goes on from memory until the keeper looks; then orders are told to come later. */
    private Refused untilBusy(TestDevice device, Results.KeyInfo key) {
        while (true) {
            var order = sgm.order(device, key, TestSgm.hash("away"));
            var sealed = sealed(device, order);
            if (sgm.begin(sealed, Optional.of(TestSgm.requestOf(order))).status() == LinkAnswer.Status.BUSY) {
                return new Refused(sealed, order);
            }
        }
    }

    @Test
    void a_kind_of_key_that_the_token_cannot_wrap_is_refused_at_its_creation() {
        var device = sgm.newSigner();
        var order = new Statement.CreateKey(device.head(sgm.now()), KeyAlgorithm.ED25519, List.of("device"));

        assertThat(TestSgm.problem(sgm.send(device.seal(order, sgm))).code())
                .isEqualTo(ProblemCode.ALGORITHM_NOT_IN_STORE);
    }

    /** A transport key takes the token a second: one device that asks without end keeps nobody else from an import. */
    @Test
    void a_device_that_asks_for_transport_keys_without_end_waits_and_another_does_not() {
        var greedy = sgm.newSigner();
        var other = sgm.newSigner();
        var first = sgm.transportKey(greedy, KeyAlgorithm.P_256);

        for (int i = 0; i < 3; i++) {
            assertThat(TestSgm.problem(sgm.send(greedy.seal(
                                    new Statement.TransportKey(greedy.head(sgm.now()), KeyAlgorithm.P_256), sgm)))
                            .code())
                    .isEqualTo(ProblemCode.SERVER_BUSY);
        }
        assertThat(sgm.transportKey(other, KeyAlgorithm.P_256)).isNotNull();
        sgm.clock.move(Duration.ofSeconds(10));
        assertThat(sgm.transportKey(greedy, KeyAlgorithm.P_256).transportKey()).isNotEqualTo(first.transportKey());
    }

    @Test
    void a_copy_of_the_folder_opens_nothing_without_the_token() {
        var copy = sgm.settings();
        sgm.whileClosed(() -> {
            assertThatThrownBy(() -> {
                        try (var vault = Vault.open(folder.resolve("sgm/vault.key"), new SecureRandom())) {
                            vault.unwrap("row-key", Bytes.of(new byte[60]));
                        }
                    })
                    .isInstanceOf(SgmFault.class);
            var software = new Sgm.Settings(copy.folder(), copy.pkiUrl(), copy.level(), copy.clock(), copy.random());
            assertThatThrownBy(() -> Sgm.open(software).close()).isInstanceOf(SgmFault.class);
            hsm.vanish();
            assertThatThrownBy(() -> Sgm.open(copy).close()).isInstanceOf(TokenAbsent.class);
            hsm.comeBack();
        });
    }

    @Test
    void a_backup_goes_on_with_a_copy_of_the_token_that_its_maker_made_and_with_no_other() throws Exception {
        var device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        var backup = folder.resolve("backup");
        var target = Files.createDirectory(folder.resolve("target"));
        var from = sgm.settings();
        sgm.close();
        new SgmBackup(from).copy(folder);
        new SgmBackup(from).backup(backup, Bytes.utf8("{}"), Optional.empty(), folder);
        var head = BackupFile.head(backup);
        var to = new Sgm.Settings(
                target, from.pkiUrl(), from.level(), from.clock(), from.random(), from.rules(), from.token());

        var second = new SoftHsm(Files.createDirectory(folder.resolve("second")));
        assertThatThrownBy(() -> restored(backup, head, to, NOTHING_NEWER)).isInstanceOf(SgmFault.class);
        assertThat(target).isEmptyDirectory();
        second.copyOf(hsm);
        restored(backup, head, to, NOTHING_NEWER);

        sgm.moveClosedTo(target);
        var order = sgm.order(device, key, TestSgm.hash("after"));
        var signed = Results.Signed.read(TestSgm.done(sgm.send(sealed(device, order), order)));
        assertThat(verifies(key, "after", signed.signatures().get(0))).isTrue();
    }

    @Test
    void row_15_with_a_second_token_a_key_destroyed_after_the_backup_signs_nothing() throws Exception {
        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        var device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        var destroyed = sgm.createKey(device, KeyAlgorithm.P_256);
        var backup = folder.resolve("backup");
        var from = sgm.settings();
        sgm.whileClosed(() -> {
            new SgmBackup(from).copy(folder);
            new SgmBackup(from).backup(backup, Bytes.utf8("{}"), Optional.empty(), folder);
        });
        var head = BackupFile.head(backup);
        var destroy =
                new Statement.DestroyKey(device.head(sgm.now()), destroyed.keyId(), destroyed.certificateSha256());
        TestSgm.done(sgm.send(device.seal(destroy, sgm)));
        var export = Files.writeString(folder.resolve("export"), String.join("\n", sgm.exportedLog(auditor)) + "\n");
        sgm.close();
        var second = new SoftHsm(Files.createDirectory(folder.resolve("second")));
        second.copyOf(hsm);
        var to = at("target", from);

        restored(
                backup, head, to, new SgmBackup.Newest(Optional.empty(), Optional.of(export), false, Optional.empty()));

        sgm.moveClosedTo(to.folder());
        var order = sgm.order(device, key, TestSgm.hash("after"));
        TestSgm.done(sgm.send(sealed(device, order), order));
        var refused = sgm.order(device, destroyed, TestSgm.hash("after"));
        assertThat(TestSgm.problem(sgm.send(sealed(device, refused), refused)).code())
                .isEqualTo(ProblemCode.KEY_NOT_ENABLED);
    }

    private static void restored(
            Path backup, dev.natsuin.sgm.backup.BackupHead head, Sgm.Settings to, SgmBackup.Newest newest) {
        try (var vaultFile = dev.natsuin.protocol.bytes.Secret.taking(
                head.vaultFile().orElseThrow().toArray())) {
            new SgmBackup(to).restore(backup, vaultFile, newest, to.folder().resolve("sap.db"));
        }
    }

    @Test
    void self_check_names_every_attack_and_the_one_that_softhsm_cannot_refuse() {
        var lines = new ArrayList<Check>();
        sgm.whileClosed(() -> lines.addAll(Sgm.rowChecks(sgm.settings())));

        assertThat(lines).noneMatch(Check::failed);
        assertThat(lines)
                .filteredOn(check -> check.state() == Check.State.WARN)
                .extracting(Check::name)
                .contains("token-wrap-under-a-known-key");
        assertThat(lines)
                .extracting(Check::name)
                .contains("token", "token-unwrap-in-clear", "token-kek-changed", "token-other-mechanism");
    }

    @Test
    void a_server_that_does_not_come_to_be_leaves_no_key_in_the_token() throws IOException {
        long before = hsm.objects();
        var broken = second();
        Files.createDirectory(folder.resolve("second").resolve("sgm.db")); // in the way of the database

        assertThatThrownBy(() -> Sgm.init(broken, "https://127.0.0.1:8443").close())
                .isNotInstanceOf(KeyStoreFault.class);

        assertThat(hsm.objects()).isEqualTo(before);
        sgm.reopenClosed();
    }

    private Sgm.Settings second() throws IOException {
        sgm.close();
        var settings = sgm.settings();
        return at("second", settings);
    }

    /** A server with the same settings in another folder. */
    private Sgm.Settings at(String name, Sgm.Settings settings) throws IOException {
        return new Sgm.Settings(
                Files.createDirectory(folder.resolve(name)),
                settings.pkiUrl(),
                settings.level(),
                settings.clock(),
                settings.random(),
                settings.rules(),
                settings.token());
    }

    @Test
    void a_server_whose_first_code_reaches_nobody_leaves_no_key_in_the_token() throws IOException {
        long before = hsm.objects();
        var settings = second();

        assertThatThrownBy(() -> Sgm.init(settings, "https://127.0.0.1:8443", code -> {
                            throw new SgmFault("writing the first administrator's code");
                        })
                        .close())
                .isInstanceOf(SgmFault.class);

        assertThat(hsm.objects()).isEqualTo(before);
        sgm.reopenClosed();
    }

    @Test
    void what_an_init_that_was_cut_off_made_in_the_token_is_known_by_its_folder_and_nothing_else_goes()
            throws IOException {
        long before = hsm.objects();
        var settings = second();
        Sgm.init(settings, "https://127.0.0.1:8443").close();
        assertThat(hsm.objects()).isEqualTo(before + 2);

        assertThat(Sgm.unmakeKeys(settings)).isEqualTo(2);

        assertThat(hsm.objects()).isEqualTo(before);
        assertThat(Sgm.unmakeKeys(settings)).isZero();
        sgm.reopenClosed();
    }

    @Test
    void an_init_that_was_cut_off_before_it_made_keys_asks_no_token() throws IOException {
        var settings = second();
        hsm.vanish();

        assertThat(Sgm.unmakeKeys(settings)).isZero();
        Files.write(settings.folder().resolve("vault.key"), new byte[] {1, 2, 3});
        assertThat(Sgm.unmakeKeys(settings)).isZero();

        hsm.comeBack();
        sgm.reopenClosed();
    }

    // Another key-encryption key.

    private int renewed() {
        sgm.close();
        int epoch = new RootRenewal(sgm.settings()).renew();
        sgm.reopenClosed();
        return epoch;
    }

    private void signs(TestDevice device, Results.KeyInfo key) throws Exception {
        var order = sgm.order(device, key, TestSgm.hash("renewed"));
        var answer = sgm.send(sealed(device, order), order);
        sgm.receiptHolds(answer);
        var signature = Results.Signed.read(TestSgm.done(answer)).signatures().get(0);
        assertThat(verifies(key, "renewed", signature)).isTrue();
    }

    private Check line(String name) {
        var lines = new ArrayList<Check>();
        sgm.whileClosed(() -> lines.addAll(Sgm.rowChecks(sgm.settings())));
        return lines.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keys_of_before_and_behind_a_renewal_sign_each_under_its_own_also_when_the_token_was_away() throws Exception {
        var device = sgm.newSigner();
        var before = sgm.createKey(device, KeyAlgorithm.P_256);

        assertThat(renewed()).isEqualTo(2);

        var behind = sgm.createKey(device, KeyAlgorithm.P_256);
        signs(device, before);
        signs(device, behind);
        assertThat(hsm.objects()).isEqualTo(3);
        hsm.vanish();
        var busy = untilBusy(device, before);
        hsm.comeBack();
        assertThat(busy.again(sgm).status()).isEqualTo(LinkAnswer.Status.OK);
        signs(device, behind);
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
        assertThat(line("key-encryption-key").message()).contains("number 2; 1 keys");
        assertThat(line("token-earlier-keys").state()).isEqualTo(Check.State.OK);
    }

    @Test
    void an_earlier_one_that_no_key_needs_stays_in_the_token_and_is_named() throws Exception {
        var device = sgm.newSigner();
        var before = sgm.createKey(device, KeyAlgorithm.P_256);
        renewed();
        var behind = sgm.createKey(device, KeyAlgorithm.P_256);
        var destroy = new Statement.DestroyKey(device.head(sgm.now()), before.keyId(), before.certificateSha256());
        TestSgm.done(sgm.send(device.seal(destroy, sgm)));

        sgm.reopen();

        signs(device, behind);
        assertThat(line("token-earlier-keys").message()).contains("natsuin-kek-1");
        assertThat(hsm.objects()).isEqualTo(3);
    }

    @Test
    void a_renewal_that_the_database_never_saw_changes_nothing_and_can_be_done_again() throws Exception {
        var device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        sgm.whileClosed(() -> Safe.makeKek(sgm.settings().rootFile(), hsm.access(), 2));

        signs(device, key);
        signs(device, sgm.createKey(device, KeyAlgorithm.P_256));
        assertThat(line("token-earlier-keys").message()).contains("natsuin-kek-2");
        assertThat(renewed()).isEqualTo(3);

        signs(device, key);
        assertThat(line("token-earlier-keys").message()).contains("natsuin-kek-2");
        assertThat(hsm.objects()).isEqualTo(4);
    }

    /** As where an older backup was restored by mistake, or for a drill, with the token that there is. */
    @Test
    void a_renewal_of_what_an_earlier_backup_gave_destroys_no_key_that_a_later_state_needs() throws Exception {
        var device = sgm.newSigner();
        var backup = folder.resolve("backup");
        var from = sgm.settings();
        sgm.whileClosed(() -> {
            new SgmBackup(from).copy(folder);
            new SgmBackup(from).backup(backup, Bytes.utf8("{}"), Optional.empty(), folder);
        });
        renewed();
        var behind = sgm.createKey(device, KeyAlgorithm.P_256);
        sgm.close();
        var to = at("target", from);
        restored(backup, BackupFile.head(backup), to, NOTHING_NEWER);

        assertThat(new RootRenewal(to).renew()).isEqualTo(3);

        assertThat(Sgm.verifyLog(to).faults()).isEmpty();
        sgm.reopenClosed();
        signs(device, behind);
    }

    @Test
    void a_copy_of_the_token_from_before_it_is_refused() throws Exception {
        sgm.close();
        var second = new SoftHsm(Files.createDirectory(folder.resolve("second")));
        second.copyOf(hsm);
        sgm.reopenClosed();
        renewed();
        sgm.close();
        second.copyOf(hsm);

        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("key-encryption key 2");
    }

    @Test
    void a_token_that_lost_any_one_of_its_files_serves_or_is_refused_and_is_whole_once_the_file_is_back()
            throws Exception {
        var device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        sgm.close();
        var refused = new ArrayList<String>();
        for (var file : filesOfTheToken()) {
            var lost = Files.readAllBytes(file);
            Files.delete(file);
            try {
                sgm.reopenClosed();
                sgm.close();
            } catch (SgmFault e) {
                assertThat(e).hasMessageContaining("restore its backup").hasMessageContaining("No key is made anew");
                refused.add("keys");
            } catch (TokenAbsent e) {
                refused.add("absent");
            }
            Files.write(file, lost);
        }

        assertThat(refused).containsExactlyInAnyOrder("keys", "keys", "absent");
        sgm.reopenClosed();
        signs(device, key);
        assertThat(hsm.objects()).isEqualTo(2);
    }

    private List<Path> filesOfTheToken() throws IOException {
        try (var all = Files.walk(hsm.tokens())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    // Another key of the authority.

    private CertificateAuthority.Successor authorityRenewed(AuthorityAlgorithm algorithm) {
        sgm.close();
        var made = new AuthorityRenewal(sgm.settings()).renew(algorithm);
        sgm.reopenClosed();
        return made;
    }

    private static X509Certificate certificate(Bytes der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.toArray()));
    }

    private X509Certificate published(String name) throws Exception {
        return certificate(sgm.ask(LinkOperation.PKI, Bytes.utf8(name)));
    }

    private boolean isOnItsList(X509Certificate certificate, String list) throws Exception {
        var octets = sgm.ask(LinkOperation.PKI, Bytes.utf8(list)).toArray();
        var crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(octets));
        return crl.isRevoked(certificate);
    }

    @Test
    void the_authority_gets_two_more_keys_and_none_of_them_is_an_object_of_the_token() throws Exception {
        var device = sgm.newSigner();
        var first = sgm.createKey(device, KeyAlgorithm.P_256);
        assertThat(authorityRenewed(AuthorityAlgorithm.P_384).number()).isEqualTo(2);
        var second = sgm.createKey(device, KeyAlgorithm.P_256);
        renewed(); // another key-encryption key in between: both keys of the authority come along
        assertThat(authorityRenewed(AuthorityAlgorithm.RSA_3072).number()).isEqualTo(3);
        var third = sgm.createKey(device, KeyAlgorithm.P_256);

        for (var key : List.of(first, second, third)) {
            signs(device, key);
        }
        certificate(first.certificates().get(0)).verify(published("ca.cer").getPublicKey());
        certificate(second.certificates().get(0)).verify(published("ca-2.cer").getPublicKey());
        certificate(third.certificates().get(0)).verify(published("ca-3.cer").getPublicKey());
        published("ca-2-link.cer").verify(published("ca.cer").getPublicKey());
        published("ca-3-link.cer").verify(published("ca-2.cer").getPublicKey());
        assertThat(third.certificates()).hasSize(4);
        assertThat(hsm.objects()).as("two key-encryption keys and the root").isEqualTo(3);

        var destroy = new Statement.DestroyKey(device.head(sgm.now()), second.keyId(), second.certificateSha256());
        TestSgm.done(sgm.send(device.seal(destroy, sgm)));
        sgm.clock.move(Duration.ofMinutes(2));
        for (var list : List.of("ca.crl", "ca-2.crl", "ca-3.crl")) {
            assertThat(isOnItsList(certificate(second.certificates().get(0)), list))
                    .as(list)
                    .isTrue();
        }
        sgm.whileClosed(() -> assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty());
        assertThat(line("ca-certificate").state()).isEqualTo(Check.State.OK);
    }

    @Test
    void without_the_token_the_authority_gets_no_key_and_with_it_the_next() {
        sgm.close();
        hsm.vanish();
        assertThatThrownBy(() -> new AuthorityRenewal(sgm.settings()).renew(AuthorityAlgorithm.P_384))
                .isInstanceOf(TokenAbsent.class);
        hsm.comeBack();

        assertThat(new AuthorityRenewal(sgm.settings())
                        .renew(AuthorityAlgorithm.P_384)
                        .number())
                .isEqualTo(2);
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
        sgm.reopenClosed();
    }

    @Test
    void a_backup_behind_another_key_of_the_authority_brings_it_to_a_copy_of_the_token() throws Exception {
        var device = sgm.newSigner();
        authorityRenewed(AuthorityAlgorithm.P_384);
        var backup = folder.resolve("backup");
        var from = sgm.settings();
        sgm.close();
        new SgmBackup(from).copy(folder);
        new SgmBackup(from).backup(backup, Bytes.utf8("{}"), Optional.empty(), folder);
        var to = at("target", from);
        var second = new SoftHsm(Files.createDirectory(folder.resolve("second")));
        second.copyOf(hsm);

        restored(backup, BackupFile.head(backup), to, NOTHING_NEWER);

        sgm.moveClosedTo(to.folder());
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        certificate(key.certificates().get(0)).verify(published("ca-2.cer").getPublicKey());
        signs(device, key);
    }
}
