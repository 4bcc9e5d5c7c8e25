package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ProblemWordsTest {
    static Stream<Arguments> every_code_in_both_languages() {
        return Stream.of(ProblemCode.values())
                .flatMap(code -> Stream.of(Arguments.of(code, Locale.ENGLISH), Arguments.of(code, Locale.JAPANESE)));
    }

    @ParameterizedTest
    @MethodSource("every_code_in_both_languages")
    void every_refusal_has_a_calm_sentence(ProblemCode code, Locale language) {
        var sentence = ProblemWords.sentence(Problem.of(code), language);

        assertThat(sentence)
                .endsWith(language.equals(Locale.JAPANESE) ? "。" : ".")
                .doesNotContain("!", "！", "invalid", "Exception", code.code());
    }

    /** A share may go away between the order and the writing: the signature is kept, and a line below says so. */
    @ParameterizedTest
    @MethodSource("every_code_in_both_languages")
    void what_keeps_a_signed_copy_from_being_written_does_not_say_that_nothing_was_signed(
            ProblemCode code, Locale language) {
        if (SignResult.passes(code)) {
            assertThat(ProblemWords.sentence(Problem.of(code), language))
                    .doesNotContain("othing was signed", "not signed", "署名は行われていません", "署名されていません", "署名していません");
        }
    }

    @Test
    void a_wrong_pin_says_how_many_tries_are_left() {
        assertThat(ProblemWords.sentence(Problem.pinWrong(3), Locale.ENGLISH)).contains("3 tries are left");
        assertThat(ProblemWords.sentence(Problem.pinWrong(1), Locale.ENGLISH)).contains("One try is left");
        assertThat(ProblemWords.sentence(Problem.pinWrong(3), Locale.JAPANESE)).contains("あと 3 回");
    }

    @Test
    void a_wrong_pin_without_tries_left_says_that_the_device_is_locked() {
        assertThat(ProblemWords.sentence(Problem.pinWrong(0), Locale.ENGLISH)).contains("locked");
        assertThat(ProblemWords.sentence(Problem.pinWrong(0), Locale.JAPANESE)).contains("使えなくなりました");
    }

    @ParameterizedTest
    @MethodSource("every_code_in_both_languages")
    void what_came_instead_of_a_signed_answer_stands_whole_behind_the_sentence(ProblemCode code, Locale language) {
        var open = Problem.of(ProblemCode.NOT_CONFIRMED);

        assertThat(ProblemWords.sentence(open, Optional.of(Problem.of(code)), language))
                .startsWith(ProblemWords.sentence(open, language))
                .doesNotContain("…");
    }

    /** Whoever sits at a window has no options to type. */
    @ParameterizedTest
    @MethodSource("every_code_in_both_languages")
    void the_window_names_an_option_of_a_command_only_beside_the_way_there_is_in_the_window(
            ProblemCode code, Locale language) {
        var sentence = ProblemWords.sentence(Problem.of(code), language);

        if (sentence.contains("--") && code != ProblemCode.DETACHED_NOT_USED) { // nothing is detached in the window
            assertThat(sentence).containsAnyOf("in the window", "in the settings", "ウィンドウ", "設定");
        }
    }

    @Test
    void on_the_command_line_the_option_that_helps_is_named() {
        var none = Problem.of(ProblemCode.NO_TIMESTAMP_AUTHORITY);

        for (var language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            assertThat(ProblemWords.typed(none, language)).contains("--tsa");
            assertThat(ProblemWords.sentence(none, language)).doesNotContain("--tsa");
        }
        assertThat(ProblemWords.typed(Problem.of(ProblemCode.FILE_NOT_PDF), Locale.ENGLISH))
                .isEqualTo(ProblemWords.sentence(Problem.of(ProblemCode.FILE_NOT_PDF), Locale.ENGLISH));
    }

    @Test
    void a_key_from_elsewhere_that_was_not_taken_in_cannot_be_renewed_here() {
        var ended = Problem.of(ProblemCode.CERTIFICATE_EXPIRED);

        for (var language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            assertThat(ProblemWords.importing(ended, language)).doesNotContain("keys renew");
            assertThat(ProblemWords.sentence(ended, language)).contains("keys renew");
            assertThat(ProblemWords.importing(Problem.of(ProblemCode.KEY_WEAK), language))
                    .isEqualTo(ProblemWords.sentence(Problem.of(ProblemCode.KEY_WEAK), language));
        }
    }

    @Test
    void other_languages_are_answered_in_english() {
        assertThat(ProblemWords.sentence(Problem.of(ProblemCode.FILE_NOT_PDF), Locale.FRENCH))
                .startsWith("This is not a PDF");
    }
}
