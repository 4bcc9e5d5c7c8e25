package dev.natsuin.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PinTest {
    private static Pin pin(String digits) throws Malformed {
        return Pin.of(digits.toCharArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"482915", "908172635", "000001", "19850423", "135790246"})
    void may_be_chosen(String digits) throws Malformed {
        try (var pin = pin(digits)) {
            assertThat(pin.mayBeChosen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "12345",
                "48291",
                "000000",
                "111111",
                "123456",
                "654321",
                "246802",
                "890123",
                "1234567890",
                "121212",
                "123123",
                "520520",
                "696969",
                "12341234",
                "112233",
                "123321",
                "159753",
                "789456"
            })
    void is_too_easily_guessed(String digits) throws Malformed {
        try (var pin = pin(digits)) {
            assertThat(pin.mayBeChosen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "12345a", "12 456", "-12345", "12345\n", "\u0661\u0662\u0663", "\u00b2\u00b3", "\u2460"})
    void refuses_what_is_no_row_of_digits(String text) {
        assertThatThrownBy(() -> pin(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void has_at_most_sixty_four_digits() throws Malformed {
        pin("7".repeat(64)).close();
        assertThatThrownBy(() -> pin("7".repeat(65))).isInstanceOf(Malformed.class);
    }

    @Test
    void leaves_the_characters_to_who_typed_them() throws Malformed {
        var typed = "482915".toCharArray();

        Pin.of(typed).close();

        assertThat(typed).containsExactly('4', '8', '2', '9', '1', '5');
    }

    @Test
    void matches_full_width_digits() throws Malformed {
        try (var plain = pin("4829150367");
                var wide = pin("\uFF14\uFF18\uFF12\uFF19\uFF11\uFF15\uFF10\uFF13\uFF16\uFF17");
                var other = pin("4829150368")) {
            assertThat(plain.matches(wide)).isTrue();
            assertThat(plain.matches(other)).isFalse();
        }
    }

    @Test
    void is_not_printed_and_not_left_behind() throws Malformed {
        var pin = pin("482915");
        assertThat(pin).hasToString("Pin");

        pin.close();

        assertThatThrownBy(pin::mayBeChosen).isInstanceOf(IllegalStateException.class);
    }
}
