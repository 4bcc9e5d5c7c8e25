package dev.natsuin.sgm.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.SignatureCheck;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareKeyStoreTest {
    private static final Bytes ABOUT = Bytes.utf8("a key");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SoftwareKeyStore store = new SoftwareKeyStore(
            new TreeMap<>(Map.of(1, Secret.taking(random(32).toArray()))), RANDOM);

    @AfterEach
    void close() {
        store.close();
    }

    private static Bytes random(int size) {
        var octets = new byte[size];
        RANDOM.nextBytes(octets);
        return Bytes.of(octets);
    }

    private KeyStore.OpenKey opened(KeyAlgorithm kind) {
        var key = store.generate(kind, ABOUT);
        return store.open(kind, key.publicKey(), key.wrapped(), ABOUT);
    }

    /** As after a computing fault: what the private key makes is not what the public key takes. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA",
        "RSA_2048, SHA256_WITH_RSA_PSS",
        "P_256, ECDSA_WITH_SHA256",
        "ED25519, ED25519",
        "ML_DSA_65, ML_DSA_65"
    })
    void a_signature_that_does_not_verify_is_never_given_out(KeyAlgorithm kind, SignAlgorithm algorithm) {
        var key = store.generate(kind, ABOUT);
        var other = store.generate(kind, ABOUT);
        try (var open = store.open(kind, other.publicKey(), key.wrapped(), ABOUT)) {
            assertThatThrownBy(
                            () -> open.sign(algorithm, random(algorithm.hash().sizeBytes())))
                    .isInstanceOf(KeyStoreFault.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA, 31",
        "RSA_2048, SHA384_WITH_RSA_PSS, 32",
        "P_256, ECDSA_WITH_SHA256, 64",
        "ED25519, ED25519, 16385",
        "ML_DSA_65, ML_DSA_65, 16385"
    })
    void what_has_not_the_algorithms_length_is_not_signed(KeyAlgorithm kind, SignAlgorithm algorithm, int size) {
        try (var open = opened(kind)) {
            assertThatThrownBy(() -> open.sign(algorithm, random(size))).isInstanceOf(KeyStoreFault.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, ECDSA_WITH_SHA256",
        "P_256, SHA256_WITH_RSA_PSS",
        "P_256, ED25519",
        "ED25519, ECDSA_WITH_SHA512",
        "ED25519, ML_DSA_65",
        "ML_DSA_65, ED25519",
        "ML_DSA_65, SHA256_WITH_RSA"
    })
    void a_key_signs_by_no_scheme_of_another_family(KeyAlgorithm kind, SignAlgorithm algorithm) {
        try (var open = opened(kind)) {
            assertThatThrownBy(
                            () -> open.sign(algorithm, random(algorithm.hash().sizeBytes())))
                    .isInstanceOf(KeyStoreFault.class);
        }
    }

    @Test
    void a_wrapped_key_opens_only_as_what_it_was_made_for() {
        var key = store.generate(KeyAlgorithm.ED25519, ABOUT);

        assertThatThrownBy(() ->
                        store.open(KeyAlgorithm.ED25519, key.publicKey(), key.wrapped(), Bytes.utf8("another key")))
                .isInstanceOf(KeyStoreFault.class);
        assertThatThrownBy(() -> store.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT))
                .isInstanceOf(KeyStoreFault.class);
    }

    @Test
    void two_ml_dsa_signatures_over_one_message_differ_and_both_hold() throws Malformed {
        var key = store.generate(KeyAlgorithm.ML_DSA_65, ABOUT);
        try (var open = store.open(KeyAlgorithm.ML_DSA_65, key.publicKey(), key.wrapped(), ABOUT)) {
            var message = random(200);
            var one = open.sign(SignAlgorithm.ML_DSA_65, message);
            var two = open.sign(SignAlgorithm.ML_DSA_65, message);

            assertThat(one).isNotEqualTo(two);
            var verifying = MlDsaKey.of(key.publicKey());
            assertThat(verifying.verifies(message, one)).isTrue();
            assertThat(verifying.verifies(message, two)).isTrue();
        }
    }

    @Test
    void an_ml_dsa_key_is_kept_as_its_seed_alone() {
        var key = store.generate(KeyAlgorithm.ML_DSA_65, ABOUT);

        // RFC 9881 §6: PKCS#8 with [0] seed has 54 octets, the expanded key 4,032 more; the rest is AES-GCM's.
        assertThat(key.wrapped().octets().size()).isBetween(54, 54 + 32);
    }

    @Test
    void a_fault_is_seen_in_whichever_ml_dsa_signature_it_falls() {
        var key = store.generate(KeyAlgorithm.ML_DSA_65, ABOUT);
        var check = SignatureCheck.of(KeyAlgorithm.ML_DSA_65, key.publicKey());
        var message = random(200);
        try (var open = store.open(KeyAlgorithm.ML_DSA_65, key.publicKey(), key.wrapped(), ABOUT)) {
            var good = open.sign(SignAlgorithm.ML_DSA_65, message);
            check.require(SignAlgorithm.ML_DSA_65, message, good);
            var octets = good.toArray();
            octets[2_000] ^= 1;

            assertThatThrownBy(() -> check.require(SignAlgorithm.ML_DSA_65, message, Bytes.of(octets)))
                    .isInstanceOf(KeyStoreFault.class);
        }
    }

    @Test
    void an_ed25519_signature_is_the_same_each_time() {
        try (var open = opened(KeyAlgorithm.ED25519)) {
            var message = random(200);

            assertThat(open.sign(SignAlgorithm.ED25519, message)).isEqualTo(open.sign(SignAlgorithm.ED25519, message));
        }
    }

    @Test
    void a_key_of_an_earlier_epoch_opens_and_goes_under_the_newest_once() {
        var one = Secret.taking(random(32).toArray());
        KeyStore.NewKey key;
        try (var before = new SoftwareKeyStore(new TreeMap<>(Map.of(1, one.copy())), RANDOM)) {
            key = before.generate(KeyAlgorithm.P_256, ABOUT);
            assertThat(before.underNewest(key.wrapped(), ABOUT)).isEmpty();
        }
        var two = Secret.taking(random(32).toArray());
        try (var both = new SoftwareKeyStore(new TreeMap<>(Map.of(1, one, 2, two.copy())), RANDOM)) {
            var moved = both.underNewest(key.wrapped(), ABOUT).orElseThrow();
            assertThat(moved.kekEpoch()).isEqualTo(2);
            assertThat(both.underNewest(moved, ABOUT)).isEmpty();
            both.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT).close();
            try (var alone = new SoftwareKeyStore(new TreeMap<>(Map.of(2, two)), RANDOM)) {
                alone.open(KeyAlgorithm.P_256, key.publicKey(), moved, ABOUT).close();
                assertThatThrownBy(() -> alone.open(KeyAlgorithm.P_256, key.publicKey(), key.wrapped(), ABOUT))
                        .isInstanceOf(KeyStoreFault.class);
            }
            var lied = new KeyStore.Wrapped(moved.octets(), 1);
            assertThatThrownBy(() -> both.open(KeyAlgorithm.P_256, key.publicKey(), lied, ABOUT))
                    .isInstanceOf(KeyStoreFault.class);
            assertThatThrownBy(() -> both.underNewest(key.wrapped(), Bytes.utf8("another key")))
                    .isInstanceOf(KeyStoreFault.class);
        }
    }
}
