package dev.natsuin.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenTest {
    private static final Bytes PAYLOAD = Bytes.utf8("{\"type\":\"answer\"}");
    private final SigningSeed key = SigningSeed.random(new TestRandom("token"));
    private final String good = Token.sign(Token.Purpose.ANSWER, PAYLOAD, key);

    @AfterEach
    void close() {
        key.close();
    }

    @Test
    void has_one_fixed_header_for_each_purpose() {
        var headers = Map.of(
                Token.Purpose.DEVICE_STATEMENT, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-device\"}",
                Token.Purpose.ACTIVATION, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-activation\"}",
                Token.Purpose.ANSWER, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-answer\"}",
                Token.Purpose.HELLO, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-hello\"}",
                Token.Purpose.SEALING_KEY, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-sealing-key\"}",
                Token.Purpose.DESCRIPTOR, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-descriptor\"}",
                Token.Purpose.LOGIN, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-login\"}",
                Token.Purpose.SUCCESSION, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-succession\"}",
                Token.Purpose.SUCCESSOR, "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-successor\"}");

        assertThat(headers).hasSize(Token.Purpose.values().length);
        headers.forEach((purpose, header) -> assertThat(
                        Token.signingInput(purpose, Bytes.hex("00")).toUtf8())
                .isEqualTo(Bytes.utf8(header).toBase64Url() + ".AA"));
    }

    @Test
    void gives_back_what_was_signed() {
        assertThat(Token.open(Token.Purpose.ANSWER, good, key.publicKey())).contains(PAYLOAD);
        assertThat(Token.open(Token.Purpose.HELLO, Token.sign(Token.Purpose.HELLO, Bytes.EMPTY, key), key.publicKey()))
                .contains(Bytes.EMPTY);
    }

    @ParameterizedTest
    @EnumSource(Token.Purpose.class)
    void holds_for_no_other_purpose(Token.Purpose purpose) throws Malformed {
        if (purpose != Token.Purpose.ANSWER) {
            assertThat(Token.open(purpose, good, key.publicKey())).isEmpty();
            assertThatThrownBy(() -> Token.unverifiedPayload(purpose, good)).isInstanceOf(Malformed.class);
        } else {
            assertThat(Token.unverifiedPayload(purpose, good)).isEqualTo(PAYLOAD);
        }
    }

    @Test
    void refuses_every_change_of_one_character() {
        for (var i = 0; i < good.length(); i++) {
            var other = good.charAt(i) == 'A' ? 'B' : 'A';
            var bad = good.substring(0, i) + other + good.substring(i + 1);

            assertThat(Token.open(Token.Purpose.ANSWER, bad, key.publicKey()))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"typ\":\"natsuin-answer\"}",
                "{\"alg\":\"HS256\",\"typ\":\"natsuin-answer\"}",
                "{\"typ\":\"natsuin-answer\",\"alg\":\"EdDSA\"}",
                "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-answer\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-answer\",\"jwk\":{}}",
                "{\"alg\":\"EdDSA\", \"typ\":\"natsuin-answer\"}",
                "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"typ\":\"natsuin-answer\"}",
                "{\"alg\":\"EdDSA\"}",
                ""
            })
    void refuses_every_other_header_even_if_signed(String header) {
        var input = Bytes.utf8(Bytes.utf8(header).toBase64Url() + "." + PAYLOAD.toBase64Url());
        var token = input.toUtf8() + "." + key.sign(input).toBase64Url();

        assertThat(Token.open(Token.Purpose.ANSWER, token, key.publicKey())).isEmpty();
        assertThatThrownBy(() -> Token.unverifiedPayload(Token.Purpose.ANSWER, token))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_other_shapes_and_spellings() {
        for (var bad : new String[] {
            "",
            ".",
            "..",
            "...",
            good + ".",
            good + "=",
            good + "\n",
            " " + good,
            "." + good,
            good.replace(".", ".."),
            good.substring(0, good.lastIndexOf('.')),
            good.substring(0, good.lastIndexOf('.') + 1),
            good.replaceFirst("\\.", "=.")
        }) {
            assertThat(Token.open(Token.Purpose.ANSWER, bad, key.publicKey()))
                    .as(bad)
                    .isEmpty();
        }
    }

    @Test
    void refuses_the_spelling_of_a_signature_with_unused_bits_set() {
        // 64 octets are 85 characters and 2 bits: the last character has 4 unused bits.
        var last = good.charAt(good.length() - 1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var sibling = alphabet.charAt(alphabet.indexOf(last) + 1);

        assertThat(Token.open(Token.Purpose.ANSWER, good.substring(0, good.length() - 1) + sibling, key.publicKey()))
                .isEmpty();
    }

    @Test
    void refuses_another_key() {
        try (var other = SigningSeed.random(new TestRandom("other"))) {
            assertThat(Token.open(Token.Purpose.ANSWER, good, other.publicKey()))
                    .isEmpty();
        }
    }

    @Test
    void reads_the_unverified_payload_as_malformed_if_it_is_no_base64url() {
        var bad = good.replaceFirst("\\.[^.]*\\.", ".A.");

        assertThatThrownBy(() -> Token.unverifiedPayload(Token.Purpose.ANSWER, bad))
                .isInstanceOf(Malformed.class);
    }
}
