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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the window looks: light or dark, how large the text, whether things may move.
 *
 * @param dark true for dark
 * @param textPercent size of the text, 100 to 200
 * @param stillness true if nothing shall move
 */
public record Look(boolean dark, int textPercent, boolean stillness) {
    private static final Logger LOG = LoggerFactory.getLogger(Look.class);
    private static final double BODY_PIXELS = 13;
    private static final Pattern ICON_SIZE = Pattern.compile("(icon[^{}]*\\{[^{}]*-fx-font-size: )(\\d+)px");
    private static final PseudoClass STILL = PseudoClass.getPseudoClass("still");
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
        Application.setUserAgentStylesheet(sheet());
    }

    private String sheet() {
        return dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet();
    }

    /**
     * Reads the style of all controls and the faces of this language while the toolkit's own thread still starts. Only
     * before anything that has a style is made: from then on this is that thread's. {@link #ground} and {@link #dress}
     * find it all read; there is no public way.
     */
    @SuppressWarnings("IllegalCatch") // What is otherwise inside another JavaFX must not keep the window from opening.
    public void readAhead(Locale language) {
        try {
            com.sun.javafx.css.StyleManager.getInstance().setUserAgentStylesheets(List.of(sheet()));
        } catch (RuntimeException | LinkageError e) {
            LOG.trace("style is read later", e);
        }
        var unused = Font.getDefault();
        Faces.open(face(language));
        Icon.open();
    }

    /** Gives a scene this look, for a reader of this language. */
    public void dress(Scene scene, Locale language) {
        ground();
        Faces.open(face(language));
        scene.getStylesheets().setAll(ours(), data(text(language)));
        scene.getRoot().pseudoClassStateChanged(DARK, dark);
        scene.getRoot().pseudoClassStateChanged(STILL, stillness);
    }

    /**
     * Our style sheet. As it was written JavaFX takes it in the form in which the build put it beside the text, which
     * need not be parsed. Sizes of icons are the one thing that cannot follow the text by themselves.
     */
    private String ours() {
        var written = Objects.requireNonNull(Look.class.getResource("app.css"));
        if (textPercent == 100) {
            return written.toExternalForm();
        }
        try (var sheet = written.openStream()) {
            return data(scaled(new String(sheet.readAllBytes(), StandardCharsets.UTF_8), textPercent));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the style sheet", e);
        }
    }

    static String scaled(String sheet, int percent) {
        return ICON_SIZE
                .matcher(sheet)
                .replaceAll(size -> size.group(1) + Integer.parseInt(size.group(2)) * percent / 100 + "px");
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
