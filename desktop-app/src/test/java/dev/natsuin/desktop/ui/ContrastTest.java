package dev.natsuin.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The colours of the style sheet against each other (WCAG 2.2 §1.4.3: 4.5 for text; §1.4.11: 3 for what is no text).
 */
final class ContrastTest {
    private static final Pattern VARIABLE = Pattern.compile("(-(?:na|color)-[a-z0-9-]+):\\s*([^;]+);");
    private static final double TEXT = 4.5;
    private static final double SHAPE = 3;
    private static final List<String> PAPERS =
            List.of("-na-card", "-na-ground", "-na-side", "-na-hover", "-na-chosen", "-color-accent-subtle");

    private record Pair(String ink, String paper, double least) {}

    private static Stream<Pair> pairs() {
        var everywhere = PAPERS.stream()
                .flatMap(paper -> Stream.of("-color-fg-default", "-color-fg-muted", "-na-amber", "-color-accent-fg")
                        .map(ink -> new Pair(ink, paper, TEXT)));
        return Stream.concat(
                everywhere,
                Stream.of(
                        new Pair("-na-amber", "-na-amber-ground", TEXT),
                        new Pair("-color-fg-default", "-na-amber-ground", TEXT),
                        new Pair("-na-on-seal", "-na-seal", TEXT),
                        new Pair("-na-on-seal", "-na-seal-hover", TEXT),
                        new Pair("-na-on-seal", "-na-seal-pressed", TEXT),
                        new Pair("white", "-color-accent-emphasis", TEXT),
                        new Pair("-na-card", "-color-fg-default", TEXT),
                        new Pair("-na-seal-ink", "-na-card", SHAPE),
                        new Pair("-na-seal", "white", SHAPE),
                        new Pair("-color-fg-subtle", "-na-card", SHAPE),
                        new Pair("-color-fg-subtle", "-na-ground", SHAPE),
                        new Pair("-color-accent-emphasis", "-na-card", SHAPE),
                        new Pair("-color-success-fg", "-na-card", SHAPE)));
    }

    static Stream<Arguments> everyPairInBothLooks() {
        return Stream.of(true, false).flatMap(dark -> pairs().map(pair -> Arguments.of(dark, pair)));
    }

    @ParameterizedTest
    @MethodSource("everyPairInBothLooks")
    void what_is_written_can_be_read(boolean dark, Pair pair) throws IOException {
        var colours = colours(dark);

        assertThat(contrast(colour(colours, pair.ink()), colour(colours, pair.paper())))
                .as("%s on %s", pair.ink(), pair.paper())
                .isGreaterThanOrEqualTo(pair.least());
    }

    /** Else this test would look at pairs that nobody uses any more. */
    @Test
    void text_is_written_in_no_other_colours() throws IOException {
        var inks = Pattern.compile("-fx-text-fill:\\s*([^;]+);")
                .matcher(ours())
                .results()
                .map(match -> match.group(1).strip())
                .distinct()
                .toList();

        assertThat(inks)
                .allMatch(ink -> ink.equals("white")
                        || pairs().anyMatch(pair -> pair.ink().equals(ink) && pair.least() == TEXT));
    }

    private static double contrast(Color one, Color other) {
        var lighter = Math.max(light(one), light(other));
        var darker = Math.min(light(one), light(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    /** Relative luminance, as WCAG 2.2 defines it. */
    private static double light(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static Color colour(Map<String, String> colours, String name) {
        var value = name;
        while (value.startsWith("-")) {
            value = Objects.requireNonNull(colours.get(value), value);
        }
        return Color.web(value);
    }

    private static Map<String, String> colours(boolean dark) throws IOException {
        Theme theme = dark ? new PrimerDark() : new PrimerLight();
        var colours = new HashMap<String, String>();
        try (var sheet = Theme.class.getResourceAsStream(
                theme.getUserAgentStylesheet().replaceFirst(".*/theme/", "").replaceFirst("\\.bss$", ".css"))) {
            read(new String(Objects.requireNonNull(sheet).readAllBytes(), StandardCharsets.UTF_8), colours);
        }
        var ours = ours();
        read(ours.substring(ours.indexOf(".root {"), ours.indexOf(".root:dark {")), colours);
        if (dark) {
            var at = ours.indexOf(".root:dark {");
            read(ours.substring(at, ours.indexOf('}', at)), colours);
        }
        return colours;
    }

    private static void read(String css, Map<String, String> colours) {
        VARIABLE.matcher(css)
                .results()
                .forEach(match -> colours.put(match.group(1), match.group(2).strip()));
    }

    private static String ours() throws IOException {
        try (var sheet = Look.class.getResourceAsStream("app.css")) {
            return new String(Objects.requireNonNull(sheet).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
