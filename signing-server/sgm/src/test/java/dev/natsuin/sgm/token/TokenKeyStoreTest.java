package dev.natsuin.sgm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf("dev.natsuin.sgm.token.SoftHsm#isInstalled")
class TokenKeyStoreTest {
    private static final Bytes ABOUT = Bytes.utf8("a key");
    private static final SecureRandom RANDOM = new SecureRandom();
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

    private static KeyStore.OpenKey open(KeyAlgorithm kind, KeyStore.NewKey key) {
        return store.open(kind, key.publicKey(), key.wrapped(), ABOUT);
    }

    /** Judged by the check every store uses; OpenSSL and pdfsig judge the same end to end. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA", "RSA_2048, SHA512_WITH_RSA_PSS", "RSA_3072, SHA384_WITH_RSA_PSS",
        "P_256, ECDSA_WITH_SHA256", "P_384, ECDSA_WITH_SHA384", "P_521, ECDSA_WITH_SHA512"
    })
    void signs_with_keys_that_lie_outside_the_token(KeyAlgorithm kind, SignAlgorithm algorithm) {
        var key = store.generate(kind, ABOUT);
        try (var open = open(kind, key)) {
            assertThat(open.sign(algorithm, random(algorithm.hash().sizeBytes())))
                    .isNotNull();
            assertThat(open.sign(algorithm, random(algorithm.hash().sizeBytes())))
                    .isNotNull();
        }
        assertThat(hsm.objects()).isEqualTo(2);
    }

    /** The wrapped key of one row with the public key of another: what it signs does not verify, and is kept. */
    @ParameterizedTest
    @CsvSource({"RSA_2048, SHA256_WITH_RSA", "P_256, ECDSA_WITH_SHA256"})
    void a_wrapped_key_belongs_to_one_public_key_one_row_one_algorithm_and_one_server(
            KeyAlgorithm kind, SignAlgorithm algorithm) {
        var key = store.generate(kind, ABOUT);
        var other = store.generate(kind, ABOUT);

        assertThatThrownBy(() -> store.open(kind, other.publicKey(), key.wrapped(), ABOUT))
                .isInstanceOf(KeyStoreFault.class);
        assertThatThrownBy(() -> store.open(kind, key.publicKey(), key.wrapped(), Bytes.utf8("another key")))
                .isInstanceOf(KeyStoreFault.class);
        assertThatThrownBy(() -> store.open(KeyAlgorithm.P_384, key.publicKey(), key.wrapped(), ABOUT))
                .isInstanceOf(KeyStoreFault.class);
        try (var elsewhere = new TokenKeyStore(
                token, new TreeMap<>(Map.of(1, Secret.taking(random(32).toArray()))), RANDOM)) {
            assertThatThrownBy(() -> elsewhere.open(kind, key.publicKey(), key.wrapped(), ABOUT))
                    .isInstanceOf(KeyStoreFault.class);
        }
        try (var same = open(kind, key)) {
            assertThat(same.sign(algorithm, random(algorithm.hash().sizeBytes())))
                    .isNotNull();
        }
    }

    @Test
    void what_has_not_the_algorithms_length_or_family_is_not_signed() {
        var key = store.generate(KeyAlgorithm.P_256, ABOUT);
        try (var open = open(KeyAlgorithm.P_256, key)) {
            assertThatThrownBy(() -> open.sign(SignAlgorithm.ECDSA_WITH_SHA256, random(31)))
                    .isInstanceOf(KeyStoreFault.class);
            assertThatThrownBy(() -> open.sign(SignAlgorithm.SHA256_WITH_RSA, random(32)))
                    .isInstanceOf(KeyStoreFault.class);
        }
    }

    @Test
    void a_kind_of_key_that_the_token_cannot_wrap_is_not_made() {
        assertThat(store.supports(KeyAlgorithm.ED25519)).isFalse();
        assertThatThrownBy(() -> store.generate(KeyAlgorithm.ED25519, ABOUT)).isInstanceOf(KeyStoreFault.class);
    }

    @Test
    void a_closed_key_signs_nothing() {
        var open = open(KeyAlgorithm.P_256, store.generate(KeyAlgorithm.P_256, ABOUT));
        open.close();

        assertThatThrownBy(() -> open.sign(SignAlgorithm.ECDSA_WITH_SHA256, random(32)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_root_of_the_vault_is_the_tokens_own_and_always_the_same() {
        try (var one = token.root(Bytes.utf8("one"));
                var again = token.root(Bytes.utf8("one"));
                var two = token.root(Bytes.utf8("two"))) {
            assertThat(one.size()).isEqualTo(32);
            assertThat(one.matches(again)).isTrue();
            assertThat(one.matches(two)).isFalse();
        }
    }
}
