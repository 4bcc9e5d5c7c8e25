package dev.natsuin.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

final class DeviceKeysTest {
    // Secret 00..1f, SGM SHA-256("identity"), user 5c1f0a9b3e7d2468, PIN 482915. The values were computed from the
    // formula in docs/protocol.md with Python's hmac and the Argon2id and Ed25519 of its "cryptography" 48.0.0
    // (OpenSSL).
    private static final Bytes SECRET = Bytes.hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final Bytes IDENTITY = Bytes.utf8("identity").sha256();
    private static final String USER = "5c1f0a9b3e7d2468";

    private static DeviceKeys keys(Bytes secret, Bytes identityHash, String user) {
        try (var s = Secret.taking(secret.toArray())) {
            return DeviceKeys.derive(s, identityHash, user);
        }
    }

    private static Pin pin(String digits) throws Malformed {
        return Pin.of(digits.toCharArray());
    }

    private static String activationKey(Bytes secret, Bytes identityHash, String user, String digits) throws Malformed {
        try (var keys = keys(secret, identityHash, user);
                var pin = pin(digits);
                var activation = keys.activation(pin)) {
            return activation.key().publicKey().encoded().toHex();
        }
    }

    // RFC 9106 §5.3.
    @Test
    void the_library_gives_the_argon2id_vector_of_rfc_9106() {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(Bytes.hex("02".repeat(16)).toArray())
                .withSecret(Bytes.hex("03".repeat(8)).toArray())
                .withAdditional(Bytes.hex("04".repeat(12)).toArray())
                .build());
        var tag = new byte[32];
        generator.generateBytes(Bytes.hex("01".repeat(32)).toArray(), tag);

        assertThat(Bytes.of(tag).toHex()).isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @Test
    void derives_what_another_implementation_of_the_formula_derives() throws Malformed {
        try (var keys = keys(SECRET, IDENTITY, USER);
                var pin = pin("482915");
                var activation = keys.activation(pin)) {
            assertThat(keys.loginKey().publicKey().encoded().toHex())
                    .isEqualTo("bb2feb98c3ff1b43756c525721a3417d5fdd472b104602c318ffab2a576682f8");
            assertThat(keys.deviceKey().publicKey().encoded().toHex())
                    .isEqualTo("ebb223d33d84a3f7e695416a771b1d1be8212d1356f8c33fee7c941f4d599525");
            assertThat(activation.key().publicKey().encoded().toHex())
                    .isEqualTo("e80fbc19dec542fb5a7de94e1750e19116dba336db2ba47304174ac61a832607");
            assertThat(activation.sealShare().<String>use(s -> Bytes.of(s).toHex()))
                    .isEqualTo("6b71572d55683561c7fcc670bbc1109c291ab3d4591be3f6f6f2596bb1b8baf2");
        }
    }

    @Test
    void another_pin_gives_another_activation_and_the_same_device() throws Malformed {
        try (var keys = keys(SECRET, IDENTITY, USER);
                var right = pin("482915");
                var wrong = pin("482916");
                var first = keys.activation(right);
                var second = keys.activation(wrong)) {
            assertThat(second.key().publicKey()).isNotEqualTo(first.key().publicKey());
            assertThat(second.sealShare().matches(first.sealShare())).isFalse();
        }
    }

    @Test
    void another_sgm_user_or_secret_gives_other_keys() throws Malformed {
        var own = keys(SECRET, IDENTITY, USER).deviceKey().publicKey();
        var otherSgm = Bytes.utf8("other").sha256();
        var otherSecret = Bytes.hex("ff".repeat(32));

        assertThat(keys(SECRET, otherSgm, USER).deviceKey().publicKey()).isNotEqualTo(own);
        assertThat(keys(SECRET, IDENTITY, "5c1f0a9b3e7d2469").deviceKey().publicKey())
                .isNotEqualTo(own);
        assertThat(keys(otherSecret, IDENTITY, USER).deviceKey().publicKey()).isNotEqualTo(own);
        assertThat(activationKey(SECRET, otherSgm, USER, "482915"))
                .isNotEqualTo(activationKey(SECRET, IDENTITY, USER, "482915"));
    }

    @Test
    void full_width_digits_are_the_same_pin() throws Malformed {
        assertThat(activationKey(SECRET, IDENTITY, USER, "\uFF14\uFF18\uFF12\uFF19\uFF11\uFF15"))
                .isEqualTo("e80fbc19dec542fb5a7de94e1750e19116dba336db2ba47304174ac61a832607");
    }

    @Test
    void leaves_the_device_secret_to_its_owner() {
        try (var secret = Secret.taking(SECRET.toArray())) {
            DeviceKeys.derive(secret, IDENTITY, USER).close();

            assertThat(secret.matches(Secret.taking(SECRET.toArray()))).isTrue();
        }
    }

    @Test
    void signs_nothing_once_closed() throws Malformed {
        var keys = keys(SECRET, IDENTITY, USER);
        keys.close();

        assertThatThrownBy(() -> keys.deviceKey().sign(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.loginKey().sign(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        try (var pin = pin("482915")) {
            assertThatThrownBy(() -> keys.activation(pin)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closes_what_the_pin_added() throws Malformed {
        try (var keys = keys(SECRET, IDENTITY, USER);
                var pin = pin("482915")) {
            var activation = keys.activation(pin);
            activation.close();

            assertThatThrownBy(() -> activation.key().sign(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> activation.sealShare().copy()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refuses_secrets_and_identities_of_other_lengths() {
        assertThatThrownBy(() -> keys(SECRET.slice(0, 31), IDENTITY, USER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys(SECRET, IDENTITY.slice(0, 31), USER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys(SECRET, IDENTITY, "x".repeat(70_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong length");
        assertThatThrownBy(() -> keys(SECRET, IDENTITY, "x".repeat(1001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong length");
        keys(SECRET, IDENTITY, "x".repeat(1000)).close();
    }
}
