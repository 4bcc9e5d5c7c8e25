package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.cli.CommandLineDesk;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "1B, an escape that commands terminals",
        "9B, the same in one character",
        "0A, a line end",
        "0D, a carriage return that writes over the line",
        "08, a backspace",
        "07, a bell",
        "202E, right to left from here",
        "2066, an isolate",
        "200F, a mark of direction",
        "200B, a space without width",
        "2028, a line separator",
        "FEFF, a byte order mark",
        "E0041, an invisible letter",
        "E000, a character of nobody",
        "3164, a Hangul filler",
        "115F, the filler of a leading consonant",
        "1160, the filler of a vowel",
        "FFA0, a filler of half width",
        "2800, a Braille pattern without a dot",
        "034F, a joiner that joins nothing",
        "17B4, a vowel that is not written",
        "FFFC, the place of an object",
        "1D159, a head of no note",
        "16FE4, a filler of Khitan",
        "FE0F, a selector behind a letter that has one form",
        "FE00, another",
        "180B, one for Mongolian",
        "E0100, one for ideographs",
    })
    void a_character_that_is_not_seen_or_turns_its_neighbours_is_written_as_its_number(String hex, String what) {
        var character = Character.toString(Integer.parseInt(hex, 16));

        assertThat(Printable.line("a" + character + "b"))
                .as(what)
                .isEqualTo("a<U+%04X>b".formatted(Integer.parseInt(hex, 16)));
    }

    @Test
    void a_name_that_begins_with_letters_from_the_right_is_read_from_the_left_like_all_others() {
        assertThat(Printable.fromLeft("\u05E2\u05DCfdp.exe.pdf")).isEqualTo("\u200E\u05E2\u05DCfdp.exe.pdf");
        assertThat(Printable.fromLeft("(1) \u0639\u0642\u062F.pdf")).startsWith("\u200E");
        assertThat(Printable.fromLeft("a \u0639\u0642\u062F.pdf")).isEqualTo("a \u0639\u0642\u062F.pdf");
        assertThat(Printable.fromLeft("契約書 \u0639.pdf")).isEqualTo("契約書 \u0639.pdf");
        assertThat(Printable.fromLeft("123")).isEqualTo("123");
    }

    @Test
    void half_a_character_is_written_as_its_number() {
        assertThat(Printable.line("a\uD800b")).isEqualTo("a<U+D800>b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u3164",
                "\u2800\u2800",
                "\uFFA0 \u115F",
                "\uFE0F",
                "\uDB40\uDD00",
                " ",
                "\u3000\u3000",
                "\u2003\u00A0"
            })
    void no_name_looks_empty(String name) {
        assertThat(Printable.name(name)).matches("(<U\\+[0-9A-F]{4,6}>| )*<U\\+[0-9A-F]{4,6}>( )*");
    }

    @Test
    void a_second_selector_and_one_behind_a_space_are_written_as_their_numbers() {
        assertThat(Printable.line("葛\uDB40\uDD00\uDB40\uDD01")).isEqualTo("葛\uDB40\uDD00<U+E0101>");
        assertThat(Printable.line("a \uFE0F1\uFE0Fb")).isEqualTo("a <U+FE0F>1<U+FE0F>b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "홍길동",
                "\u1112\u1169\u11BC", // a syllable of three letters
                "葛\uDB40\uDD00城 辻\uDB40\uDD00 祇\uDB40\uDD01",
                "神\uFE00", // a compatibility form, as Unicode standardises it
                "㊗\uFE0F 〰\uFE0F ❤\uFE0F ☎\uFE0E ‼\uFE0F ℹ\uFE0F ↔\uFE0F 1\uFE0F\u20E3 👍🏽",
                "ᠮᠣᠩᠭᠣᠯ\u180B",
                "山田　花子 \u00A0 x",
                "。\uFE00",
            })
    void characters_with_a_form_that_was_chosen_stay(String name) {
        assertThat(Printable.line(name)).isEqualTo(name);
    }

    @Test
    void ordinary_text_of_any_script_stays() {
        var text = "山田 花子 株式会社みなと商事 𠮷野 葛\uDB40\uDD00城 Müller O\u2019Brien दिल्ली العربية 👍";

        assertThat(Printable.line(text)).isEqualTo(text);
    }

    @Test
    void a_name_is_never_longer_than_a_sentence_can_bear() {
        assertThat(Printable.name("𠮷".repeat(5000))).hasSizeLessThan(4100).endsWith("…");
    }

    @Test
    void json_keeps_its_meaning_and_commands_no_terminal() {
        assertThat(Printable.json("{\"name\":\"a\u009B31m\u202Eb\"}")).isEqualTo("{\"name\":\"a\\u009b31m\\u202eb\"}");
    }

    @Test
    void what_fills_a_sentence_is_made_printable() {
        var words = Words.of(CommandLineDesk.class, Locale.ENGLISH);

        assertThat(words.text("verify.file", Path.of("evil\u202Efdp.exe"), "Mallory\nvalid"))
                .isEqualTo("evil<U+202E>fdp.exe: Mallory<U+000A>valid");
    }
}
