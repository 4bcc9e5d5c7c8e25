package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BundlesTest {
    private static final Path RESOURCES = Path.of("src/main/resources/dev/natsuin/desktop");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)[,}]");
    private static final Pattern LETTER = Pattern.compile("_([A-Za-z])");

    static Stream<Path> english_bundles() throws IOException {
        try (var files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith("_en.properties")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("english_bundles")
    void both_languages_have_the_same_keys(Path english) throws IOException {
        assertThat(keys(japanese(english))).isEqualTo(keys(english));
    }

    @ParameterizedTest
    @MethodSource("english_bundles")
    void both_languages_have_the_same_places_to_fill(Path english) throws IOException {
        var en = load(english);
        var ja = load(japanese(english));

        for (var key : en.stringPropertyNames()) {
            assertThat(places(ja.getProperty(key))).as(key).isEqualTo(places(en.getProperty(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("english_bundles")
    void no_text_is_empty_shouts_or_holds_a_straight_apostrophe(Path english) throws IOException {
        for (var file : Set.of(english, japanese(english))) {
            var texts = load(file);
            for (var key : texts.stringPropertyNames()) {
                assertThat(texts.getProperty(key)).as(key).isNotBlank().doesNotContain("'", "!", "！");
            }
        }
    }

    /** A label writes it as the number of a character that nobody sees. */
    @ParameterizedTest
    @MethodSource("english_bundles")
    void no_text_of_the_window_has_the_end_of_a_line_in_it(Path english) throws IOException {
        if (!english.startsWith(RESOURCES.resolve("cli"))) {
            for (var file : Set.of(english, japanese(english))) {
                var texts = load(file);
                for (var key : texts.stringPropertyNames()) {
                    assertThat(texts.getProperty(key)).as(key).doesNotContain("\n");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("english_bundles")
    void no_key_stands_twice(Path english) throws IOException {
        for (var file : Set.of(english, japanese(english))) {
            var keys = Files.readAllLines(file).stream()
                    .filter(line -> line.contains("=") && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('=')));
            assertThat(keys).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("english_bundles")
    void what_goes_on_is_written_one_way_in_each_language(Path english) throws IOException {
        var en = load(english);
        var ja = load(japanese(english));

        for (var key : en.stringPropertyNames()) {
            assertThat(en.getProperty(key)).as(key).doesNotContain("…");
            assertThat(ja.getProperty(key)).as(key).doesNotContain("...").doesNotContain("お客さま", "あなた");
        }
    }

    /** Two that share a letter would both only take the focus, in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void letters_of_the_note_above_every_place_are_those_of_nothing_else(String language) throws IOException {
        var note = new TreeSet<String>();
        var others = new TreeSet<String>();
        for (var english : english_bundles().toList()) {
            var texts = load(language.equals("en") ? english : japanese(english));
            if (!english.startsWith(RESOURCES.resolve("cli"))) {
                for (var key : texts.stringPropertyNames()) {
                    var letters = LETTER.matcher(texts.getProperty(key));
                    while (letters.find()) {
                        (key.startsWith("earlier.") ? note : others)
                                .add(letters.group(1).toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        assertThat(note).hasSize(4).doesNotContainAnyElementsOf(others);
    }

    private static Path japanese(Path english) {
        return Path.of(english.toString().replace("_en.properties", "_ja.properties"));
    }

    private static Set<String> keys(Path file) throws IOException {
        return new TreeSet<>(load(file).stringPropertyNames());
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties load(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
