package dev.natsuin.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.security.GeneralSecurityException;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealingTest {
    // RFC 9180 appendix A.1.1 (DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base), sequence number 0.
    private static final Bytes INFO = Bytes.hex("4f6465206f6e2061204772656369616e2055726e");
    private static final Bytes RECIPIENT =
            Bytes.hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
    private static final Bytes RECIPIENT_PUBLIC =
            Bytes.hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
    private static final Bytes ENC = Bytes.hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
    private static final Bytes CIPHERTEXT =
            Bytes.hex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a");
    private static final Bytes AAD = Bytes.hex("436f756e742d30");
    private static final Bytes PLAINTEXT = Bytes.hex("4265617574792069732074727574682c20747275746820626561757479");

    private static final Bytes IDENTITY = Bytes.utf8("identity").sha256();
    private final Sealing.OpeningKey key = Sealing.OpeningKey.random(new TestRandom("sealing"));

    @AfterEach
    void close() {
        key.close();
    }

    private Bytes sealed(String plaintext) throws Malformed {
        try (var secret = Secret.taking(Bytes.utf8(plaintext).toArray())) {
            return Sealing.seal(key.publicKey(), IDENTITY, secret, new TestRandom("ephemeral"));
        }
    }

    private boolean opens(Bytes sealed, Bytes associatedData) {
        var opened = key.open(sealed.slice(0, 32), sealed.slice(32, sealed.size()), associatedData);
        opened.ifPresent(Secret::close);
        return opened.isPresent();
    }

    @Test
    void the_second_reading_of_rfc_9180_gives_its_vector() throws GeneralSecurityException {
        assertThat(new Rfc9180(1).open(ENC, RECIPIENT, RECIPIENT_PUBLIC, INFO, AAD, CIPHERTEXT))
                .isEqualTo(PLAINTEXT);
    }

    @Test
    void the_library_gives_the_vector_of_rfc_9180() throws InvalidCipherTextException {
        var own = new X25519PrivateKeyParameters(RECIPIENT.toArray(), 0);
        var opened = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128)
                .open(
                        ENC.toArray(),
                        new AsymmetricCipherKeyPair(own.generatePublicKey(), own),
                        INFO.toArray(),
                        AAD.toArray(),
                        CIPHERTEXT.toArray(),
                        null,
                        null,
                        null);

        assertThat(Bytes.of(opened)).isEqualTo(PLAINTEXT);
    }

    @Test
    void what_is_sealed_opens_by_the_second_reading_with_aes_256_our_info_and_the_identity()
            throws Malformed, GeneralSecurityException {
        var sealed = sealed("an envelope");
        try (var scalar = key.copyScalar()) {
            var opened = new Rfc9180(2)
                    .open(
                            sealed.slice(0, 32),
                            scalar.use(Bytes::of),
                            key.publicKey(),
                            Bytes.utf8("natsuin-statement-v1"),
                            IDENTITY,
                            sealed.slice(32, sealed.size()));

            assertThat(opened.toUtf8()).isEqualTo("an envelope");
        }
    }

    @Test
    void opens_what_was_sealed_to_it() throws Malformed {
        var sealed = sealed("an envelope");
        try (var opened = key.open(sealed.slice(0, 32), sealed.slice(32, sealed.size()), IDENTITY)
                .orElseThrow()) {
            assertThat(opened.<String>use(octets -> Bytes.of(octets).toUtf8())).isEqualTo("an envelope");
        }
    }

    @Test
    void seals_nothing_too() throws Malformed {
        assertThat(opens(sealed(""), IDENTITY)).isTrue();
        assertThat(sealed("").size()).isEqualTo(32 + 16);
    }

    @Test
    void refuses_any_octet_changed() throws Malformed {
        var good = sealed("x").toArray();
        for (var i = 0; i < good.length; i++) {
            for (var mask : new int[] {0x01, 0x80}) {
                var bad = good.clone();
                bad[i] ^= (byte) mask;

                assertThat(opens(Bytes.of(bad), IDENTITY)).as("octet %d", i).isFalse();
            }
        }
    }

    @Test
    void refuses_another_identity() throws Malformed {
        assertThat(opens(sealed("x"), Bytes.utf8("other").sha256())).isFalse();
    }

    @Test
    void refuses_another_key() throws Malformed {
        var sealed = sealed("x");
        try (var other = Sealing.OpeningKey.random(new TestRandom("other"))) {
            assertThat(other.open(sealed.slice(0, 32), sealed.slice(32, sealed.size()), IDENTITY))
                    .isEmpty();
        }
    }

    @Test
    void refuses_cut_ciphertexts_and_encapsulated_keys_of_other_lengths() throws Malformed {
        var sealed = sealed("x");
        for (var size = 0; size < sealed.size() - 32; size++) {
            assertThat(key.open(sealed.slice(0, 32), sealed.slice(32, 32 + size), IDENTITY))
                    .as("%d octets", size)
                    .isEmpty();
        }
        for (var size : new int[] {0, 1, 31, 33, 65}) {
            assertThat(key.open(Bytes.of(new byte[size]), sealed.slice(32, sealed.size()), IDENTITY))
                    .as("%d octets", size)
                    .isEmpty();
        }
    }

    // The u coordinates of small order on Curve25519 and its twist, and their spellings beyond p (RFC 7748 §6.1 asks to
    // check for the all-zero result they give).
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refuses_points_of_small_order(String point) throws Malformed {
        var sealed = sealed("x");

        assertThat(key.open(Bytes.hex(point), sealed.slice(32, sealed.size()), IDENTITY))
                .isEmpty();
        try (var plaintext = Secret.taking(new byte[1])) {
            assertThatThrownBy(() -> Sealing.seal(Bytes.hex(point), IDENTITY, plaintext, new TestRandom("e")))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void refuses_to_seal_to_a_key_of_another_length() {
        try (var plaintext = Secret.taking(new byte[1])) {
            for (var size : new int[] {0, 31, 33}) {
                assertThatThrownBy(
                                () -> Sealing.seal(Bytes.of(new byte[size]), IDENTITY, plaintext, new TestRandom("e")))
                        .isInstanceOf(Malformed.class);
            }
        }
    }

    @Test
    void tells_a_closed_plaintext_from_a_bad_key() {
        var plaintext = Secret.taking(new byte[1]);
        plaintext.close();

        assertThatThrownBy(() -> Sealing.seal(key.publicKey(), IDENTITY, plaintext, new TestRandom("e")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was closed");
    }

    @Test
    void does_not_open_once_closed() throws Malformed {
        var sealed = sealed("x");
        key.close();

        assertThatThrownBy(() -> opens(sealed, IDENTITY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opens_again_from_its_kept_scalar() throws Malformed {
        var sealed = sealed("x");
        try (var again = Sealing.OpeningKey.taking(key.copyScalar())) {
            assertThat(again.publicKey()).isEqualTo(key.publicKey());
            assertThat(again.open(sealed.slice(0, 32), sealed.slice(32, sealed.size()), IDENTITY))
                    .isPresent();
        }
        assertThatThrownBy(() -> Sealing.OpeningKey.taking(Secret.taking(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seals_differently_each_time() throws Malformed {
        try (var plaintext = Secret.taking(new byte[1])) {
            var random = new TestRandom("e");

            assertThat(Sealing.seal(key.publicKey(), IDENTITY, plaintext, random))
                    .isNotEqualTo(Sealing.seal(key.publicKey(), IDENTITY, plaintext, random));
        }
    }

    @Test
    void prints_nothing_of_the_key() {
        assertThat(key).hasToString("OpeningKey");
    }
}
