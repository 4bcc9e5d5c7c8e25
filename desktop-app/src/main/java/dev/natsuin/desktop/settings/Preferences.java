package dev.natsuin.desktop.settings;

import java.util.Locale;

/**
 * What a signer sets about the window.
 *
 * @param language English or Japanese
 * @param dark true for dark
 * @param textPercent size of the text, 100 to 200
 * @param stillness true if nothing shall move
 */
public record Preferences(Locale language, boolean dark, int textPercent, boolean stillness) {
    /** The preferences of a first start in this language. */
    public static Preferences first(Locale language) {
        return new Preferences(language, false, 100, false);
    }
}
