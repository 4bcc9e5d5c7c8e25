package dev.natsuin.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts can be read as what they are. */
final class SeenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "山田 花子",
                "𠮷野　髙橋",
                "葛\uDB40\uDD00城 辻\uDB40\uDD00 祇\uDB40\uDD01",
                "神\uFE00",
                "홍길동",
                "O\u2019Brien Müller",
                "\uD880\uDF50", // U+31350, younger than the Unicode of Java 17: the plane is kept for ideographs
                "❤\uFE0F 1\uFE0F\u20E3",
            })
    void names_and_words_of_any_script_are_seen(String text) {
        assertThat(Seen.wholly(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u3164",
                "花子\u3164",
                "\u2800子",
                "花\u200B子",
                "\u202Eorat",
                "花\uDB40子",
                "花\uE000", // a character of somebody's own: 外字
                "花\u0378", // no standard defines it
                "\uD87F\uDFFE", // the last but one of plane 2 is no character
                "a\uFE0F",
                "葛\uDB40\uDD00\uDB40\uDD01",
                " ",
                "\u3000\u00A0",
                "花\n子",
            })
    void what_has_no_ink_or_turns_its_neighbours_is_not_seen(String text) {
        assertThat(Seen.wholly(text)).isFalse();
    }
}
