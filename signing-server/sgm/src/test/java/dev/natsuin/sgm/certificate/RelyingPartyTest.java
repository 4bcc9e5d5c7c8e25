package dev.natsuin.sgm.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PrivateKeyUsagePeriod;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What relying parties get from the authority, judged by OpenSSL. */
final class RelyingPartyTest {
    @TempDir
    Path folder = Path.of("");

    @TempDir
    Path desk = Path.of("");

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;
    private OpenSsl openssl;

    @BeforeEach
    void aSignerWithAKey() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        // OpenSSL has no other clock.
        sgm.clock.move(Duration.between(sgm.now(), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        key = sgm.createKey(device, KeyAlgorithm.P_256);
        openssl = new OpenSsl(desk);
        openssl.certificate("ca.pem", sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.cer")));
        openssl.certificate("signer.pem", key.certificates().get(0));
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private void destroy() {
        var destroy = new Statement.DestroyKey(device.head(sgm.now()), key.keyId(), key.certificateSha256());
        TestSgm.done(sgm.send(device.seal(destroy, sgm)));
    }

    // Certificates that hold.

    private String asked(String... whom) {
        var question = new ArrayList<>(List.of("ocsp", "-issuer", "ca.pem"));
        question.addAll(Arrays.asList(whom));
        question.addAll(List.of("-reqout", "request.der"));
        openssl.said(question.toArray(String[]::new));
        openssl.file("response.der", sgm.ask(LinkOperation.OCSP, openssl.read("request.der")));
        var check = new ArrayList<>(List.of("ocsp", "-issuer", "ca.pem"));
        check.addAll(Arrays.asList(whom));
        check.addAll(List.of("-no_nonce", "-reqin", "request.der", "-respin", "response.der", "-CAfile", "ca.pem"));
        return openssl.said(check.toArray(String[]::new));
    }

    @Test
    void a_living_certificate_is_good() {
        assertThat(asked("-cert", "signer.pem"))
                .contains("Response verify OK")
                .contains("signer.pem: good")
                .doesNotContain("WARNING");
    }

    @Test
    void a_destroyed_keys_certificate_is_revoked_from_that_moment() {
        destroy();

        assertThat(asked("-cert", "signer.pem"))
                .contains("Response verify OK")
                .contains("signer.pem: revoked")
                .contains("Reason: cessationOfOperation");
    }

    private void revoke(Optional<Reason> reason) {
        var officer = sgm.officer();
        TestSgm.done(sgm.send(officer.seal(
                new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, device.user), reason), sgm)));
    }

    private String revocationList() {
        openssl.file("ca.crl", sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")));
        return openssl.said("crl", "-inform", "DER", "-in", "ca.crl", "-noout", "-text");
    }

    @Test
    void a_key_that_staff_says_somebody_else_may_have_used_is_compromised_to_relying_parties() {
        revoke(Optional.of(new Reason(Reason.Code.KEY_COMPROMISED)));

        assertThat(asked("-cert", "signer.pem")).contains("signer.pem: revoked").contains("Reason: keyCompromise");
        assertThat(revocationList()).contains("Key Compromise").doesNotContain("Cessation");
    }

    /** Who left, or lost a computer, is nobody's business outside. */
    @ParameterizedTest
    @ValueSource(strings = {"", "left", "device-lost", "name-changed", "mistake"})
    void of_other_reasons_relying_parties_are_told_nothing(String reason) {
        revoke(Reason.Code.byName(reason).map(Reason::new));

        assertThat(asked("-cert", "signer.pem")).contains("Reason: cessationOfOperation");
        assertThat(revocationList()).contains("Cessation Of Operation").doesNotContain("Compromise");
    }

    @Test
    void who_is_enrolled_anew_because_of_a_compromise_has_compromised_certificates_also_renewed_ones() {
        TestSgm.done(sgm.send(device.seal(
                new Statement.RenewKey(device.head(sgm.now()), key.keyId(), key.certificateSha256()), sgm)));

        sgm.reEnrol(sgm.officer(), device.user, Optional.of(new Reason(Reason.Code.KEY_COMPROMISED)));

        assertThat(revocationList().split("Key Compromise", -1)).hasSize(3);
    }

    @Test
    void a_serial_number_that_was_never_issued_is_unknown_and_not_good() {
        assertThat(asked("-serial", "0x4142434445464748494a4b4c4d4e4f50"))
                .contains("Response verify OK")
                .contains(": unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 15})
    void a_serial_number_with_one_octet_changed_is_unknown(int place) throws IOException {
        var serial = new X509CertificateHolder(key.certificates().get(0).toArray())
                .getSerialNumber()
                .toByteArray();
        serial[place] ^= 1;

        assertThat(asked("-serial", "0x" + Bytes.of(serial).toHex())).contains(": unknown");
    }

    @Test
    void another_authoritys_certificate_is_unknown() {
        openssl.said(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "k.pem",
                "-out",
                "other.pem",
                "-subj",
                "/CN=other");
        openssl.said("ocsp", "-issuer", "other.pem", "-cert", "other.pem", "-reqout", "request.der");
        openssl.file("response.der", sgm.ask(LinkOperation.OCSP, openssl.read("request.der")));

        assertThat(openssl.said(
                        "ocsp", "-issuer", "other.pem", "-cert", "other.pem", "-respin", "response.der", "-noverify"))
                .contains("other.pem: unknown");
    }

    @Test
    void ca_names_by_sha_256_are_understood() {
        assertThat(asked("-sha256", "-cert", "signer.pem"))
                .contains("Response verify OK")
                .contains("good");
    }

    @Test
    void one_response_tells_of_several() {
        assertThat(asked("-cert", "signer.pem", "-serial", "0x1234"))
                .contains("signer.pem: good")
                .contains("0x1234: unknown");
    }

    @Test
    void a_response_carries_the_nonce_of_its_request() throws Exception {
        asked("-cert", "signer.pem");
        var asked = new OCSPReq(openssl.read("request.der").toArray());
        var answered = (BasicOCSPResp) new OCSPResp(openssl.read("response.der").toArray()).getResponseObject();

        assertThat(answered.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .isNotNull()
                .isEqualTo(asked.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3003020101", "00", "not DER at all", "300a3008300630043002"})
    void what_is_no_request_is_malformed(String text) throws Exception {
        var octets = text.matches("[0-9a-f]*") ? Bytes.hex(text) : Bytes.utf8(text);

        assertThat(new OCSPResp(sgm.ask(LinkOperation.OCSP, octets).toArray()).getStatus())
                .isEqualTo(OCSPResp.MALFORMED_REQUEST);
    }

    @Test
    void asking_for_too_many_at_once_is_malformed() throws Exception {
        var serials = new ArrayList<String>();
        for (var i = 0; i <= OcspResponder.MOST_CERTIFICATES; i++) {
            serials.addAll(List.of("-serial", "0x" + Integer.toHexString(1000 + i)));
        }
        asked(serials.toArray(String[]::new));

        assertThat(new OCSPResp(openssl.read("response.der").toArray()).getStatus())
                .isEqualTo(OCSPResp.MALFORMED_REQUEST);
    }

    private X509CertificateHolder responder() throws Exception {
        asked("-cert", "signer.pem");
        var response = (BasicOCSPResp) new OCSPResp(openssl.read("response.der").toArray()).getResponseObject();
        return response.getCerts()[0];
    }

    @Test
    void the_responders_certificate_is_for_that_alone_and_not_to_be_looked_up() throws Exception {
        var extensions = responder().getExtensions();

        assertThat(ExtendedKeyUsage.fromExtensions(extensions).getUsages())
                .containsExactly(KeyPurposeId.id_kp_OCSPSigning);
        assertThat(extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck))
                .isNotNull();
    }

    @Test
    void the_same_key_answers_after_a_restart() throws Exception {
        var before = responder();

        sgm.reopen();

        assertThat(responder()).isEqualTo(before);
    }

    @Test
    void another_key_answers_after_a_year() throws Exception {
        var before = responder();

        sgm.clock.move(Duration.ofDays(364).plusSeconds(1));

        assertThat(responder()).isNotEqualTo(before);
    }

    @Test
    void a_signers_certificate_tells_where_to_ask() {
        assertThat(openssl.said("x509", "-in", "signer.pem", "-noout", "-ocsp_uri"))
                .isEqualTo("http://127.0.0.1:8080/pki/ocsp\n");
    }

    @Test
    void the_revocation_list_holds_and_names_what_was_destroyed() {
        destroy();
        openssl.file("ca.crl", sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")));

        assertThat(openssl.said("crl", "-inform", "DER", "-in", "ca.crl", "-CAfile", "ca.pem", "-noout"))
                .contains("verify OK");
        openssl.said("crl", "-inform", "DER", "-in", "ca.crl", "-out", "crl.pem");
        assertThat(openssl.said("verify", "-CAfile", "ca.pem", "-CRLfile", "crl.pem", "-crl_check", "signer.pem"))
                .contains("certificate revoked");
    }

    // Timestamps.

    private TimeStampResponse stamped(String... options) throws Exception {
        openssl.file("document", Bytes.utf8("a document"));
        var query = new ArrayList<>(List.of("ts", "-query", "-data", "document", "-out", "query"));
        query.addAll(Arrays.asList(options));
        openssl.said(query.toArray(String[]::new));
        openssl.file("reply", sgm.ask(LinkOperation.TIMESTAMP, openssl.read("query")));
        return new TimeStampResponse(openssl.read("reply").toArray());
    }

    private TimeStampToken token(String... options) throws Exception {
        return Objects.requireNonNull(stamped(options).getTimeStampToken());
    }

    private String verified() {
        return openssl.said("ts", "-verify", "-queryfile", "query", "-in", "reply", "-CAfile", "ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sha256", "-sha384", "-sha512"})
    void a_timestamp_verifies(String hash) throws Exception {
        stamped(hash, "-cert");

        assertThat(verified()).contains("Verification: OK");
    }

    @Test
    void a_timestamp_of_something_else_does_not_verify() throws Exception {
        stamped("-sha256", "-cert");
        openssl.file("document", Bytes.utf8("another"));

        assertThat(openssl.said("ts", "-verify", "-data", "document", "-in", "reply", "-CAfile", "ca.pem"))
                .contains("Verification: FAILED");
    }

    @Test
    void a_timestamp_has_the_sgms_time_and_policy_and_a_number_of_its_own() throws Exception {
        var info = token("-sha256", "-cert").getTimeStampInfo();
        var numbers = new HashSet<>(List.of(info.getSerialNumber()));

        assertThat(info.getGenTime())
                .isEqualTo(Date.from(Instant.ofEpochSecond(sgm.now().getEpochSecond())));
        assertThat(info.getPolicy().getId()).isEqualTo(TimestampAuthority.POLICY_OID);
        assertThat(numbers.add(token("-sha256", "-cert").getTimeStampInfo().getSerialNumber()))
                .isTrue();
    }

    @Test
    void a_timestamp_carries_its_certificate_only_if_asked() throws Exception {
        assertThat(token("-sha256").getCertificates().getMatches(null)).isEmpty();
        assertThat(token("-sha256", "-cert").getCertificates().getMatches(null)).hasSize(1);
    }

    @Test
    void the_certificate_of_timestamps_is_for_that_alone_critically_and_outlives_its_key() throws Exception {
        var certificate = token("-sha256", "-cert")
                .getCertificates()
                .getMatches(null)
                .iterator()
                .next();
        var extensions = certificate.getExtensions();
        var use =
                PrivateKeyUsagePeriod.getInstance(extensions.getExtensionParsedValue(Extension.privateKeyUsagePeriod));

        assertThat(extensions.getExtension(Extension.extendedKeyUsage).isCritical())
                .isTrue();
        assertThat(ExtendedKeyUsage.fromExtensions(extensions).getUsages())
                .containsExactly(KeyPurposeId.id_kp_timeStamping);
        assertThat(use.getNotAfter().getDate().toInstant().plus(Duration.ofDays(5 * 365 - 1)))
                .isBefore(certificate.getNotAfter().toInstant());
    }

    @Test
    void sha_1_is_refused() throws Exception {
        assertThat(stamped("-sha1", "-cert").getTimeStampToken()).isNull();
        assertThat(openssl.said("ts", "-reply", "-in", "reply", "-text"))
                .contains("Rejected")
                .contains("unrecognized or unsupported algorithm identifier");
    }

    @Test
    void another_policy_is_refused() throws Exception {
        stamped("-sha256", "-tspolicy", "1.2.3.4");

        assertThat(openssl.said("ts", "-reply", "-in", "reply", "-text"))
                .contains("Rejected")
                .contains("the requested TSA policy is not supported by the TSA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3000", "00", "no request"})
    void what_is_no_request_is_refused(String text) throws Exception {
        var octets = text.matches("[0-9a-f]*") ? Bytes.hex(text) : Bytes.utf8(text);
        openssl.file("reply", sgm.ask(LinkOperation.TIMESTAMP, octets));

        assertThat(openssl.said("ts", "-reply", "-in", "reply", "-text"))
                .contains("Rejected")
                .contains("the data submitted has the wrong format");
    }

    @Test
    void no_token_is_older_than_the_one_before() throws Exception {
        token("-sha256");
        sgm.clock.move(Duration.ofSeconds(-2));

        stamped("-sha256");

        assertThat(openssl.said("ts", "-reply", "-in", "reply", "-text"))
                .contains("Rejected")
                .contains("the TSA's time source is not available");
    }

    // Their keys.

    private void longerLife(String prefix) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                var statement = connection.prepareStatement(
                        "UPDATE service_key SET valid_until = valid_until + 86400 WHERE name LIKE ?")) {
            statement.setString(1, prefix + "%");
            assertThat(statement.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void self_check_names_the_authoritys_row_if_it_was_altered_and_goes_on() {
        longerLife("ca");

        var checks = Sgm.rowChecks(sgm.settings());

        assertThat(checks)
                .filteredOn(check -> check.name().equals("ca-certificate"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.failed()).isTrue();
                    assertThat(check.message()).contains("service_key ca");
                });
        assertThat(checks).hasSizeGreaterThan(5);
    }

    @Test
    void their_rows_are_explained() throws Exception {
        responder();
        token("-sha256");

        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ocsp-", "tsa-"})
    void a_key_whose_row_was_altered_is_named_and_never_used(String prefix) throws Exception {
        responder();
        token("-sha256");
        sgm.whileClosed(() -> longerLife(prefix));

        assertThat(Sgm.verifyLog(sgm.settings()).faults())
                .singleElement()
                .asString()
                .contains("service_key " + prefix);
        assertThat(asked("-cert", "signer.pem")).contains("Response verify OK");
        stamped("-sha256", "-cert");
        assertThat(verified()).contains("Verification: OK");
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }
}
