package dev.natsuin.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SigningSeed} and {@link VerifyingKey}. */
final class SigningTest {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    private static SigningSeed seed(String hex) {
        return SigningSeed.taking(Secret.taking(Bytes.hex(hex).toArray()));
    }

    // RFC 8032 §7.1, TEST 1, 2 and 3.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + " d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + " 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + " fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void signs_and_verifies_as_rfc_8032_says(String seed, String key, String message, String signature)
            throws Malformed {
        try (var signing = seed(seed)) {
            assertThat(signing.publicKey().encoded().toHex()).isEqualTo(key);
            assertThat(signing.sign(Bytes.hex(message)).toHex()).isEqualTo(signature);
        }
        assertThat(VerifyingKey.of(Bytes.hex(key)).verifies(Bytes.hex(message), Bytes.hex(signature)))
                .isTrue();
    }

    @Test
    void signs_the_same_message_the_same_way() {
        try (var signing = SigningSeed.random(new TestRandom("s"))) {
            assertThat(signing.sign(MESSAGE)).isEqualTo(signing.sign(MESSAGE));
        }
    }

    @Test
    void refuses_a_signature_with_any_bit_changed() {
        try (var signing = SigningSeed.random(new TestRandom("s"))) {
            var good = signing.sign(MESSAGE).toArray();
            for (var bit = 0; bit < good.length * 8; bit++) {
                var bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);

                assertThat(signing.publicKey().verifies(MESSAGE, Bytes.of(bad)))
                        .as("bit %d", bit)
                        .isFalse();
            }
        }
    }

    @Test
    void refuses_another_message_and_another_key() {
        try (var signing = SigningSeed.random(new TestRandom("s"));
                var other = SigningSeed.random(new TestRandom("o"))) {
            var signature = signing.sign(MESSAGE);

            assertThat(signing.publicKey().verifies(Bytes.utf8("massage"), signature))
                    .isFalse();
            assertThat(other.publicKey().verifies(MESSAGE, signature)).isFalse();
        }
    }

    @Test
    void refuses_signatures_of_another_length() {
        try (var signing = SigningSeed.random(new TestRandom("s"))) {
            var signature = signing.sign(MESSAGE);

            assertThat(signing.publicKey().verifies(MESSAGE, signature.slice(0, 63)))
                    .isFalse();
            assertThat(signing.publicKey().verifies(MESSAGE, Bytes.concat(signature, Bytes.hex("00"))))
                    .isFalse();
            assertThat(signing.publicKey().verifies(MESSAGE, Bytes.EMPTY)).isFalse();
        }
    }

    @Test
    void refuses_the_second_spelling_of_a_signature_with_s_plus_the_group_order() {
        // RFC 8032 §5.1: L = 2^252 + 27742317777372353535851937790883648493.
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        try (var signing = SigningSeed.random(new TestRandom("s"))) {
            var good = signing.sign(MESSAGE);
            var s = new BigInteger(1, reversed(good.slice(32, 64).toArray())).add(order);
            var octets = new byte[32];
            var big = s.toByteArray();
            for (var i = 0; i < Math.min(32, big.length); i++) {
                octets[i] = big[big.length - 1 - i];
            }

            assertThat(signing.publicKey().verifies(MESSAGE, Bytes.concat(good.slice(0, 32), Bytes.of(octets))))
                    .isFalse();
        }
    }

    private static byte[] reversed(byte[] octets) {
        var out = new byte[octets.length];
        for (var i = 0; i < octets.length; i++) {
            out[i] = octets[octets.length - 1 - i];
        }
        return out;
    }

    // All points of order 1, 2, 4 and 8, and their non-canonical spellings (RFC 8032 §5.1.3; y >= 2^255 - 19, or x = 0
    // with the sign bit), as libsodium's blocklist for X25519 and Ed25519 has them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refuses_keys_of_small_order_in_every_spelling(String key) {
        assertThatThrownBy(() -> VerifyingKey.of(Bytes.hex(key))).isInstanceOf(Malformed.class);
        assertThat(VerifyingKey.kept(Bytes.hex(key)).verifies(MESSAGE, Bytes.of(new byte[64])))
                .isFalse();
    }

    @Test
    void refuses_a_key_of_full_order_with_a_point_of_small_order_added() throws Malformed {
        // (x, y) + (0, -1) = (-x, -y): adding the point of order 2 negates both coordinates.
        var p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        try (var signing = SigningSeed.random(new TestRandom("s"))) {
            var encoded = signing.publicKey().encoded().toArray();
            var odd = encoded[31] >> 7 & 1;
            encoded[31] &= 0x7f;
            var y = p.subtract(new BigInteger(1, reversed(encoded)));
            var mixed = new byte[32];
            var big = y.toByteArray();
            for (var i = 0; i < Math.min(32, big.length); i++) {
                mixed[i] = big[big.length - 1 - i];
            }
            mixed[31] |= (byte) ((odd ^ 1) << 7);

            assertThatThrownBy(() -> VerifyingKey.of(Bytes.of(mixed))).isInstanceOf(Malformed.class);
            assertThat(VerifyingKey.of(signing.publicKey().encoded())).isEqualTo(signing.publicKey());
        }
    }

    @Test
    void refuses_octets_that_are_no_point_and_wrong_lengths() {
        // y = 2 has no x: (y² - 1) / (d·y² + 1) is no square.
        var noPoint = "0200000000000000000000000000000000000000000000000000000000000000";

        assertThatThrownBy(() -> VerifyingKey.of(Bytes.hex(noPoint))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> VerifyingKey.of(Bytes.of(new byte[31]))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> VerifyingKey.of(Bytes.of(new byte[33]))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> VerifyingKey.kept(Bytes.of(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(VerifyingKey.kept(Bytes.hex(noPoint)).verifies(MESSAGE, Bytes.of(new byte[64])))
                .isFalse();
    }

    @Test
    void wipes_the_seed_when_closed() {
        var octets = new TestRandom("s").bytes(32).toArray();
        var signing = SigningSeed.taking(Secret.taking(octets));

        signing.close();

        assertThat(octets).containsOnly(0);
        assertThatThrownBy(() -> signing.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void gives_a_copy_of_the_seed_that_makes_the_same_key() {
        try (var signing = SigningSeed.random(new TestRandom("s"));
                var again = SigningSeed.taking(signing.copySeed())) {
            assertThat(again.publicKey()).isEqualTo(signing.publicKey()).hasSameHashCodeAs(signing.publicKey());
        }
    }

    @Test
    void refuses_a_seed_of_another_length() {
        assertThatThrownBy(() -> SigningSeed.taking(Secret.taking(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prints_neither_seed_nor_key() {
        // The key too: an activation key in a log would tell a right PIN to who holds the device.
        try (var signing = SigningSeed.random(new TestRandom("s"))) {
            assertThat(signing).hasToString("SigningSeed");
            assertThat(signing.publicKey()).hasToString("VerifyingKey");
        }
    }
}
