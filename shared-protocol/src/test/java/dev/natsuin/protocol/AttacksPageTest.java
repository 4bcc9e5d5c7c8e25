package dev.natsuin.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages that name tests name ones that exist; docs/attacks.md has one for every attack it must. */
final class AttacksPageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]*Test)\\.([a-z0-9_]+)`");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]*Test)`");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*", Pattern.MULTILINE);
    private static final List<Integer> ROWS = IntStream.of(
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28,
                    29, 30, 31, 32, 33, 34, 35)
            .boxed()
            .toList();

    private static String page(String name) throws IOException {
        return Files.readString(Repository.root().resolve("docs").resolve(name));
    }

    /** The text of every test class by its simple name; several modules may have one of the same name. */
    private static Map<String, String> tests() throws IOException {
        var all = new HashMap<String, String>();
        for (var sources : List.of("shared-protocol", "desktop-app", "signing-server")) {
            try (var files = Files.walk(Repository.root().resolve(sources))) {
                var classes = files.filter(AttacksPageTest::isTest).toList();
                for (var file : classes) {
                    var name = String.valueOf(file.getFileName()).replace(".java", "");
                    all.merge(name, Files.readString(file, StandardCharsets.UTF_8), String::concat);
                }
            }
        }
        return all;
    }

    private static boolean isTest(Path file) {
        return file.toString().replace('\\', '/').contains("/src/test/java/")
                && file.toString().endsWith("Test.java");
    }

    @ParameterizedTest
    @CsvSource({"attacks.md, 50", "law.md, 10"})
    void every_test_it_names_exists(String page, int atLeast) throws IOException {
        var tests = tests();
        var missing = new ArrayList<String>();
        var names = NAMED.matcher(page(page));
        var found = 0;
        while (names.find()) {
            found++;
            if (!tests.getOrDefault(names.group(1), "").contains(" void " + names.group(2) + "(")) {
                missing.add(names.group());
            }
        }
        var classes = CLASS.matcher(page(page));
        while (classes.find()) {
            if (!tests.containsKey(classes.group(1))) {
                missing.add(classes.group());
            }
        }
        assertThat(found).isGreaterThan(atLeast);
        assertThat(missing).isEmpty();
    }

    @Test
    void every_attack_of_this_stage_has_its_row_and_every_row_a_test() throws IOException {
        var rows = ROW.matcher(page("attacks.md")).results().toList();
        assertThat(rows.stream().map(row -> Integer.valueOf(row.group(1))).toList())
                .isEqualTo(ROWS);
        assertThat(rows.stream()
                        .filter(row -> !NAMED.matcher(row.group()).find())
                        .map(row -> row.group(1))
                        .collect(Collectors.toList()))
                .isEmpty();
    }
}
