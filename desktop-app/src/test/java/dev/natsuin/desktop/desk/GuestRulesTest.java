package dev.natsuin.desktop.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name or address may be made of. */
final class GuestRulesTest {
    @ParameterizedTest
    @ValueSource(ints = {0x2028, 0x2029, 0x85, 0x200B, 0x202E, 0xFEFF, 0xFFFD, 0x0A, 0x00, 0x3164, 0x2800, 0xE000})
    void what_nobody_sees_is_in_no_name_and_in_no_address(int unseen) {
        var character = Character.toString(unseen);

        assertThat(GuestRules.hasUnseen("山田" + character + "花子")).isTrue();
        assertThat(GuestRules.isEmail("a" + character + "b@example.com")).isFalse();
        assertThat(GuestRules.isEmail("ab@exa" + character + "mple.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hanako@example.com", "o'brien+x@mail.example.co.jp", "花子@例え.jp"})
    void ordinary_addresses_are_addresses(String address) {
        assertThat(GuestRules.isEmail(address)).isTrue();
    }
}
