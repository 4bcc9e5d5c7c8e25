package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.cli.CommandLineDesk;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    })
    void a_character_that_is_not_seen_or_turns_its_neighbours_is_written_as_its_number(String hex, String what) {
        var character = Character.toString(Integer.parseInt(hex, 16));

        assertThat(Printable.line("a" + character + "b"))
                .as(what)
                .isEqualTo("a<U+%04X>b".formatted(Integer.parseInt(hex, 16)));
    }

    @Test
    void half_a_character_is_written_as_its_number() {
        assertThat(Printable.line("a\uD800b")).isEqualTo("a<U+D800>b");
    }

    @Test
    void ordinary_text_of_any_script_stays() {
        var text = "山田 花子 株式会社みなと商事 𠮷野 葛\uDB40\uDD00城 Müller O\u2019Brien दिल्ली العربية 👍";

        assertThat(Printable.line(text)).isEqualTo(text);
    }

    @Test
    void a_name_is_never_longer_than_a_sentence_can_bear() {
        assertThat(Printable.name("𠮷".repeat(5000))).hasSizeLessThan(1000).endsWith("…");
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
