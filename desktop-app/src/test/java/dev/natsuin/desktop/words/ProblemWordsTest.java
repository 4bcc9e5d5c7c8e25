package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Locale;
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

    @Test
    void other_languages_are_answered_in_english() {
        assertThat(ProblemWords.sentence(Problem.of(ProblemCode.FILE_NOT_PDF), Locale.FRENCH))
                .startsWith("This is not a PDF");
    }
}
