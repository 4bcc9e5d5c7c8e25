package dev.natsuin.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookTest {
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)\\}");
    private static final Pattern TEXT_PIXELS = Pattern.compile("-fx-font-size: (\\d+)px");

    @Test
    void the_face_of_the_icons_has_each_of_them_under_the_name_in_the_style_sheet_and_no_others()
            throws IOException, FontFormatException {
        try (var file = Objects.requireNonNull(Icon.class.getResourceAsStream("icons.ttf"))) {
            var face = Font.createFont(Font.TRUETYPE_FONT, file);

            assertThat(Icon.values()).allMatch(icon -> face.canDisplayUpTo(icon.character()) < 0);
            assertThat(sheet()).contains(".icon { -fx-font-family: \"" + face.getFamily() + "\";");
            // One is for characters that it has not.
            assertThat(face.getNumGlyphs())
                    .isEqualTo(1
                            + Arrays.stream(Icon.values())
                                    .map(Icon::character)
                                    .distinct()
                                    .count());
        }
    }

    @Test
    void icons_grow_with_the_text_and_nothing_else_is_changed() throws IOException {
        var before = RULE.matcher(sheet());
        var after = RULE.matcher(Look.scaled(sheet(), 150));
        var grown = 0;
        while (before.find()) {
            assertThat(after.find()).isTrue();
            var size = TEXT_PIXELS.matcher(before.group(2));
            if (before.group(1).contains("icon") && size.find()) {
                assertThat(after.group())
                        .isEqualTo(before.group()
                                .replace(
                                        size.group(),
                                        "-fx-font-size: " + Integer.parseInt(size.group(1)) * 150 / 100 + "px"));
                grown++;
            } else {
                assertThat(after.group()).isEqualTo(before.group());
            }
        }
        assertThat(grown).isGreaterThan(5);
    }

    /** In a process of its own, as the build does: the order of what is written is that in which classes were met. */
    @Test
    void what_javafx_takes_for_the_style_sheet_is_what_stands_in_it(@TempDir Path folder) throws Exception {
        assumeTrue(System.getProperty("basedir") != null, "Maven makes it");
        var made = folder.resolve("app.bss");
        var compiling = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.sun.javafx.css.parser.Css2Bin",
                        "src/main/resources/dev/natsuin/desktop/ui/app.css",
                        made.toString())
                .inheritIO()
                .start();

        assertThat(compiling.waitFor()).isZero();
        assertThat(Look.class.getResource("app.bss")).isNotNull();
        assertThat(Path.of("target/classes/dev/natsuin/desktop/ui/app.bss")).hasSameBinaryContentAs(made);
        assertThat(Files.size(made)).isPositive();
    }

    private static String sheet() throws IOException {
        try (var sheet = Objects.requireNonNull(Look.class.getResourceAsStream("app.css"))) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
