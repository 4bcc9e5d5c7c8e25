package dev.natsuin.desktop.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a signer sets about the window.
 *
 * @param language English or Japanese
 * @param dark true for dark
 * @param textPercent size of the text, 100 to 200
 * @param stillness true if nothing shall move
 * @param folder where signed copies go; nothing: beside each original
 */
public record Preferences(Locale language, boolean dark, int textPercent, boolean stillness, Optional<Path> folder) {
    /** Preferences with signed copies beside their originals. */
    public Preferences(Locale language, boolean dark, int textPercent, boolean stillness) {
        this(language, dark, textPercent, stillness, Optional.empty());
    }

    /** The preferences of a first start in this language. */
    public static Preferences first(Locale language) {
        return new Preferences(language, false, 100, false);
    }
}
