package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
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

/** A key from its first certificate to its end. */
class KeyLifeTest {
    private static final Duration LIFE = Duration.ofDays(730);

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice signer;
    private Results.KeyInfo key;

    @BeforeEach
    void a_signer_with_a_key() {
        sgm = new TestSgm(folder);
        signer = sgm.newSigner();
        key = sgm.createKey(signer, KeyAlgorithm.P_256);
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Answer order(Statement statement) {
        return sgm.send(signer.seal(statement, sgm));
    }

    private Answer sign(Results.KeyInfo with) {
        var order = sgm.order(signer, with, TestSgm.hash("contract"));
        return sgm.send(signer.seal(order, sgm), order);
    }

    private Answer renew(Results.KeyInfo info) {
        return order(new Statement.RenewKey(signer.head(sgm.now()), info.keyId(), info.certificateSha256()));
    }

    private Results.KeyInfo renewed(Results.KeyInfo info) throws Malformed {
        return Results.KeyInfo.read(TestSgm.done(renew(info)));
    }

    private String status() throws Malformed {
        return Results.Keys.read(TestSgm.done(order(new Statement.ListKeys(signer.head(sgm.now())))))
                .keys()
                .get(0)
                .status();
    }

    private static X509Certificate certificate(Results.KeyInfo info) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(info.certificates().get(0).toArray()));
    }

    private boolean isRevoked(Results.KeyInfo info) throws Exception {
        var list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(
                        sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")).toArray()));
        return list.isRevoked(certificate(info));
    }

    @Test
    void a_renewed_key_is_the_same_key_with_a_later_certificate() throws Exception {
        sgm.clock.move(Duration.ofDays(700));

        var answer = renew(key);

        var after = Results.KeyInfo.read(TestSgm.done(answer));
        sgm.receiptHolds(answer);
        assertThat(after.keyId()).isEqualTo(key.keyId());
        assertThat(certificate(after).getPublicKey()).isEqualTo(certificate(key).getPublicKey());
        assertThat(certificate(after).getSubjectX500Principal())
                .isEqualTo(certificate(key).getSubjectX500Principal());
        assertThat(certificate(after).getSerialNumber())
                .isNotEqualTo(certificate(key).getSerialNumber());
        assertThat(certificate(after).getNotAfter()).isAfter(certificate(key).getNotAfter());
        TestSgm.done(sign(after));
        assertThat(refusal(sign(key))).isEqualTo(ProblemCode.CERTIFICATE_NOT_BOUND);
        assertThat(isRevoked(key))
                .as("nothing is wrong with the old certificate")
                .isFalse();
    }

    private List<Results.KeyInfo> withUse() throws Malformed {
        return Results.Keys.read(TestSgm.done(order(new Statement.ListKeys(signer.head(sgm.now()), true))))
                .keys();
    }

    private Optional<Results.KeyInfo.Use> use(Results.KeyInfo of) throws Malformed {
        return withUse().stream()
                .filter(each -> each.keyId().equals(of.keyId()))
                .findFirst()
                .orElseThrow()
                .use();
    }

    @Test
    void who_asks_for_the_use_of_keys_is_told_when_each_has_last_signed() throws Exception {
        var made = sgm.now();
        var other = sgm.createKey(signer, KeyAlgorithm.P_256);
        sgm.clock.move(Duration.ofDays(3));

        assertThat(use(key)).contains(new Results.KeyInfo.Use(made, Optional.empty()));

        TestSgm.done(sign(key));
        sgm.clock.move(Duration.ofDays(3));
        var last = sgm.now();
        TestSgm.done(sign(key));
        sgm.clock.move(Duration.ofDays(3));

        assertThat(use(key)).contains(new Results.KeyInfo.Use(made, Optional.of(last)));
        assertThat(use(other)).contains(new Results.KeyInfo.Use(made, Optional.empty()));
    }

    @Test
    void renewing_and_destroying_a_key_is_no_use_of_it() throws Exception {
        var other = renewed(sgm.createKey(signer, KeyAlgorithm.P_256));
        var last = sgm.now();
        TestSgm.done(sign(key));
        sgm.clock.move(Duration.ofDays(3));
        var after = renewed(renewed(key));

        assertThat(use(after).orElseThrow().last()).contains(last);
        assertThat(use(other).orElseThrow().last()).isEmpty();

        TestSgm.done(order(new Statement.DestroyKey(signer.head(sgm.now()), after.keyId(), after.certificateSha256())));

        assertThat(use(after).orElseThrow().last()).contains(last);
    }

    @Test
    void an_order_that_was_refused_is_no_use() throws Exception {
        sgm.clock.move(LIFE.plusSeconds(1));

        assertThat(refusal(sign(key))).isEqualTo(ProblemCode.CERTIFICATE_EXPIRED);

        assertThat(use(key).orElseThrow().last()).isEmpty();
    }

    @Test
    void who_does_not_ask_for_the_use_of_keys_is_answered_as_before() throws Exception {
        TestSgm.done(sign(key));

        var told = TestSgm.done(order(new Statement.ListKeys(signer.head(sgm.now()))));

        assertThat(Results.Keys.read(told).keys()).containsExactly(key);
        assertThat(told.toBytes().toUtf8()).doesNotContain("created", "lastUsed");
    }

    @Test
    void an_officer_is_told_the_use_of_a_signers_keys() throws Exception {
        var officer = sgm.officer();
        var last = sgm.now();
        TestSgm.done(sign(key));
        sgm.clock.move(Duration.ofDays(3));

        var listed = Results.Keys.read(TestSgm.done(
                sgm.send(officer.seal(new Statement.ListKeysOf(officer.head(sgm.now()), key.user(), true), sgm))));
        var described = Results.Described.read(TestSgm.done(
                sgm.send(officer.seal(new Statement.DescribePerson(officer.head(sgm.now()), key.user(), true), sgm))));

        assertThat(listed.keys().get(0).use().orElseThrow().last()).contains(last);
        assertThat(described.keys().get(0).key()).isEqualTo(listed.keys().get(0));
    }

    @Test
    void an_expired_certificate_signs_nothing_and_can_be_renewed() throws Exception {
        sgm.clock.move(LIFE.plusSeconds(1));

        assertThat(refusal(sign(key))).isEqualTo(ProblemCode.CERTIFICATE_EXPIRED);
        assertThat(status()).isEqualTo("expired");
        var after = renewed(key);
        assertThat(status()).isEqualTo("enabled");
        TestSgm.done(sign(after));
    }

    @Test
    void a_key_that_was_renewed_survives_a_restart() throws Exception {
        var after = renewed(renewed(key));
        sgm.reopen();

        TestSgm.done(sign(after));
    }

    @Test
    void with_a_key_all_certificates_it_ever_had_are_revoked() throws Exception {
        var second = renewed(key);
        var third = renewed(second);

        TestSgm.done(order(new Statement.DestroyKey(signer.head(sgm.now()), third.keyId(), third.certificateSha256())));

        assertThat(isRevoked(key)).isTrue();
        assertThat(isRevoked(second)).isTrue();
        assertThat(isRevoked(third)).isTrue();
        assertThat(status()).isEqualTo("destroyed");
        assertThat(refusal(sign(third))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        assertThat(refusal(renew(third))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
    }

    @Test
    void only_the_certificate_a_key_has_is_renewed_and_only_by_its_owner() throws Exception {
        renewed(key);
        assertThat(refusal(renew(key))).isEqualTo(ProblemCode.CERTIFICATE_NOT_BOUND);
        var other = sgm.newSigner();
        var theft = new Statement.RenewKey(other.head(sgm.now()), key.keyId(), key.certificateSha256());
        assertThat(refusal(sgm.send(other.seal(theft, sgm)))).isEqualTo(ProblemCode.KEY_UNKNOWN);
    }

    @Test
    void nobody_has_more_than_twenty_keys_and_one_that_was_destroyed_makes_room() {
        for (int i = 1; i < CreateKeyAct.MOST_KEYS; i++) {
            sgm.createKey(signer, KeyAlgorithm.P_256);
        }
        var create = new Statement.CreateKey(signer.head(sgm.now()), KeyAlgorithm.P_256, List.of("device"));
        assertThat(refusal(order(create))).isEqualTo(ProblemCode.NOT_PERMITTED);

        TestSgm.done(order(new Statement.DestroyKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256())));

        sgm.createKey(signer, KeyAlgorithm.P_256);
    }

    @Test
    void nobody_destroys_or_renews_the_key_of_somebody_else() {
        var stranger = sgm.newSigner();

        for (var statement : List.of(
                new Statement.DestroyKey(stranger.head(sgm.now()), key.keyId(), key.certificateSha256()),
                new Statement.RenewKey(stranger.head(sgm.now()), key.keyId(), key.certificateSha256()))) {
            assertThat(refusal(sgm.send(stranger.seal(statement, sgm)))).isEqualTo(ProblemCode.KEY_UNKNOWN);
        }

        TestSgm.done(sign(key));
    }

    @Test
    void a_key_is_destroyed_once() {
        TestSgm.done(order(destroy()));

        assertThat(refusal(order(destroy()))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
    }

    private Statement destroy() {
        return new Statement.DestroyKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256());
    }

    @Test
    void an_order_to_destroy_holds_the_certificate_itself() {
        var wrong = new Statement.DestroyKey(signer.head(sgm.now()), key.keyId(), TestSgm.hash("another"));

        assertThat(refusal(order(wrong))).isEqualTo(ProblemCode.CERTIFICATE_NOT_BOUND);
        TestSgm.done(sign(key));
    }
}
