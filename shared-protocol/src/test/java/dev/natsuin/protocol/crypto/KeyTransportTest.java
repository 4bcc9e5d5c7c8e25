package dev.natsuin.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport.Suite;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
