package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.backup.BackupNote;
import dev.natsuin.sgm.certificate.AuthorityAlgorithm;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.certificate.OpenSsl;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The authority with another key (decision 0080), judged by OpenSSL with the SGM's clock. */
final class RenewedAuthorityTest {
    @TempDir
    Path folder = Path.of("");

    @TempDir
    Path desk = Path.of("");

    private TestSgm sgm;
    private TestDevice signer;
    private Results.KeyInfo former;
    private OpenSsl openssl;
    private boolean broken;

    @BeforeEach
    void a_signer_with_a_key() throws IOException {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")));
        signer = sgm.newSigner();
        former = newKey();
        openssl = new OpenSsl(desk);
        openssl.certificate("first.pem", file("ca.cer"));
        openssl.certificate("former.pem", former.certificates().get(0));
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        if (!broken) {
            assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
        }
    }

    private Results.KeyInfo newKey() {
        return sgm.createKey(signer, KeyAlgorithm.P_256);
    }

    private Bytes file(String name) {
        return sgm.ask(LinkOperation.PKI, Bytes.utf8(name));
    }

    private CertificateAuthority.Successor renew() {
        return renew(AuthorityAlgorithm.P_384);
    }

    private CertificateAuthority.Successor renew(AuthorityAlgorithm algorithm) {
        sgm.close();
        var made = new AuthorityRenewal(sgm.settings()).renew(algorithm);
        sgm.reopenClosed();
        return made;
    }

    private static X509CertificateHolder read(Bytes certificate) {
        try {
            return new X509CertificateHolder(certificate.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String judged(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("-attime", Long.toString(sgm.now().getEpochSecond())));
        return openssl.said(all.toArray(String[]::new));
    }

    /** What comes with a signer's certificate, as a signature carries it. */
    private String carried(Results.KeyInfo key) {
        var all = new StringBuilder();
        for (var each : key.certificates().subList(1, key.certificates().size())) {
            openssl.certificate("each.pem", each);
            all.append(openssl.read("each.pem").toUtf8());
        }
        return openssl.file("carried.pem", Bytes.utf8(all.toString()));
    }

    private String pathOf(Results.KeyInfo key, String believed) {
        openssl.certificate("signer.pem", key.certificates().get(0));
        return judged(
                "verify",
                "-x509_strict",
                "-check_ss_sig",
                "-CAfile",
                believed,
                "-untrusted",
                carried(key),
                "signer.pem");
    }

    private static final String OK = "signer.pem: OK\n";

    private <R> R rows(Function<Rows, R> work) {
        var random = new SecureRandom();
        try (var safe = sgm.settings().openSafe();
                var view = DatabaseView.open(sgm.folder.resolve("sgm.db"), Sgm.migrations());
                var keys = Sgm.unguarded(view, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random)) {
            return SqlRecords.viewing(view, guard).read(work);
        }
    }

    private List<ServiceKeyRow> keys(String prefix) {
        return rows(rows -> rows.serviceKeys(prefix));
    }

    private List<Leaf> leaves() {
        return rows(rows -> LongStream.range(0, rows.logSize())
                .mapToObj(index -> SignatureLog.leafOf(rows.logRow(index)))
                .toList());
    }

    // Who believes whom.

    @ParameterizedTest
    @EnumSource(AuthorityAlgorithm.class)
    void what_the_new_key_certifies_holds_to_whoever_believes_either_key_alone(AuthorityAlgorithm algorithm) {
        renew(algorithm);
        openssl.certificate("second.pem", file("ca-2.cer"));
        var key = newKey();

        assertThat(key.certificates()).hasSize(3);
        assertThat(key.certificates().subList(1, 3)).containsExactly(file("ca-2-link.cer"), file("ca.cer"));
        assertThat(pathOf(key, "first.pem")).isEqualTo(OK);
        assertThat(pathOf(key, "second.pem")).isEqualTo(OK);
        assertThat(read(file("ca-2.cer")).getSubject())
                .isEqualTo(read(file("ca.cer")).getSubject());
    }

    @Test
    void what_the_former_key_certified_holds_to_whoever_believes_that_and_to_nobody_by_the_new_one() {
        renew();
        openssl.certificate("second.pem", file("ca-2.cer"));
        var listed = listed().get(0);

        assertThat(listed.certificates()).isEqualTo(former.certificates());
        assertThat(pathOf(listed, "first.pem")).isEqualTo(OK);
        assertThat(pathOf(listed, "second.pem")).contains("error");
    }

    private List<Results.KeyInfo> listed() {
        try {
            var ask = new Statement.ListKeys(signer.head(sgm.now()));
            return Results.Keys.read(TestSgm.done(sgm.send(signer.seal(ask, sgm))))
                    .keys();
        } catch (dev.natsuin.protocol.Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_renewed_certificate_is_by_the_new_key() throws Exception {
        renew();

        var order = new Statement.RenewKey(signer.head(sgm.now()), former.keyId(), former.certificateSha256());
        var renewed = Results.KeyInfo.read(TestSgm.done(sgm.send(signer.seal(order, sgm))));

        assertThat(renewed.certificates()).hasSize(3);
        assertThat(pathOf(renewed, "first.pem")).isEqualTo(OK);
        assertThat(stateOf("former.pem", "first.pem")).contains("former.pem: good");
    }

    @Test
    void a_third_key_follows_the_second_and_the_first_leads_to_it() {
        renew();
        renew(AuthorityAlgorithm.RSA_3072);
        var key = newKey();
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("third.pem", file("ca-3.cer"));

        assertThat(key.certificates().subList(1, 4))
                .containsExactly(file("ca-3-link.cer"), file("ca-2-link.cer"), file("ca.cer"));
        for (var believed : List.of("first.pem", "second.pem", "third.pem")) {
            assertThat(pathOf(key, believed)).as(believed).isEqualTo(OK);
        }
    }

    @Test
    void a_link_that_has_ended_is_given_to_nobody_and_the_new_key_stands_alone() {
        renew();
        var key = newKey();
        sgm.clock.move(Duration.ofDays(4000));
        sgm.reopen();

        var listed = listed().stream()
                .filter(each -> each.keyId().equals(key.keyId()))
                .findFirst()
                .orElseThrow();

        assertThat(listed.certificates().subList(1, 2)).containsExactly(file("ca-2.cer"));
        openssl.certificate("second.pem", file("ca-2.cer"));
        assertThat(pathOf(newKey(), "second.pem")).isEqualTo(OK);
        assertThat(pathOf(newKey(), "first.pem")).contains("error");
    }

    @Test
    void the_link_holds_for_six_years_at_least_however_old_the_former_certificate_is() {
        sgm.clock.move(Duration.ofDays(3 * 365 + 300));

        var made = renew();

        assertThat(made.linkedUntil()).isAfter(sgm.now().plus(Duration.ofDays(6 * 365)));
    }

    // What is asked of it.

    private String stateOf(String certificate, String issuer) {
        openssl.said("ocsp", "-issuer", issuer, "-cert", certificate, "-reqout", "request.der");
        openssl.file("response.der", sgm.ask(LinkOperation.OCSP, openssl.read("request.der")));
        return judged(
                "ocsp",
                "-issuer",
                issuer,
                "-cert",
                certificate,
                "-no_nonce",
                "-reqin",
                "request.der",
                "-respin",
                "response.der",
                "-CAfile",
                "first.pem",
                "-validity_period",
                "9999999999");
    }

    @Test
    void each_key_answers_for_what_it_certified_and_for_nothing_else() {
        renew();
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("new.pem", newKey().certificates().get(0));

        assertThat(stateOf("former.pem", "first.pem")).contains("Response verify OK", "former.pem: good");
        assertThat(stateOf("new.pem", "second.pem")).contains("Response verify OK", "new.pem: good");
        openssl.certificate("link.pem", file("ca-2-link.cer"));
        assertThat(stateOf("link.pem", "first.pem")).contains("Response verify OK", "link.pem: good");
        assertThat(stateOf("new.pem", "first.pem"))
                .as("a number of the other key")
                .contains("new.pem: unknown");
        assertThat(stateOf("former.pem", "second.pem")).contains("former.pem: unknown");
    }

    @Test
    void a_request_for_certificates_of_two_keys_is_answered_by_one_of_them() {
        renew();
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("new.pem", newKey().certificates().get(0));
        openssl.said(
                "ocsp",
                "-issuer",
                "second.pem",
                "-cert",
                "new.pem",
                "-issuer",
                "first.pem",
                "-cert",
                "former.pem",
                "-reqout",
                "request.der");

        openssl.file("response.der", sgm.ask(LinkOperation.OCSP, openssl.read("request.der")));

        assertThat(openssl.said("ocsp", "-respin", "response.der", "-noverify", "-text"))
                .containsSubsequence("Cert Status: good", "Cert Status: unknown");
    }

    @Test
    void timestamps_hold_to_whoever_believes_either_key_and_the_former_keys_for_them_are_gone() {
        stamped();
        assertThat(keys("tsa-")).hasSize(1);

        renew();

        assertThat(keys("tsa-")).isEmpty();
        openssl.certificate("second.pem", file("ca-2.cer"));
        stamped();
        for (var believed : List.of("first.pem", "second.pem")) {
            assertThat(judged("ts", "-verify", "-queryfile", "query", "-in", "reply", "-CAfile", believed))
                    .as(believed)
                    .contains("Verification: OK");
        }
    }

    private void stamped() {
        openssl.file("document", Bytes.utf8("a document"));
        openssl.said("ts", "-query", "-data", "document", "-sha256", "-cert", "-out", "query");
        openssl.file("reply", sgm.ask(LinkOperation.TIMESTAMP, openssl.read("query")));
    }

    @Test
    void every_list_has_every_revocation_and_is_signed_by_the_key_of_its_name() throws Exception {
        renew();
        var key = newKey();
        for (var gone : List.of(former, key)) {
            var order = new Statement.DestroyKey(signer.head(sgm.now()), gone.keyId(), gone.certificateSha256());
            TestSgm.done(sgm.send(signer.seal(order, sgm)));
        }
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("signer.pem", key.certificates().get(0));

        for (var by : List.of(List.of("ca.crl", "first.pem"), List.of("ca-2.crl", "second.pem"))) {
            openssl.file("list", file(by.get(0)));
            assertThat(openssl.said("crl", "-inform", "DER", "-in", "list", "-CAfile", by.get(1), "-noout"))
                    .as(by.get(0))
                    .contains("verify OK");
            var list = new X509CRLHolder(file(by.get(0)).toArray());
            for (var gone : List.of(former, key)) {
                assertThat(list.getRevokedCertificate(
                                read(gone.certificates().get(0)).getSerialNumber()))
                        .as(by.get(0))
                        .isNotNull();
            }
        }
        openssl.said("crl", "-inform", "DER", "-in", "list", "-out", "crl.pem");
        assertThat(judged("verify", "-CAfile", "second.pem", "-CRLfile", "crl.pem", "-crl_check", "signer.pem"))
                .contains("certificate revoked");
    }

    @Test
    void both_lists_beside_each_other_confuse_nobody() {
        renew();
        var key = newKey();
        var all = new StringBuilder();
        for (var name : List.of("ca.crl", "ca-2.crl")) {
            openssl.file("list", file(name));
            openssl.said("crl", "-inform", "DER", "-in", "list", "-out", "crl.pem");
            all.append(openssl.read("crl.pem").toUtf8());
        }
        openssl.file("crls.pem", Bytes.utf8(all.toString()));
        openssl.certificate("signer.pem", key.certificates().get(0));

        for (var certificate : List.of("signer.pem", "former.pem")) {
            assertThat(judged(
                            "verify",
                            "-x509_strict",
                            "-CAfile",
                            "first.pem",
                            "-untrusted",
                            carried(key),
                            "-CRLfile",
                            "crls.pem",
                            "-crl_check_all",
                            certificate))
                    .isEqualTo(certificate + ": OK\n");
        }
    }

    @Test
    void each_certificate_names_the_files_of_the_key_that_signed_it() {
        renew();

        assertThat(addresses(former.certificates().get(0))).containsExactlyInAnyOrder("/ca.crl", "/ocsp", "/ca.cer");
        assertThat(addresses(newKey().certificates().get(0)))
                .containsExactlyInAnyOrder("/ca-2.crl", "/ocsp", "/ca-2-link.cer", "/ca-2.cer");
        assertThat(addresses(file("ca-2-link.cer"))).containsExactlyInAnyOrder("/ca.crl", "/ocsp", "/ca.cer");
    }

    private static List<String> addresses(Bytes certificate) {
        var extensions = read(certificate).getExtensions();
        var found = new ArrayList<String>();
        for (var point : CRLDistPoint.getInstance(extensions.getExtensionParsedValue(Extension.cRLDistributionPoints))
                .getDistributionPoints()) {
            found.add(point.getDistributionPoint().getName().toString());
        }
        for (var place : AuthorityInformationAccess.fromExtensions(extensions).getAccessDescriptions()) {
            found.add(place.getAccessLocation().getName().toString());
        }
        return found.stream()
                .map(each -> each.replaceAll("(?s).*/pki(/[a-z0-9.-]+).*", "$1"))
                .toList();
    }

    @Test
    void of_a_key_that_it_has_not_there_is_no_file() {
        renew();

        for (var name : List.of("ca-1.cer", "ca-3.cer", "ca-link.cer", "ca-1-link.cer", "ca-2", "ca-2.key", "")) {
            assertThat(sgm.askRaw(LinkOperation.PKI, Bytes.utf8(name)).status())
                    .as(name)
                    .isEqualTo(dev.natsuin.link.LinkAnswer.Status.REFUSED);
        }
    }

    // Over the years.

    @Test
    void years_later_every_key_still_answers_and_self_check_is_content() {
        renew();
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("new.pem", newKey().certificates().get(0));
        sgm.clock.move(Duration.ofDays(25 * 365));
        sgm.reopen();
        openssl.certificate("first.pem", file("ca.cer"));

        assertThat(stateOf("former.pem", "first.pem")).contains("Response verify OK", "former.pem: good");
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.said("ocsp", "-issuer", "second.pem", "-cert", "new.pem", "-reqout", "request.der");
        openssl.file("response.der", sgm.ask(LinkOperation.OCSP, openssl.read("request.der")));
        assertThat(keys("ocsp-")).as("asked twice, and made once").hasSize(1);
        assertThat(selfChecked().text()).startsWith("ok ").contains("number 2", "/pki/ca-2.cer");
    }

    private Check selfChecked() {
        return Sgm.rowChecks(sgm.settings()).stream()
                .filter(each -> each.name().equals(CertificateAuthority.CHECK))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_fifth_within_the_life_of_the_links_is_refused_and_says_when_it_can_be() {
        for (var i = 0; i < 4; i++) {
            renew();
        }
        sgm.close();

        assertThatThrownBy(this::renew)
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("Nothing was changed")
                .hasMessageEndingWith(".");

        sgm.reopenClosed();
        assertThat(newKey().certificates()).hasSize(6);
        sgm.clock.move(Duration.ofDays(4000));
        assertThat(renew().number()).isEqualTo(6);
    }

    // All of it, or nothing.

    @Test
    void the_log_has_it_in_the_consoles_chain() {
        var made = renew();

        var last = leaves().get(leaves().size() - 1);
        assertThat(last.type()).isEqualTo(Leaf.Type.RENEW_CA);
        assertThat(last.chain()).isEqualTo(Leaf.CONSOLE);
        assertThat(made.certificate()).isEqualTo(file("ca-2.cer"));
        assertThat(made.link()).isEqualTo(file("ca-2-link.cer"));
    }

    @Test
    void a_server_that_serves_keeps_its_key() {
        assertThatThrownBy(() -> new AuthorityRenewal(sgm.settings()).renew(AuthorityAlgorithm.P_384))
                .isInstanceOfSatisfying(
                        StorageFault.class, fault -> assertThat(fault.kind()).isEqualTo(StorageFault.Kind.BUSY));

        assertThat(newKey().certificates()).hasSize(2);
    }

    /** The entry is the last thing that is written. */
    @Test
    void where_the_log_does_not_take_it_there_is_no_key_either() {
        sgm.close();
        sgm.clock.move(Duration.ofHours(-1));

        assertThatThrownBy(() -> new AuthorityRenewal(sgm.settings()).renew(AuthorityAlgorithm.P_384))
                .isInstanceOf(SgmFault.class);

        sgm.clock.move(Duration.ofHours(1));
        sgm.reopenClosed();
        assertThat(keys("ca-")).isEmpty();
        assertThat(newKey().certificates()).hasSize(2);
    }

    @Test
    void another_root_and_row_key_leave_all_keys_of_the_authority_as_they_are() {
        renew();
        var key = newKey();
        stateOf("former.pem", "first.pem");
        sgm.close();
        new RootRenewal(sgm.settings()).renew();
        sgm.reopenClosed();

        assertThat(pathOf(newKey(), "first.pem")).isEqualTo(OK);
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("new.pem", key.certificates().get(0));
        assertThat(stateOf("new.pem", "second.pem")).contains("new.pem: good");
        assertThat(stateOf("former.pem", "first.pem")).contains("former.pem: good");
        assertThat(renew().number()).isEqualTo(3);
    }

    // Somebody writes to the database.

    private void refused(String because) {
        broken = true;
        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining(because);
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).anyMatch(fault -> fault.contains(because));
        assertThat(selfChecked().failed()).isTrue();
        assertThatThrownBy(() -> new AuthorityRenewal(sgm.settings()).renew(AuthorityAlgorithm.P_384))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining(because);
    }

    private ServiceKeyRow row(String name) {
        return rows(rows -> rows.serviceKey(name)).orElseThrow();
    }

    private void put(String name, ServiceKeyRow row) {
        sgm.close();
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run("DELETE FROM service_key WHERE name = ?", name);
            writer.run(
                    "INSERT INTO service_key (name, wrapped, public_part, valid_from, valid_until) VALUES (?, ?, ?, ?, ?)",
                    name,
                    row.wrapped().toArray(),
                    row.publicPart().toArray(),
                    row.from().getEpochSecond(),
                    row.until().getEpochSecond());
        }
    }

    @Test
    void without_its_row_the_former_key_does_not_come_back() {
        renew();
        sgm.close();
        try (var writer = new DatabaseWriter(sgm.folder.resolve("sgm.db"))) {
            writer.run("DELETE FROM service_key WHERE name = 'ca-2'");
        }

        refused("missing: service_key ca-2");
    }

    @Test
    void the_former_key_in_the_place_of_the_new_one_is_refused() {
        var first = row("ca");
        renew();
        put("ca-2", first);

        broken = true;
        assertThatThrownBy(sgm::reopenClosed).isInstanceOf(SgmFault.class).hasMessageContaining("ca-2");
    }

    @Test
    void a_key_that_the_log_does_not_tell_of_is_refused() {
        renew();
        var second = row("ca-2");
        put("ca-3", second);

        refused("altered: service_key ca-3");
    }

    /** Somebody with the vault's key, as of a stolen copy, makes a key of their own and has it taken for ours. */
    @Test
    void a_key_of_somebody_who_can_wrap_it_is_refused_where_the_log_tells_of_another() throws Exception {
        renew();
        var theirs = copyWithAnotherSecondKey();
        put("ca-2", theirs);

        refused("altered: service_key ca-2");
    }

    private ServiceKeyRow copyWithAnotherSecondKey() throws IOException {
        sgm.close();
        var mine = sgm.folder;
        var before = Files.createTempDirectory(folder, "copy");
        for (var name : List.of("sgm.db", "vault.key")) {
            Files.copy(mine.resolve(name), before.resolve(name));
            Files.setPosixFilePermissions(before.resolve(name), Files.getPosixFilePermissions(mine.resolve(name)));
        }
        sgm.moveClosedTo(before);
        sgm.close();
        // It makes itself a third, and wraps that as a second.
        var made = new AuthorityRenewal(sgm.settings()).renew(AuthorityAlgorithm.P_384);
        var third = row("ca-3");
        ServiceKeyRow asSecond;
        try (var safe = sgm.settings().openSafe();
                Secret key = safe.vault().unwrap("ca-3", third.wrapped())) {
            asSecond = new ServiceKeyRow(
                    "ca-2", safe.vault().wrap("ca-2", key), made.certificate(), third.from(), third.until());
        }
        sgm.reopenClosed();
        sgm.moveTo(mine);
        return asSecond;
    }

    // Backup and restore.

    private void restored(Path backup, Optional<Path> log) throws IOException {
        sgm.restore(backup, Files.readAllBytes(sgm.folder.resolve("vault.key")), log, folder);
    }

    @Test
    void a_backup_carries_every_key() throws Exception {
        renew();
        var key = newKey();
        var files = List.of(file("ca.cer"), file("ca-2.cer"), file("ca-2-link.cer"));

        restored(sgm.backup(folder), Optional.empty());

        assertThat(List.of(file("ca.cer"), file("ca-2.cer"), file("ca-2-link.cer")))
                .isEqualTo(files);
        openssl.certificate("second.pem", file("ca-2.cer"));
        openssl.certificate("new.pem", key.certificates().get(0));
        assertThat(stateOf("new.pem", "second.pem")).contains("new.pem: good");
        assertThat(stateOf("former.pem", "first.pem")).contains("former.pem: good");
        assertThat(renew().number()).isEqualTo(3);
    }

    @Test
    void self_check_wants_a_backup_behind_it() throws Exception {
        new BackupNote(sgm.now(), leaves().size()).keep(sgm.folder);
        renew();

        assertThat(newestBackup().text()).startsWith("warn ").contains("before the authority's newest key");

        new BackupNote(sgm.now(), leaves().size()).keep(sgm.folder);
        assertThat(newestBackup().text()).startsWith("ok ");
    }

    private Check newestBackup() {
        return Sgm.rowChecks(sgm.settings()).stream()
                .filter(each -> each.name().equals("newest-backup"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_backup_of_before_takes_no_log_that_tells_of_a_key_which_it_lacks() throws Exception {
        var auditor = sgm.enrol(sgm.invite(sgm.administrator(), Role.AUDITOR));
        var backup = sgm.backup(folder);
        renew();
        newKey();
        var export = Files.writeString(folder.resolve("export"), String.join("\n", sgm.exportedLog(auditor)) + "\n");

        assertThatThrownBy(() -> restored(backup, Optional.of(export)))
                .isInstanceOf(BackupFault.class)
                .hasMessageContaining("new key of the certification authority")
                .hasMessageContaining("leave --log out");
    }

    @Test
    void a_backup_of_before_without_a_log_goes_on_with_the_former_key_and_gets_another() throws Exception {
        var backup = sgm.backup(folder);
        var lost = renew();

        restored(backup, Optional.empty());
        assertThat(newKey().certificates()).hasSize(2);

        var made = renew();
        assertThat(made.number()).isEqualTo(2);
        assertThat(made.keyIdentifier()).isNotEqualTo(lost.keyIdentifier());
        openssl.certificate("lost.pem", lost.certificate());
        openssl.certificate("new.pem", newKey().certificates().get(0));
        assertThat(stateOf("new.pem", "lost.pem")).contains("new.pem: unknown");
    }
}
