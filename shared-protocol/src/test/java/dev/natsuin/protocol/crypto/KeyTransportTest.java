package dev.natsuin.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport.Suite;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyTransportTest {
    private static final String DEVICE = Samples.head().device();
    private static final Bytes KEY = Bytes.utf8("a signing key in PKCS#8");

    private final Sealing.OpeningKey transportKey = Sealing.OpeningKey.random(new TestRandom("transport key"));

    private static KeyTransport.Binding binding(String user, String device, String transportKey) {
        return new KeyTransport.Binding(Samples.identityHash(), user, device, transportKey);
    }

    private Bytes encrypted(KeyTransport.Binding binding) throws Malformed {
        try (var plain = Samples.secret(KEY)) {
            return KeyTransport.encrypt(
                    Suite.HPKE_X25519, transportKey.publicKey(), binding, plain, new TestRandom("ephemeral"));
        }
    }

    private Optional<Bytes> decrypted(KeyTransport.Binding binding, Bytes encrypted) {
        return KeyTransport.decrypt(transportKey, binding, encrypted).map(secret -> {
            try (secret) {
                return secret.use(Bytes::of);
            }
        });
    }

    @Test
    void what_is_encrypted_opens_in_its_own_import_only() throws Malformed {
        var own = binding(Samples.USER, DEVICE, Samples.TRANSPORT_KEY);
        var encrypted = encrypted(own);

        assertThat(decrypted(own, encrypted)).contains(KEY);
        assertThat(decrypted(binding("00112233445566ff", DEVICE, Samples.TRANSPORT_KEY), encrypted))
                .isEmpty();
        assertThat(decrypted(binding(Samples.USER, "00".repeat(16), Samples.TRANSPORT_KEY), encrypted))
                .isEmpty();
        assertThat(decrypted(binding(Samples.USER, DEVICE, Samples.KEY_ID), encrypted))
                .isEmpty();
    }

    @Test
    void what_is_too_short_to_be_encrypted_opens_to_nothing() {
        var own = binding(Samples.USER, DEVICE, Samples.TRANSPORT_KEY);
        for (var size : new int[] {0, 31, 32, 33, 48}) {
            assertThat(decrypted(own, Bytes.of(new byte[size])))
                    .as("%d octets", size)
                    .isEmpty();
        }
    }

    @Test
    void nothing_is_encrypted_to_a_key_of_small_order() {
        try (var plain = Samples.secret(KEY)) {
            assertThatThrownBy(() -> KeyTransport.encrypt(
                            Suite.HPKE_X25519,
                            Bytes.of(new byte[32]),
                            binding(Samples.USER, DEVICE, Samples.TRANSPORT_KEY),
                            plain,
                            new TestRandom("ephemeral")))
                    .isInstanceOf(Malformed.class);
        }
    }

    /** Judged by another library in the vectors; here what is no transport key of these suites. */
    @ParameterizedTest
    @EnumSource(names = {"RSA_OAEP_SHA256", "RSA_OAEP_SHA1"})
    void a_token_gets_nothing_under_a_key_that_is_not_of_its_suite(Suite suite) throws GeneralSecurityException {
        var shorter = KeyPairGenerator.getInstance("RSA");
        shorter.initialize(new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4));
        var of2048 = shorter.generateKeyPair().getPublic();
        var smallExponent = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        BigInteger.TWO.pow(3_072).subtract(BigInteger.ONE), BigInteger.valueOf(3)));
        var ec = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        var own = binding(Samples.USER, DEVICE, Samples.TRANSPORT_KEY);
        for (var wrong : List.of(
                Bytes.of(of2048.getEncoded()),
                Bytes.of(smallExponent.getEncoded()),
                Bytes.of(ec.getEncoded()),
                Bytes.utf8("no key"),
                Bytes.EMPTY,
                transportKey.publicKey())) {
            try (var plain = Samples.secret(KEY)) {
                assertThatThrownBy(() -> KeyTransport.encrypt(suite, wrong, own, plain, new TestRandom("ephemeral")))
                        .isInstanceOf(Malformed.class);
            }
        }
    }
}
