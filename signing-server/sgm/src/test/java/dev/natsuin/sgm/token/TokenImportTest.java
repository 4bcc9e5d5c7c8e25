package dev.natsuin.sgm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.ForeignAuthority;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that were made elsewhere, on their way into a token; and what a stranger may bring as one. */
@EnabledIf("dev.natsuin.sgm.token.SoftHsm#isInstalled")
class TokenImportTest {
    private static final Bytes ABOUT = Bytes.utf8("a key");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyTransport.Binding BINDING =
            new KeyTransport.Binding(Bytes.of(new byte[32]), "0011223344556677", "00".repeat(16), "11".repeat(16));
    private static final Mechanism OAEP = Mechanism.rsaOaep(KeyTransport.Suite.RSA_OAEP_SHA1);
    private static final KeyPair P_256 = ForeignAuthority.p256();

    private static SoftHsm hsm;
    private static Token token;
    private static TokenKeyStore store;

    @BeforeAll
    static void make(@TempDir Path folder) {
        hsm = new SoftHsm(folder);
        token = Token.create(hsm.access(), SoftHsm.MARK);
        store = new TokenKeyStore(
                token, new TreeMap<>(Map.of(1, Secret.taking(random(32).toArray()))), RANDOM);
    }

    @AfterAll
    static void end() {
        store.close();
        token.close();
    }

    private static Bytes random(int size) {
        var octets = new byte[size];
        RANDOM.nextBytes(octets);
        return Bytes.of(octets);
    }

    private static KeyPair pair(KeyAlgorithm kind) throws GeneralSecurityException {
        if (kind.family() == KeyAlgorithm.Family.RSA) {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(kind.sizeBits());
            return generator.generateKeyPair();
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp" + kind.sizeBits() + "r1"));
        return generator.generateKeyPair();
    }

    private static Bytes publicKey(KeyPair pair) {
        return Bytes.of(pair.getPublic().getEncoded());
    }

    private static Bytes pkcs8(KeyPair pair) {
        return Bytes.of(pair.getPrivate().getEncoded());
    }

    private static Bytes encrypted(KeyStore.TransportKey to, Bytes pkcs8) throws Malformed {
        try (var key = Secret.taking(pkcs8.toArray())) {
            return KeyTransport.encrypt(to.suite(), to.publicKey(), BINDING, key, RANDOM);
        }
    }

    private static KeyStore.Taken take(KeyStore.TransportKey to, KeyAlgorithm kind, Bytes publicKey, Bytes encrypted) {
        return to.take(new KeyStore.Arriving(kind, publicKey, BINDING, encrypted, ABOUT));
    }

    private static ProblemCode refusal(KeyStore.Taken taken) {
        assertThat(taken).isInstanceOf(KeyStore.Taken.Refused.class);
        return ((KeyStore.Taken.Refused) taken).why();
    }

    private static KeyStore.Wrapped wrapped(KeyStore.Taken taken) {
        assertThat(taken).isInstanceOf(KeyStore.Taken.In.class);
        return ((KeyStore.Taken.In) taken).wrapped();
    }

    private static ProblemCode refusalOf(KeyAlgorithm kind, Bytes publicKey, Bytes pkcs8) throws Malformed {
        try (var to = store.newTransportKey()) {
            return refusal(take(to, kind, publicKey, encrypted(to, pkcs8)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "RSA_3072", "P_256", "P_384", "P_521"})
    void a_key_that_was_made_elsewhere_signs_in_the_token(KeyAlgorithm kind) throws Exception {
        var pair = pair(kind);
        KeyStore.Wrapped wrapped;
        try (var to = store.newTransportKey()) {
            wrapped = wrapped(take(to, kind, publicKey(pair), encrypted(to, pkcs8(pair))));
        }
        var algorithm = kind.defaultSignAlgorithm();
        var message = Bytes.utf8("what is signed");
        var hash = Bytes.of(algorithm.hash().newDigest().digest(message.toArray()));
        try (var open = store.open(kind, publicKey(pair), wrapped, ABOUT)) {
            var judge = Signature.getInstance(jdkName(algorithm));
            judge.initVerify(pair.getPublic());
            judge.update(message.toArray());
            assertThat(judge.verify(open.sign(algorithm, hash).toArray())).isTrue();
        }
        assertThat(hsm.objects()).as("objects that stay in the token").isEqualTo(2);
    }

    private static String jdkName(SignAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case RSA_PKCS1 -> "SHA256withRSA";
            case ECDSA -> "SHA" + algorithm.hash().sizeBytes() * 8 + "withECDSA";
            case RSA_PSS, EDDSA, ML_DSA -> throw new AssertionError(algorithm);
        };
    }

    @Test
    void another_key_than_the_certificates_is_refused() throws Exception {
        var other = ForeignAuthority.p256();
        var rsa = pair(KeyAlgorithm.RSA_2048);

        assertThat(refusalOf(KeyAlgorithm.P_256, publicKey(P_256), pkcs8(other)))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
        assertThat(refusalOf(KeyAlgorithm.P_256, publicKey(P_256), pkcs8(rsa)))
                .isIn(ProblemCode.IMPORTED_KEY_UNREADABLE, ProblemCode.CERTIFICATE_OF_OTHER_KEY);
        assertThat(refusalOf(KeyAlgorithm.RSA_2048, publicKey(pair(KeyAlgorithm.RSA_2048)), pkcs8(rsa)))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
    }

    @Test
    void what_is_no_key_is_refused_and_the_token_works_on() throws Exception {
        var good = pkcs8(P_256);
        for (var bad : List.of(
                Bytes.utf8("no key at all"),
                Bytes.of(new byte[1]),
                good.slice(0, good.size() - 1),
                Bytes.concat(good.slice(0, 20), random(good.size() - 20)),
                random(KeyTransport.LARGEST_KEY_BYTES))) {
            assertThat(refusalOf(KeyAlgorithm.P_256, publicKey(P_256), bad))
                    .isIn(
                            ProblemCode.IMPORTED_KEY_UNREADABLE,
                            ProblemCode.CERTIFICATE_OF_OTHER_KEY,
                            ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        a_key_that_was_made_elsewhere_signs_in_the_token(KeyAlgorithm.P_256);
    }

    @Test
    void what_was_encrypted_to_another_transport_key_or_altered_is_refused() throws Exception {
        try (var one = store.newTransportKey();
                var two = store.newTransportKey()) {
            var forOne = encrypted(one, pkcs8(P_256));
            var altered = forOne.toArray();
            altered[altered.length - 1] ^= 1;

            assertThat(refusal(take(two, KeyAlgorithm.P_256, publicKey(P_256), forOne)))
                    .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
            assertThat(refusal(take(one, KeyAlgorithm.P_256, publicKey(P_256), Bytes.of(altered))))
                    .isEqualTo(ProblemCode.IMPORTED_KEY_UNREADABLE);
            for (int size : new int[] {0, 32, KeyTransport.RSA_BLOCK_BYTES, KeyTransport.RSA_BLOCK_BYTES + 9_000}) {
                assertThat(refusal(take(one, KeyAlgorithm.P_256, publicKey(P_256), random(size))))
                        .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
            }
            assertThat(wrapped(take(one, KeyAlgorithm.P_256, publicKey(P_256), forOne)))
                    .as("nothing of that hurt the transport key")
                    .isNotNull();
        }
    }

    @Test
    void an_imported_key_is_bound_to_its_row_as_one_made_here_is() throws Exception {
        KeyStore.Wrapped wrapped;
        try (var to = store.newTransportKey()) {
            wrapped = wrapped(take(to, KeyAlgorithm.P_256, publicKey(P_256), encrypted(to, pkcs8(P_256))));
        }
        assertThatThrownBy(
                        () -> store.open(KeyAlgorithm.P_256, publicKey(P_256), wrapped, Bytes.utf8("somebody else's")))
                .isInstanceOf(KeyStoreFault.class);
        assertThatThrownBy(() -> store.open(KeyAlgorithm.P_256, publicKey(ForeignAuthority.p256()), wrapped, ABOUT))
                .isInstanceOf(KeyStoreFault.class);
    }

    @Test
    void transport_keys_take_no_sessions_from_those_who_sign() throws Exception {
        var held = new ArrayList<KeyStore.TransportKey>();
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);
        for (int i = 0; i <= token.profile().sessions(); i++) {
            held.add(store.newTransportKey());
        }
        try (var open = store.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT)) {
            assertThat(open.sign(SignAlgorithm.ECDSA_WITH_SHA256, random(32))).isNotNull();
        }
        held.forEach(KeyStore.TransportKey::close);
        var first = held.get(0);
        assertThat(refusal(take(first, KeyAlgorithm.P_256, publicKey(P_256), encrypted(first, pkcs8(P_256)))))
                .as("what was closed opens nothing")
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
    }

    @Test
    void a_transport_key_is_gone_with_the_connection_and_the_next_one_serves() throws Exception {
        var before = store.newTransportKey();
        hsm.vanish();
        eventually(TokenImportTest::isAway);
        hsm.comeBack();
        eventually(() -> !isAway());

        assertThat(refusal(take(before, KeyAlgorithm.P_256, publicKey(P_256), encrypted(before, pkcs8(P_256)))))
                .isEqualTo(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        before.close();
        a_key_that_was_made_elsewhere_signs_in_the_token(KeyAlgorithm.P_256);
    }

    private static boolean isAway() {
        try (var key = store.newTransportKey()) {
            return key.publicKey().isEmpty();
        } catch (KeyStoreUnavailable e) {
            return true;
        } catch (KeyStoreFault e) {
            return false; // the keeper has not looked yet
        }
    }

    private static void eventually(BooleanSupplier holds) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    // What somebody who took the SGM's process over may try with a transport key.

    private interface Attempt {
        Object in(Session session, long transportKey, Bytes publicKey);
    }

    private static void withTransportKey(Attempt attempt) {
        try (var lease = token.lease()) {
            lease.withTransportKeys(session -> {
                var kind = NewPair.transport();
                try (var template = TokenKeys.transport(OAEP)) {
                    var pair = kind.make(session, template);
                    try {
                        return attempt.in(session, pair.privateKey(), kind.publicKey(session, pair.publicKey()));
                    } finally {
                        session.destroy(pair.privateKey());
                        session.destroy(pair.publicKey());
                    }
                }
            });
        }
    }

    private static void isRefusedByTheToken(Attempt attempt) {
        assertThatThrownBy(() -> withTransportKey(attempt)).isInstanceOf(CryptokiFault.class);
    }

    /** An encrypted AES key, as it travels to this transport key. */
    private static Bytes block(Bytes publicKey) {
        try (var key = Secret.taking(pkcs8(P_256).toArray())) {
            return KeyTransport.encrypt(KeyTransport.Suite.RSA_OAEP_SHA1, publicKey, BINDING, key, RANDOM)
                    .slice(0, KeyTransport.RSA_BLOCK_BYTES);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_token_does_not_decrypt_or_sign_with_a_transport_key_nor_give_it_out() {
        isRefusedByTheToken((session, key, publicKey) -> session.decrypt(OAEP, key, block(publicKey)));
        isRefusedByTheToken((session, key, publicKey) -> session.sign(Mechanism.RSA_PKCS1, key, random(32)));
        isRefusedByTheToken((session, key, publicKey) -> {
            try (var lease = token.lease()) {
                return session.wrap(Mechanism.AES_KWP, lease.kek(), key);
            }
        });
        withTransportKey((session, key, publicKey) ->
                assertThat(session.value(key, Attribute.PRIVATE_EXPONENT)).isEmpty());
    }

    @Test
    void the_aes_key_of_a_travelling_key_cannot_be_made_one_that_leaves_or_decrypts() {
        withTransportKey((session, key, publicKey) -> assertThat(
                        session.unwrap(OAEP, key, block(publicKey), TokenKeys.TRAVELLING))
                .as("as it must be it unwraps")
                .isNotZero());
        for (var change : List.of(Attribute.EXTRACTABLE, Attribute.DECRYPT, Attribute.WRAP)) {
            isRefusedByTheToken((session, key, publicKey) -> {
                try (var loose = TokenKeys.TRAVELLING.and().flag(change, true).build()) {
                    return session.unwrap(OAEP, key, block(publicKey), loose);
                }
            });
        }
        isRefusedByTheToken((session, key, publicKey) -> {
            try (var clear =
                    TokenKeys.TRAVELLING.and().flag(Attribute.SENSITIVE, false).build()) {
                return session.unwrap(OAEP, key, block(publicKey), clear);
            }
        });
    }
}
