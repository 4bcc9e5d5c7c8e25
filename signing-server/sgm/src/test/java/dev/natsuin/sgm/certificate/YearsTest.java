package dev.natsuin.sgm.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authority over the years, judged by OpenSSL with the SGM's clock. */
final class YearsTest {
    private static final Duration FIVE_YEARS = Duration.ofDays(5 * 365);

    @TempDir
    Path folder = Path.of("");

    @TempDir
    Path desk = Path.of("");

    private TestSgm sgm;
    private TestDevice device;
    private OpenSsl openssl;

    @BeforeEach
    void anOffice() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        openssl = new OpenSsl(desk);
        openssl.certificate("first-ca.pem", authority());
        openssl.certificate("ca.pem", authority());
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Bytes authority() {
        return sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.cer"));
    }

    private void restartedAt(String time) {
        sgm.clock.move(Duration.between(sgm.now(), Instant.parse(time)));
        sgm.reopen();
        openssl.certificate("ca.pem", authority());
    }

    private static X509CertificateHolder read(Bytes certificate) {
        try {
            return new X509CertificateHolder(certificate.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant end(X509CertificateHolder certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private String judged(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("-attime", Long.toString(sgm.now().getEpochSecond())));
        return openssl.said(all.toArray(String[]::new));
    }

    private BasicOCSPResp told(String pem) throws Exception {
        openssl.said("ocsp", "-issuer", "ca.pem", "-cert", pem, "-reqout", "request.der");
        openssl.file("response.der", sgm.ask(LinkOperation.OCSP, openssl.read("request.der")));
        return (BasicOCSPResp) new OCSPResp(openssl.read("response.der").toArray()).getResponseObject();
    }

    private X509CertificateHolder stamped() throws Exception {
        openssl.file("document", Bytes.utf8("a document"));
        openssl.said("ts", "-query", "-data", "document", "-sha256", "-cert", "-out", "query");
        openssl.file("reply", sgm.ask(LinkOperation.TIMESTAMP, openssl.read("query")));
        return new TimeStampResponse(openssl.read("reply").toArray())
                .getTimeStampToken()
                .getCertificates()
                .getMatches(null)
                .iterator()
                .next();
    }

    /** Ten years after init; UTCTime ends in 2049 (RFC 5280 §4.1.2.5); 32 bits of seconds end in January 2038. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2028-02-29T12:00:00Z",
                "2036-12-01T12:00:00Z",
                "2038-01-19T03:14:08Z",
                "2047-12-31T23:59:59Z",
                "2049-12-31T23:59:59Z",
                "2050-01-01T00:00:00Z",
                "2060-07-01T00:00:00Z"
            })
    void whatever_the_year_all_that_is_certified_leads_to_the_authority_and_ends_within_it(String time)
            throws Exception {
        restartedAt(time);
        var signer = newKey();
        openssl.certificate("signer.pem", signer);

        assertThat(judged("verify", "-x509_strict", "-check_ss_sig", "-CAfile", "ca.pem", "signer.pem"))
                .isEqualTo("signer.pem: OK\n");
        var responder = told("signer.pem").getCerts()[0];
        assertThat(judged(
                        "ocsp",
                        "-issuer",
                        "ca.pem",
                        "-cert",
                        "signer.pem",
                        "-no_nonce",
                        "-reqin",
                        "request.der",
                        "-respin",
                        "response.der",
                        "-CAfile",
                        "ca.pem",
                        "-validity_period",
                        "9999999999"))
                .contains("Response verify OK");
        var stamper = stamped();
        assertThat(judged("ts", "-verify", "-queryfile", "query", "-in", "reply", "-CAfile", "ca.pem"))
                .contains("Verification: OK");
        openssl.file("ca.crl", sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")));
        openssl.said("crl", "-inform", "DER", "-in", "ca.crl", "-out", "crl.pem");
        assertThat(judged(
                        "verify",
                        "-x509_strict",
                        "-CAfile",
                        "ca.pem",
                        "-CRLfile",
                        "crl.pem",
                        "-crl_check",
                        "signer.pem"))
                .isEqualTo("signer.pem: OK\n");
        assertThat(List.of(end(read(signer)), end(responder), end(stamper)))
                .allMatch(each -> !each.isAfter(end(read(authority()))));
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    @Test
    void what_responder_and_timestamps_say_can_be_verified_for_five_years() throws Exception {
        openssl.certificate("signer.pem", newKey());

        for (var day = 0; day < 3 * 365; day += 73) {
            assertThat(end(told("signer.pem").getCerts()[0]))
                    .isAfterOrEqualTo(sgm.now().plus(FIVE_YEARS));
            assertThat(end(stamped())).isAfterOrEqualTo(sgm.now().plus(FIVE_YEARS));
            sgm.clock.move(Duration.ofDays(73));
        }
    }

    @Test
    void the_authoritys_certificate_is_made_anew_in_time_for_the_same_key_name_and_beginning() throws Exception {
        var first = read(authority());
        restartedAt("2029-01-01T00:00:00Z");
        assertThat(read(authority())).isEqualTo(first);

        restartedAt("2031-01-01T00:00:00Z");
        var second = read(authority());

        assertThat(second.getSubjectPublicKeyInfo()).isEqualTo(first.getSubjectPublicKeyInfo());
        assertThat(second.getSubject()).isEqualTo(first.getSubject());
        assertThat(second.getNotBefore()).isEqualTo(first.getNotBefore());
        assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
        assertThat(end(second)).isEqualTo("2040-12-31T00:00:00Z");
        sgm.reopen();
        assertThat(read(authority())).isEqualTo(second);
    }

    @Test
    void what_was_certified_before_leads_to_the_new_certificate_and_what_is_since_to_the_former() throws Exception {
        openssl.certificate("before.pem", newKey());
        var then = Long.toString(sgm.now().getEpochSecond());
        restartedAt("2031-01-01T00:00:00Z");
        openssl.certificate("since.pem", newKey());

        assertThat(openssl.said("verify", "-attime", then, "-CAfile", "ca.pem", "before.pem"))
                .isEqualTo("before.pem: OK\n");
        assertThat(judged("verify", "-CAfile", "first-ca.pem", "since.pem")).isEqualTo("since.pem: OK\n");
    }

    private Check selfChecked() {
        return Sgm.rowChecks(sgm.settings()).stream()
                .filter(each -> each.name().equals("ca-certificate"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void self_check_says_when_it_ends_and_what_to_do_where_it_was_not_made_anew() {
        assertThat(selfChecked().text()).startsWith("ok ").contains("2036-11-21T12:00:00Z");

        sgm.clock.move(Duration.ofDays(5 * 365));
        assertThat(selfChecked().text()).startsWith("warn ").contains("start the server anew");
        sgm.reopen();
        assertThat(selfChecked().text()).startsWith("ok ").contains("2041-11-20T12:00:00Z");

        sgm.clock.move(Duration.ofDays(11 * 365));
        assertThat(selfChecked().failed()).isTrue();
    }

    @Test
    void it_is_made_anew_while_the_sgm_runs_too() throws Exception {
        sgm.clock.move(Duration.ofDays(9 * 365));

        assertThat(end(stamped())).isAfterOrEqualTo(sgm.now().plus(FIVE_YEARS));
    }

    @Test
    void the_word_on_a_certificate_that_has_ended_counts() throws Exception {
        openssl.certificate("signer.pem", newKey());
        restartedAt("2030-01-01T00:00:00Z");

        var said = told("signer.pem").getResponses()[0];
        openssl.file("ca.crl", sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")));
        var list = new X509CRLHolder(openssl.read("ca.crl").toArray());

        var since = new ASN1GeneralizedTime(read(authority()).getNotBefore());
        assertThat(said.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff)
                        .getParsedValue())
                .isEqualTo(since);
        assertThat(list.getExtension(Extension.expiredCertsOnCRL).getParsedValue())
                .isEqualTo(since);
    }

    private Bytes newKey() {
        return sgm.createKey(device, KeyAlgorithm.P_256).certificates().get(0);
    }
}
