package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.document.inspect.FindingCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FindingWordsTest {
    static Stream<Arguments> every_code_in_both_languages() {
        return Stream.of(FindingCode.values())
                .flatMap(code -> Stream.of(Arguments.of(code, Locale.ENGLISH), Arguments.of(code, Locale.JAPANESE)));
    }

    @ParameterizedTest
    @MethodSource("every_code_in_both_languages")
    void every_finding_has_a_calm_sentence(FindingCode code, Locale language) {
        var finding = new Finding(code.code(), Finding.Severity.WARN, 0, List.of("7", "b", "c"));

        assertThat(FindingWords.sentence(finding, language))
                .endsWith(language.equals(Locale.JAPANESE) ? "。" : ".")
                .doesNotContain("!", "！", "invalid", "Exception", "{");
    }

    @Test
    void a_finding_on_a_page_begins_with_its_number() {
        var finding = new Finding("text-covered", Finding.Severity.WARN, 12, List.of("7"));

        assertThat(FindingWords.sentence(finding, Locale.ENGLISH)).startsWith("Page 12: 7 characters");
        assertThat(FindingWords.sentence(finding, Locale.JAPANESE)).startsWith("12 ページ：");
    }

    @Test
    void names_from_outside_cannot_turn_the_sentence() {
        var finding = new Finding("attachment", Finding.Severity.WARN, 0, List.of("a\u202Etxt.exe"));

        assertThat(FindingWords.sentence(finding, Locale.ENGLISH)).contains("a<U+202E>txt.exe");
    }
}
