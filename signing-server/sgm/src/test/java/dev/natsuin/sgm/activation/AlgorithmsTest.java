package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.protocol.cms.SignedAttributes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.sgm.level.LevelCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every algorithm signs what the JDK's own verifiers take, and nothing else can be ordered. */
class AlgorithmsTest {
    private static final Bytes CONTRACT = Bytes.utf8("contract");

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;

    @BeforeEach
    void a_signer() {
        sgm = new TestSgm(folder);
        sgm.reopenWithExperimental(Set.of(KeyAlgorithm.ML_DSA_65));
        device = sgm.newSigner();
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private static Bytes hash(HashAlgorithm algorithm) {
        return Bytes.of(algorithm.newDigest().digest(CONTRACT.toArray()));
    }

    private Statement.Sign order(Results.KeyInfo key, SignAlgorithm algorithm, HashAlgorithm hash, Bytes... hashes) {
        return new Statement.Sign(
                device.head(sgm.now()), key.keyId(), key.certificateSha256(), algorithm, hash, List.of(hashes));
    }

    private Answer send(Statement.Sign order) {
        return sgm.send(device.seal(order, sgm), order);
    }

    private Bytes signed(Results.KeyInfo key, SignAlgorithm algorithm) throws Exception {
        var answer = send(order(key, algorithm, algorithm.hash(), hash(algorithm.hash())));
        sgm.receiptHolds(answer);
        return Results.Signed.read(TestSgm.done(answer)).signatures().get(0);
    }

    private static PublicKey publicKey(Results.KeyInfo key) throws GeneralSecurityException {
        var der = new ByteArrayInputStream(key.certificates().get(0).toArray());
        return CertificateFactory.getInstance("X.509").generateCertificate(der).getPublicKey();
    }

    private static boolean verifies(Signature verifier, PublicKey key, Bytes message, Bytes signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(message.toArray());
        return verifier.verify(signature.toArray());
    }

    private static Signature verifier(SignAlgorithm algorithm) throws GeneralSecurityException {
        var hash = algorithm.hash().jcaName();
        return switch (algorithm.scheme()) {
            case RSA_PKCS1 -> Signature.getInstance(hash.replace("-", "") + "withRSA");
            case ECDSA -> Signature.getInstance(hash.replace("-", "") + "withECDSA");
            case EDDSA -> Signature.getInstance("Ed25519");
            case ML_DSA -> throw new AssertionError("the JDK has none before 24");
            case RSA_PSS -> {
                var pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec(
                        hash,
                        "MGF1",
                        new MGF1ParameterSpec(hash),
                        algorithm.hash().sizeBytes(),
                        1));
                yield pss;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"RSA_2048", "P_256", "P_384", "P_521"})
    void a_key_signs_by_every_algorithm_of_its_family(KeyAlgorithm kind) throws Exception {
        var key = sgm.createKey(device, kind);
        for (var algorithm : SignAlgorithm.values()) {
            if (algorithm.fits(kind)) {
                var signature = signed(key, algorithm);
                assertThat(verifies(verifier(algorithm), publicKey(key), CONTRACT, signature))
                        .as(algorithm.name())
                        .isTrue();
            }
        }
    }

    @Test
    void an_ed25519_key_signs_attributes_that_the_sgm_built_and_never_the_octets_of_the_order() throws Exception {
        var key = sgm.createKey(device, KeyAlgorithm.ED25519);
        var ordered = hash(HashAlgorithm.SHA_512);

        var signature = signed(key, SignAlgorithm.ED25519);

        var attributes = SignedAttributes.under(key.certificates().get(0)).over(ordered);
        var ed25519 = verifier(SignAlgorithm.ED25519);
        assertThat(verifies(ed25519, publicKey(key), attributes, signature)).isTrue();
        assertThat(verifies(ed25519, publicKey(key), ordered, signature)).isFalse();
    }

    @Test
    void an_ed25519_key_signs_each_digest_of_an_order_in_its_own_attributes() throws Exception {
        var key = sgm.createKey(device, KeyAlgorithm.ED25519);
        var digests = new Bytes[] {TestDevice.random(64), TestDevice.random(64)};

        var answer = send(order(key, SignAlgorithm.ED25519, HashAlgorithm.SHA_512, digests));

        var signatures = Results.Signed.read(TestSgm.done(answer)).signatures();
        var profile = SignedAttributes.under(key.certificates().get(0));
        for (var i = 0; i < digests.length; i++) {
            assertThat(verifies(
                            verifier(SignAlgorithm.ED25519),
                            publicKey(key),
                            profile.over(digests[i]),
                            signatures.get(i)))
                    .isTrue();
        }
        var record = JsonObject.strict(answer.receipt().orElseThrow().entry().record())
                .reader();
        assertThat(record.bytesList("hashes")).containsExactly(digests);
        assertThat(record.text("signAlgo")).isEqualTo("1.3.101.112");
    }

    @Test
    void an_ml_dsa_key_signs_attributes_that_the_sgm_built_and_never_the_octets_of_the_order() throws Exception {
        var key = sgm.createKey(device, KeyAlgorithm.ML_DSA_65);
        var digests = new Bytes[] {hash(HashAlgorithm.SHA_512), TestDevice.random(64)};

        var answer = send(order(key, SignAlgorithm.ML_DSA_65, HashAlgorithm.SHA_512, digests));

        var signatures = Results.Signed.read(TestSgm.done(answer)).signatures();
        var certificate = key.certificates().get(0);
        var verifying = MlDsaKey.of(subjectPublicKey(certificate));
        for (var i = 0; i < digests.length; i++) {
            var attributes = SignedAttributes.under(certificate).over(digests[i]);
            assertThat(verifying.verifies(attributes, signatures.get(i))).isTrue();
            assertThat(verifying.verifies(digests[i], signatures.get(i))).isFalse();
        }
        var record = JsonObject.strict(answer.receipt().orElseThrow().entry().record())
                .reader();
        assertThat(record.bytesList("hashes")).containsExactly(digests);
        assertThat(record.text("signAlgo")).isEqualTo("2.16.840.1.101.3.4.3.18");
        assertThat(record.text("hashAlgorithmOID")).isEqualTo("2.16.840.1.101.3.4.2.3");
    }

    /** RFC 9881 §4 and §5: no parameters, and of the uses of a key only such that sign. */
    @Test
    void the_authority_certifies_an_ml_dsa_key_as_rfc_9881_has_it() throws Exception {
        var certificate = Certificate.getInstance(sgm.createKey(device, KeyAlgorithm.ML_DSA_65)
                .certificates()
                .get(0)
                .toArray());

        var open = certificate.getSubjectPublicKeyInfo();
        assertThat(open.getAlgorithm().getAlgorithm().getId()).isEqualTo("2.16.840.1.101.3.4.3.18");
        assertThat(open.getAlgorithm().getParameters()).isNull();
        assertThat(open.getPublicKeyData().getOctets()).hasSize(1_952);
        assertThat(KeyUsage.fromExtensions(certificate.getTBSCertificate().getExtensions()))
                .isEqualTo(new KeyUsage(KeyUsage.nonRepudiation));
    }

    private static Bytes subjectPublicKey(Bytes certificate) throws IOException {
        return Bytes.of(Certificate.getInstance(certificate.toArray())
                .getSubjectPublicKeyInfo()
                .getEncoded());
    }

    @Test
    void an_order_of_ml_dsa_signatures_has_at_most_1547_hashes() throws Malformed {
        var key = sgm.createKey(device, KeyAlgorithm.ML_DSA_65);
        var hashes = new Bytes[1_548];
        Arrays.setAll(hashes, i -> TestDevice.random(64));

        nothingIsSigned(
                key,
                send(order(key, SignAlgorithm.ML_DSA_65, HashAlgorithm.SHA_512, hashes)),
                ProblemCode.TOO_MANY_HASHES);
    }

    @Test
    void no_experimental_key_is_made_unless_the_operator_wants_such_and_one_that_is_there_goes_on_signing()
            throws Exception {
        var key = sgm.createKey(device, KeyAlgorithm.ML_DSA_65);
        sgm.reopenWithExperimental(Set.of());

        var another =
                new Statement.CreateKey(device.head(sgm.now()), KeyAlgorithm.ML_DSA_65, LevelCheck.METHODS_OFFERED);
        assertThat(TestSgm.problem(sgm.send(device.seal(another, sgm))).code())
                .isEqualTo(ProblemCode.ALGORITHM_EXPERIMENTAL);
        assertThat(signed(key, SignAlgorithm.ML_DSA_65).size()).isEqualTo(MlDsaKey.SIGNATURE_SIZE_BYTES);
    }

    @Test
    void two_pss_signatures_over_one_hash_differ_by_their_salt() throws Exception {
        var key = sgm.createKey(device, KeyAlgorithm.RSA_2048);

        assertThat(signed(key, SignAlgorithm.SHA256_WITH_RSA_PSS))
                .isNotEqualTo(signed(key, SignAlgorithm.SHA256_WITH_RSA_PSS));
    }

    // What is refused.

    private void nothingIsSigned(Results.KeyInfo key, Answer answer, ProblemCode code) throws Malformed {
        assertThat(TestSgm.problem(answer).code()).isEqualTo(code);
        assertThat(answer.receipt()).isEmpty();
        var next = send(sgm.order(
                device, key, hash(key.algorithm().defaultSignAlgorithm().hash())));
        var entry = next.receipt().orElseThrow().entry();
        assertThat(Leaf.read(entry.leaf()).number()).as("uses of the key").isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "P_256, ECDSA_WITH_SHA256, 31",
        "P_256, ECDSA_WITH_SHA256, 33",
        "P_256, ECDSA_WITH_SHA256, 0",
        "P_384, ECDSA_WITH_SHA384, 32",
        "RSA_2048, SHA256_WITH_RSA, 51",
        "RSA_2048, SHA256_WITH_RSA, 64",
        "RSA_2048, SHA512_WITH_RSA_PSS, 32",
        "ED25519, ED25519, 32",
        "ED25519, ED25519, 65",
        "ED25519, ED25519, 300",
        "ML_DSA_65, ML_DSA_65, 32",
        "ML_DSA_65, ML_DSA_65, 65",
        "ML_DSA_65, ML_DSA_65, 300"
    })
    void a_hash_of_another_length_is_refused(KeyAlgorithm kind, SignAlgorithm algorithm, int size) throws Malformed {
        var key = sgm.createKey(device, kind);

        var answer = send(order(key, algorithm, algorithm.hash(), TestDevice.random(size)));

        nothingIsSigned(key, answer, ProblemCode.HASH_LENGTH_WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "P_256, ECDSA_WITH_SHA256, SHA_384",
        "RSA_2048, SHA512_WITH_RSA, SHA_256",
        "ED25519, ED25519, SHA_256",
        "ML_DSA_65, ML_DSA_65, SHA_384",
    })
    void a_hash_oid_that_contradicts_the_algorithm_is_refused(
            KeyAlgorithm kind, SignAlgorithm algorithm, HashAlgorithm hash) throws Malformed {
        var key = sgm.createKey(device, kind);

        nothingIsSigned(key, send(order(key, algorithm, hash, hash(hash))), ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"RSA_2048", "P_256", "ED25519", "ML_DSA_65"})
    void an_algorithm_of_another_family_is_refused(KeyAlgorithm kind) {
        var key = sgm.createKey(device, kind);
        var others = Arrays.stream(SignAlgorithm.values()).filter(a -> !a.fits(kind));

        assertThat(others.map(a -> TestSgm.problem(send(order(key, a, a.hash(), hash(a.hash())))))
                        .map(p -> p.code()))
                .hasSizeGreaterThanOrEqualTo(4)
                .containsOnly(ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    /** Signed anew by the device and with the right PIN: what is wrong is in the statement itself. */
    private Answer sendWith(Statement.Sign order, String text, String other) {
        return sgm.send(
                device.seal(order, sgm, draft -> {
                    assertThat(draft.statement.toUtf8()).contains(text);
                    draft.statement = Bytes.utf8(draft.statement.toUtf8().replace(text, other));
                    draft.deviceSignature =
                            device.deviceKey.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, draft.statement));
                    draft.secrets.put(
                            Envelope.Field.ACTIVATION_SIGNATURE,
                            device.activationKey.sign(Token.signingInput(Token.Purpose.ACTIVATION, draft.statement)));
                    return draft;
                }),
                order);
    }

    // MD5 and SHA-1 with RSA and ECDSA; rsaEncryption, id-ecPublicKey, Ed448, ML-DSA-44, HashML-DSA-65: raw or not
    // ours.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.113549.1.1.1",
                "1.2.840.113549.1.1.4",
                "1.2.840.113549.1.1.5",
                "1.2.840.10045.2.1",
                "1.2.840.10045.4.1",
                "1.2.840.10045.4.3.1",
                "1.3.101.113",
                "2.16.840.1.101.3.4.3.17",
                "2.16.840.1.101.3.4.3.33"
            })
    void a_weak_raw_or_unknown_mechanism_is_no_statement_at_all(String oid) throws Malformed {
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        var order = sgm.order(device, key, hash(HashAlgorithm.SHA_256));

        nothingIsSigned(
                key, sendWith(order, "\"1.2.840.10045.4.3.2\"", "\"" + oid + "\""), ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.14.3.2.26", "1.2.840.113549.2.5", "2.16.840.1.101.3.4.2.4", ""})
    void a_weak_or_unknown_hash_is_no_statement_at_all(String oid) {
        var key = sgm.createKey(device, KeyAlgorithm.RSA_2048);
        for (var algorithm : List.of(SignAlgorithm.SHA256_WITH_RSA, SignAlgorithm.SHA256_WITH_RSA_PSS)) {
            var order = order(key, algorithm, HashAlgorithm.SHA_256, hash(HashAlgorithm.SHA_256));
            var answer = sendWith(order, "\"2.16.840.1.101.3.4.2.1\"", "\"" + oid + "\"");

            assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        }
    }

    @Test
    void a_statement_cannot_bring_parameters_of_its_own() throws Malformed {
        var key = sgm.createKey(device, KeyAlgorithm.RSA_2048);
        var order = order(key, SignAlgorithm.SHA256_WITH_RSA_PSS, HashAlgorithm.SHA_256, hash(HashAlgorithm.SHA_256));

        nothingIsSigned(
                key,
                sendWith(order, "\"hashes\"", "\"signAlgoParams\":\"MAA=\",\"hashes\""),
                ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    @Test
    void every_key_algorithm_can_be_made() {
        assertThat(Stream.of(KeyAlgorithm.values())
                        .filter(kind -> kind.family() != KeyAlgorithm.Family.RSA)
                        .map(kind -> sgm.createKey(device, kind).algorithm()))
                .containsExactly(
                        KeyAlgorithm.P_256,
                        KeyAlgorithm.P_384,
                        KeyAlgorithm.P_521,
                        KeyAlgorithm.ED25519,
                        KeyAlgorithm.ML_DSA_65);
    }
}
