package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkOperation;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.ForeignAuthority;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that was made elsewhere, and what a thief, a SAP or a careless person might bring as one. */
final class ImportKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice signer;
    private ForeignAuthority elsewhere;
    private final KeyPair pair = ForeignAuthority.p256();

    @BeforeEach
    void a_signer_and_another_authority() {
        sgm = new TestSgm(folder);
        signer = sgm.newSigner();
        elsewhere = new ForeignAuthority(sgm.now());
    }

    @AfterEach
    void the_log_explains_every_row() {
        sgm.close();
        assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
    }

    private static ProblemCode refusal(Answer answer) {
        return TestSgm.problem(answer).code();
    }

    private Answer ask(TestDevice device, KeyAlgorithm algorithm) {
        return sgm.send(device.seal(new Statement.TransportKey(device.head(sgm.now()), algorithm), sgm));
    }

    private Results.Transport offered(TestDevice device, KeyAlgorithm algorithm) {
        return sgm.transportKey(device, algorithm);
    }

    private Bytes encrypted(Results.Transport to, Bytes pkcs8) {
        var binding = new KeyTransport.Binding(signer.identityHash, to.user(), to.device(), to.transportKey());
        try (var key = Secret.taking(pkcs8.toArray())) {
            return KeyTransport.encrypt(to.suite(), to.publicKey(), binding, key, RANDOM);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes pkcs8(KeyPair pair) {
        return Bytes.of(pair.getPrivate().getEncoded());
    }

    /** The order as the device of the transport key's person makes it. */
    private TestDevice.Draft order(
            TestDevice device,
            Results.Transport to,
            KeyAlgorithm algorithm,
            List<Bytes> certificates,
            Bytes encrypted) {
        var draft = device.draft(new Statement.ImportKey(
                device.head(sgm.now()),
                to.transportKey(),
                encrypted.sha256(),
                algorithm,
                List.of("device"),
                certificates));
        draft.secrets.put(Envelope.Field.ENCRYPTED_KEY, encrypted);
        return draft;
    }

    private Answer send(TestDevice.Draft draft) {
        return sgm.send(signer.seal(draft, sgm));
    }

    private Answer imported(KeyAlgorithm algorithm, KeyPair key, List<Bytes> certificates) {
        var to = offered(signer, algorithm);
        return send(order(signer, to, algorithm, certificates, encrypted(to, pkcs8(key))));
    }

    private Answer imported(List<Bytes> certificates) {
        return imported(KeyAlgorithm.P_256, pair, certificates);
    }

    private static Results.KeyInfo info(Answer answer) {
        try {
            return Results.KeyInfo.read(TestSgm.done(answer));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private Answer sign(Results.KeyInfo with, Bytes hash) {
        var order = sgm.order(signer, with, hash);
        return sgm.send(signer.seal(order, sgm), order);
    }

    private List<Results.KeyInfo> keys(TestDevice device) {
        try {
            return Results.Keys.read(
                            TestSgm.done(sgm.send(device.seal(new Statement.ListKeys(device.head(sgm.now())), sgm))))
                    .keys();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_imported_key_signs_under_its_own_certificate_and_says_where_it_is_from() throws Exception {
        var certificates = elsewhere.certify(pair.getPublic()).issued();

        var answer = imported(certificates);

        sgm.receiptHolds(answer);
        var key = info(answer);
        assertThat(key.origin()).isEqualTo(Results.KeyInfo.Origin.IMPORTED);
        assertThat(key.certificates()).isEqualTo(certificates);
        assertThat(key.level()).isEqualTo(2);
        assertThat(key.status()).isEqualTo("enabled");
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        assertThat(made.origin()).isEqualTo(Results.KeyInfo.Origin.GENERATED);
        assertThat(keys(signer)).containsExactlyInAnyOrder(key, made);
        sgm.reopen();
        assertSigns(key, "NONEwithECDSA");
        assertThat(keys(signer)).contains(key);
    }

    @Test
    void a_certificate_of_version_1_signs_and_the_log_is_still_explained() throws Exception {
        var key = info(imported(elsewhere.certify(pair.getPublic()).ofVersion1()));

        assertSigns(key, "NONEwithECDSA");
    }

    private void assertSigns(Results.KeyInfo key, String algorithm) throws Exception {
        var hash = TestSgm.hash("contract");
        var signature =
                Results.Signed.read(TestSgm.done(sign(key, hash))).signatures().get(0);
        var check = Signature.getInstance(algorithm);
        check.initVerify(certificate(key.certificates().get(0)));
        check.update(
                algorithm.startsWith("NONE")
                        ? hash.toArray()
                        : Bytes.utf8("contract").toArray());
        assertThat(check.verify(signature.toArray())).isTrue();
    }

    private static X509Certificate certificate(Bytes der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.toArray()));
    }

    @Test
    void rsa_keys_are_taken_in() throws Exception {
        var rsa = ForeignAuthority.rsa2048();

        var key = info(imported(
                KeyAlgorithm.RSA_2048, rsa, elsewhere.certify(rsa.getPublic()).issued()));

        assertSigns(key, "SHA256withRSA");
    }

    @Test
    void ed25519_keys_are_taken_in() throws Exception {
        var edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        var key = info(imported(
                KeyAlgorithm.ED25519,
                edwards,
                elsewhere.certify(edwards.getPublic()).issued()));

        assertThat(key.algorithm()).isEqualTo(KeyAlgorithm.ED25519);
    }

    // Transport keys.

    @Test
    void a_transport_key_serves_one_import() {
        var to = offered(signer, KeyAlgorithm.P_256);
        var encrypted = encrypted(to, pkcs8(pair));
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var draft = order(signer, to, KeyAlgorithm.P_256, certificates, encrypted);
        var sealed = signer.seal(draft, sgm);
        var first = sgm.send(sealed);
        info(first);

        assertThat(sgm.send(sealed)).as("a retry of the same octets").isEqualTo(first);
        assertThat(refusal(send(draft))).as("the same order sealed anew").isEqualTo(ProblemCode.STATEMENT_REPLAYED);
        var other = ForeignAuthority.p256();
        assertThat(refusal(send(order(
                        signer,
                        to,
                        KeyAlgorithm.P_256,
                        elsewhere.certify(other.getPublic()).issued(),
                        encrypted(to, pkcs8(other))))))
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        assertThat(keys(signer)).hasSize(1);
    }

    @Test
    void a_transport_key_of_another_person_or_device_opens_nothing() {
        var other = sgm.newSigner();
        var laptop = sgm.furtherDevice(signer);
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        for (var whose : List.of(other, laptop)) {
            var to = offered(whose, KeyAlgorithm.P_256);
            var encrypted = encrypted(to, pkcs8(pair));
            assertThat(refusal(send(order(signer, to, KeyAlgorithm.P_256, certificates, encrypted))))
                    .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        assertThat(keys(signer)).isEmpty();
    }

    @Test
    void what_was_encrypted_for_another_import_opens_in_none() {
        var other = sgm.newSigner();
        var foreign = encrypted(offered(other, KeyAlgorithm.P_256), pkcs8(pair));
        var to = offered(signer, KeyAlgorithm.P_256);
        var certificates = elsewhere.certify(pair.getPublic()).issued();

        var answer = send(order(signer, to, KeyAlgorithm.P_256, certificates, foreign));

        assertThat(refusal(answer)).isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        assertThat(answer.receipt()).isEmpty();
        assertThat(refusal(send(order(signer, to, KeyAlgorithm.P_256, certificates, encrypted(to, pkcs8(pair))))))
                .as("it is used up, whatever came of it")
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
    }

    @Test
    void an_encrypted_key_in_the_place_of_the_one_ordered_is_refused_and_changes_nothing() {
        var to = offered(signer, KeyAlgorithm.P_256);
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var draft = order(signer, to, KeyAlgorithm.P_256, certificates, encrypted(to, pkcs8(pair)));
        draft.secrets.put(Envelope.Field.ENCRYPTED_KEY, encrypted(to, pkcs8(ForeignAuthority.p256())));

        assertThat(refusal(send(draft))).isEqualTo(ProblemCode.STATEMENT_MALFORMED);
        assertThat(keys(signer)).isEmpty();
    }

    @Test
    void a_transport_key_lives_five_minutes_and_not_through_a_restart() {
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var late = offered(signer, KeyAlgorithm.P_256);
        assertThat(late.expires()).isEqualTo(sgm.now().plus(Duration.ofMinutes(5)));
        sgm.clock.move(Duration.ofMinutes(5));
        assertThat(refusal(send(order(signer, late, KeyAlgorithm.P_256, certificates, encrypted(late, pkcs8(pair))))))
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        var lost = offered(signer, KeyAlgorithm.P_256);
        sgm.reopen();
        assertThat(refusal(send(order(signer, lost, KeyAlgorithm.P_256, certificates, encrypted(lost, pkcs8(pair))))))
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
    }

    @Test
    void a_retry_of_the_question_gets_the_same_transport_key_and_another_question_another() {
        var sealed = signer.seal(new Statement.TransportKey(signer.head(sgm.now()), KeyAlgorithm.P_256), sgm);
        var first = TestSgm.done(sgm.send(sealed)).toBytes();

        assertThat(TestSgm.done(sgm.send(sealed)).toBytes()).isEqualTo(first);
        assertThat(offered(signer, KeyAlgorithm.P_256).toJson().toBytes()).isNotEqualTo(first);
    }

    @Test
    void the_octets_of_a_statement_are_not_a_key_and_a_sealing_key_is_no_transport_key() throws Malformed {
        var to = offered(signer, KeyAlgorithm.P_256);
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        Bytes sealed;
        try (var key = Secret.taking(pkcs8(pair).toArray())) {
            sealed = Sealing.seal(sgm.sealingKey().publicKey(), signer.identityHash, key, RANDOM);
        }

        assertThat(refusal(send(order(signer, to, KeyAlgorithm.P_256, certificates, sealed))))
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
    }

    // Who, and when.

    @Test
    void a_wrong_pin_counts_and_imports_nothing() {
        var to = offered(signer, KeyAlgorithm.P_256);
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var draft = order(signer, to, KeyAlgorithm.P_256, certificates, encrypted(to, pkcs8(pair)));
        draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));

        var answer = send(draft);

        assertThat(TestSgm.problem(answer).triesLeft()).hasValue(4);
        assertThat(refusal(answer)).isEqualTo(ProblemCode.PIN_WRONG);
        sgm.receiptHolds(answer);
        assertThat(keys(signer)).isEmpty();
        info(imported(certificates));
    }

    @Test
    void staff_and_whoever_is_suspended_import_nothing() {
        var officer = sgm.officer();
        assertThat(refusal(ask(officer, KeyAlgorithm.P_256))).isEqualTo(ProblemCode.NOT_PERMITTED);
        var to = offered(signer, KeyAlgorithm.P_256);
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var key = info(imported(
                KeyAlgorithm.P_256, pair, certificates)); // before, to see that suspending stops its use as well
        var other = ForeignAuthority.p256();
        var prepared = offered(signer, KeyAlgorithm.P_256);
        var whom = sgm.whom(officer, signer.user);
        TestSgm.done(sgm.send(officer.seal(new Statement.Suspend(officer.head(sgm.now()), whom), sgm)));

        assertThat(refusal(ask(signer, KeyAlgorithm.P_256))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(send(order(
                        signer,
                        prepared,
                        KeyAlgorithm.P_256,
                        elsewhere.certify(other.getPublic()).issued(),
                        encrypted(prepared, pkcs8(other))))))
                .isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(refusal(sign(key, TestSgm.hash("contract")))).isEqualTo(ProblemCode.PERSON_NOT_ACTIVE);
        assertThat(keys(signer)).extracting(Results.KeyInfo::status).containsExactly("suspended");
        assertThat(to.transportKey()).isNotEqualTo(prepared.transportKey());
    }

    @Test
    void a_key_that_others_than_the_device_could_activate_is_not_taken_in() {
        var to = offered(signer, KeyAlgorithm.P_256);
        var encrypted = encrypted(to, pkcs8(pair));
        var draft = signer.draft(new Statement.ImportKey(
                signer.head(sgm.now()),
                to.transportKey(),
                encrypted.sha256(),
                KeyAlgorithm.P_256,
                List.of("device", "passkey"),
                elsewhere.certify(pair.getPublic()).issued()));
        draft.secrets.put(Envelope.Field.ENCRYPTED_KEY, encrypted);

        assertThat(refusal(send(draft))).isEqualTo(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY);
    }

    @Test
    void nobody_has_more_than_twenty_keys_wherever_they_are_from() {
        for (int i = 0; i < CreateKeyAct.MOST_KEYS; i++) {
            sgm.createKey(signer, KeyAlgorithm.P_256);
        }

        assertThat(refusal(imported(elsewhere.certify(pair.getPublic()).issued())))
                .isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void a_server_may_take_no_keys_from_elsewhere() {
        var to = offered(signer, KeyAlgorithm.P_256);
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var encrypted = encrypted(to, pkcs8(pair));
        sgm.reopenWithoutImports();

        assertThat(refusal(ask(signer, KeyAlgorithm.P_256))).isEqualTo(ProblemCode.IMPORT_NOT_ALLOWED);
        assertThat(refusal(send(order(signer, to, KeyAlgorithm.P_256, certificates, encrypted))))
                .isEqualTo(ProblemCode.IMPORT_NOT_ALLOWED);
    }

    // Certificates.

    @Test
    void the_certificate_must_be_the_keys() {
        var other = ForeignAuthority.p256();
        var rsa = ForeignAuthority.rsa2048();
        var prime = ((RSAPrivateCrtKey) rsa.getPrivate()).getPrimeP();
        var modulus = ((RSAPublicKey) rsa.getPublic()).getModulus();
        var otherModulus = modulus.divide(prime).multiply(prime.nextProbablePrime());
        var otherRsa = ForeignAuthority.rsa(otherModulus, BigInteger.valueOf(65537));

        assertThat(refusal(imported(elsewhere.certify(other.getPublic()).issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
        assertThat(refusal(imported(
                        KeyAlgorithm.RSA_2048, rsa, elsewhere.certify(otherRsa).issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
        assertThat(refusal(imported(
                        KeyAlgorithm.RSA_2048,
                        pair,
                        elsewhere.certify(pair.getPublic()).issued())))
                .isEqualTo(ProblemCode.ALGORITHM_NOT_ALLOWED);
        assertThat(keys(signer)).isEmpty();
    }

    @Test
    void what_the_right_pin_found_out_leaves_the_row_of_wrong_ones_and_tells_it() {
        for (var i = 0; i < 2; i++) {
            var to = offered(signer, KeyAlgorithm.P_256);
            var guess = order(
                    signer,
                    to,
                    KeyAlgorithm.P_256,
                    elsewhere.certify(pair.getPublic()).issued(),
                    encrypted(to, pkcs8(pair)));
            guess.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
            assertThat(refusal(send(guess))).isEqualTo(ProblemCode.PIN_WRONG);
        }

        assertThat(imported(elsewhere
                                .certify(ForeignAuthority.p256().getPublic())
                                .issued())
                        .pinFailures())
                .contains(2);
    }

    @Test
    void the_certificate_must_be_for_signing_and_hold_now() {
        var key = pair.getPublic();
        var now = sgm.now();
        var second = Duration.ofSeconds(1);
        assertThat(refusal(imported(elsewhere
                        .certify(key)
                        .during(now.minus(second.multipliedBy(9)), now.minus(second))
                        .issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_EXPIRED);
        assertThat(refusal(imported(elsewhere
                        .certify(key)
                        .during(now.plus(second), now.plus(Duration.ofDays(1)))
                        .issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_NOT_YET_VALID);
        for (var usage : new int[] {KeyUsage.keyEncipherment, KeyUsage.keyAgreement, KeyUsage.cRLSign}) {
            assertThat(refusal(imported(elsewhere.certify(key).usage(usage).issued())))
                    .isEqualTo(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING);
        }
        assertThat(refusal(imported(elsewhere.certify(key).authority().issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING);
        assertThat(refusal(imported(elsewhere
                        .certify(key)
                        .usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)
                        .issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING);
        assertThat(refusal(imported(elsewhere
                        .certify(key)
                        .purpose(KeyPurposeId.id_kp_serverAuth)
                        .purpose(KeyPurposeId.id_kp_timeStamping)
                        .issued())))
                .isEqualTo(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING);

        info(imported(elsewhere
                .certify(key)
                .usage(KeyUsage.nonRepudiation)
                .purpose(KeyPurposeId.id_kp_serverAuth)
                .purpose(KeyPurposeId.id_kp_emailProtection)
                .issued()));
    }

    @Test
    void certificates_must_hang_together_and_none_may_seem_to_be_ours() throws Malformed {
        var own = elsewhere.certify(pair.getPublic()).issued().get(0);
        var stranger = new ForeignAuthority("CN=Stranger", sgm.now()).certificate();
        var junk = Bytes.concat(own, Bytes.hex("00"));
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        var ourName = certificateName(made.certificates().get(1));
        var pretended = new ForeignAuthority(ourName, sgm.now());

        for (var bad : List.of(
                List.of(own, stranger),
                List.of(junk),
                List.of(Bytes.utf8("not a certificate")),
                pretended.certify(pair.getPublic()).issued())) {
            assertThat(refusal(imported(bad))).isEqualTo(ProblemCode.CERTIFICATE_MALFORMED);
        }
        info(imported(List.of(own)));
    }

    private static String certificateName(Bytes der) {
        try {
            return certificate(der).getSubjectX500Principal().getName();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // Weak keys.

    @Test
    void keys_that_are_short_or_have_another_exponent_are_refused_with_the_reason() {
        var modulus = ((RSAPublicKey) ForeignAuthority.rsa2048().getPublic()).getModulus();
        var shorter = ForeignAuthority.rsa(modulus.shiftRight(1), BigInteger.valueOf(65537));
        assertThat(refusal(imported(
                        KeyAlgorithm.RSA_2048, pair, elsewhere.certify(shorter).issued())))
                .isEqualTo(ProblemCode.KEY_TOO_SHORT);
        var three = ForeignAuthority.rsa(modulus, BigInteger.valueOf(3));
        assertThat(refusal(imported(
                        KeyAlgorithm.RSA_2048, pair, elsewhere.certify(three).issued())))
                .isEqualTo(ProblemCode.KEY_EXPONENT_NOT_ALLOWED);
        var even = ForeignAuthority.rsa(modulus.add(BigInteger.ONE), BigInteger.valueOf(65537));
        assertThat(refusal(imported(
                        KeyAlgorithm.RSA_2048, pair, elsewhere.certify(even).issued())))
                .isEqualTo(ProblemCode.KEY_WEAK);
    }

    @Test
    void a_key_that_is_no_key_of_its_kind_is_refused_after_the_pin_and_logged_nowhere() {
        var rsa = ForeignAuthority.rsa2048();
        var certificates = elsewhere.certify(rsa.getPublic()).issued();
        for (var bad :
                List.of(Bytes.utf8("no key"), pkcs8(pair), Bytes.of(new byte[KeyTransport.LARGEST_KEY_BYTES + 1]))) {
            var to = offered(signer, KeyAlgorithm.RSA_2048);
            var answer = send(order(signer, to, KeyAlgorithm.RSA_2048, certificates, encrypted(to, bad)));
            assertThat(refusal(answer)).isEqualTo(ProblemCode.IMPORTED_KEY_UNREADABLE);
            assertThat(answer.receipt()).isEmpty();
        }
        assertThat(keys(signer)).isEmpty();
    }

    // Keys that are here already.

    @Test
    void a_key_is_here_once_and_comes_back_to_its_own_person_only() {
        var certificates = elsewhere.certify(pair.getPublic()).issued();
        var other = sgm.newSigner();
        var key = info(imported(certificates));
        assertThat(refusal(imported(certificates))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);
        var to = offered(other, KeyAlgorithm.P_256);
        var theft = order(other, to, KeyAlgorithm.P_256, certificates, encrypted(to, pkcs8(pair)));
        assertThat(refusal(sgm.send(other.seal(theft, sgm)))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);

        destroy(key);
        var again = offered(other, KeyAlgorithm.P_256);
        var later = order(other, again, KeyAlgorithm.P_256, certificates, encrypted(again, pkcs8(pair)));
        assertThat(refusal(sgm.send(other.seal(later, sgm)))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);
        assertThat(info(imported(certificates)).keyId()).isNotEqualTo(key.keyId());
    }

    @Test
    void a_key_that_was_made_here_never_comes_from_elsewhere() throws Exception {
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        var stolen = certificate(made.certificates().get(0)).getPublicKey();
        destroy(made);

        assertThat(refusal(imported(elsewhere.certify(stolen).issued()))).isEqualTo(ProblemCode.KEY_ALREADY_HELD);
    }

    private void destroy(Results.KeyInfo key) {
        TestSgm.done(sgm.send(signer.seal(
                new Statement.DestroyKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256()), sgm)));
    }

    // Its end.

    @Test
    void destroying_an_imported_key_revokes_nobody_elses_certificate() throws Exception {
        var victim = sgm.newSigner();
        var theirs = certificate(
                sgm.createKey(victim, KeyAlgorithm.P_256).certificates().get(0));
        var key = info(imported(elsewhere
                .certify(pair.getPublic())
                .serial(theirs.getSerialNumber())
                .issued()));

        destroy(key);

        assertThat(isRevoked(theirs)).isFalse();
        assertThat(refusal(sign(key, TestSgm.hash("contract")))).isEqualTo(ProblemCode.KEY_NOT_ENABLED);
        assertThat(keys(signer)).extracting(Results.KeyInfo::status).containsExactly("destroyed");
    }

    @Test
    void a_revocation_of_ours_with_the_same_number_does_not_stop_it() throws Exception {
        var made = sgm.createKey(signer, KeyAlgorithm.P_256);
        BigInteger serial = certificate(made.certificates().get(0)).getSerialNumber();
        destroy(made);

        var key =
                info(imported(elsewhere.certify(pair.getPublic()).serial(serial).issued()));

        assertSigns(key, "NONEwithECDSA");
    }

    private boolean isRevoked(X509Certificate theirs) throws Exception {
        var list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(
                        sgm.ask(LinkOperation.PKI, Bytes.utf8("ca.crl")).toArray()));
        return list.isRevoked(theirs);
    }

    @Test
    void its_certificate_is_not_ours_to_renew_and_ends_when_it_says() {
        var key = info(imported(elsewhere
                .certify(pair.getPublic())
                .during(sgm.now(), sgm.now().plus(Duration.ofDays(1)))
                .issued()));

        assertThat(refusal(sgm.send(signer.seal(
                        new Statement.RenewKey(signer.head(sgm.now()), key.keyId(), key.certificateSha256()), sgm))))
                .isEqualTo(ProblemCode.KEY_IS_IMPORTED);
        sgm.clock.move(Duration.ofDays(1).plusSeconds(1));
        assertThat(refusal(sign(key, TestSgm.hash("contract")))).isEqualTo(ProblemCode.CERTIFICATE_EXPIRED);
    }

    @Test
    void whoever_is_revoked_or_loses_the_last_device_loses_the_imported_key_too() {
        var key = info(imported(elsewhere.certify(pair.getPublic()).issued()));
        var officer = sgm.officer();
        TestSgm.done(sgm.send(
                officer.seal(new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, signer.user)), sgm)));

        assertThat(Optional.of(refusal(sign(key, TestSgm.hash("contract"))))).contains(ProblemCode.PERSON_NOT_ACTIVE);
    }
}
