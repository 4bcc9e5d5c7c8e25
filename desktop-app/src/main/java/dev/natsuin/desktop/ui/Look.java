package dev.natsuin.desktop.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import javafx.application.Application;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/**
 * How the window looks: light or dark, how large the text, whether things may move.
 *
 * @param dark true for dark
 * @param textPercent size of the text, 100 to 200
 * @param stillness true if nothing shall move
 */
public record Look(boolean dark, int textPercent, boolean stillness) {
    private static final double BODY_PIXELS = 13;
    private static final Pattern ICON_SIZE = Pattern.compile("-fx-icon-size: (\\d+)px");
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
    private static final List<String> WINDOWS_ENGLISH = List.of("Segoe UI");
    private static final List<String> JAPANESE_FACES =
            List.of("Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "IPAGothic");

    /** The look of a first start. */
    public static final Look FIRST = new Look(false, 100, false);

    /** Keeps the size within its bounds. */
    public Look {
        textPercent = Math.max(100, Math.min(200, textPercent));
    }

    /** The style of all controls; the first control that is made without one reads another, of JavaFX, before it. */
    public void ground() {
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
    }

    /** Gives a scene this look, for a reader of this language. */
    public void dress(Scene scene, Locale language) {
        ground();
        Faces.open(face(language));
        scene.getStylesheets().setAll(data(ours()), data(text(language)));
        scene.getRoot().pseudoClassStateChanged(DARK, dark);
    }

    /** Our style sheet; sizes of icons are the one thing that cannot follow the text by themselves. */
    private String ours() {
        try (var sheet = Objects.requireNonNull(Look.class.getResourceAsStream("app.css"))) {
            return ICON_SIZE
                    .matcher(new String(sheet.readAllBytes(), StandardCharsets.UTF_8))
                    .replaceAll(size -> "-fx-icon-size: " + Integer.parseInt(size.group(1)) * textPercent / 100 + "px");
        } catch (IOException e) {
            throw new UncheckedIOException("reading the style sheet", e);
        }
    }

    private String text(Locale language) {
        return ".root { -fx-font-size: %spx; -fx-font-family: \"%s\"; }"
                .formatted(BODY_PIXELS * textPercent / 100, face(language));
    }

    private static String data(String css) {
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }

    /** One face for whole lines: names of people and files are Japanese in either language. */
    private static String face(Locale language) {
        var there = Font.getFamilies();
        var japanese = language.equals(Locale.JAPANESE);
        if (!japanese) {
            for (var face : WINDOWS_ENGLISH) {
                if (there.contains(face)) {
                    return face;
                }
            }
        }
        for (var face : JAPANESE_FACES) {
            if (there.contains(face)) {
                return face;
            }
        }
        return "System";
    }
}
