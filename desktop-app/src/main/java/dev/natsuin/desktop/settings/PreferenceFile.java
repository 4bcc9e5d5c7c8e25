package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.ui.SmallFile;
import dev.natsuin.desktop.words.Words;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** The preferences of the window in a small file of the profile. A file that cannot be read counts as none. */
public final class PreferenceFile {
    private final Path file;

    /** The preferences in this profile. */
    public PreferenceFile(Path profile) {
        this.file = profile.resolve("window.properties");
    }

    /** What was saved, or the preferences of a first start in this language. */
    public Preferences load(Locale language) {
        var saved = SmallFile.load(file);
        var tag = saved.getProperty("language");
        return new Preferences(
                Words.languageOf(tag == null ? language : Locale.forLanguageTag(tag)),
                Boolean.parseBoolean(saved.getProperty("dark")),
                percent(saved.getProperty("text", "100")),
                Boolean.parseBoolean(saved.getProperty("stillness")),
                folder(saved.getProperty("folder", "")));
    }

    /** Whether it is still there is not asked here: it may lie on a share that does not answer, and a window waits. */
    private static Optional<Path> folder(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static int percent(String text) {
        return text.matches("[12]\\d\\d") ? Integer.parseInt(text) : 100;
    }

    /** Saves them; false if that was not possible, which harms nothing. */
    public boolean save(Preferences preferences) {
        var all = new Properties();
        all.setProperty("language", preferences.language().toLanguageTag());
        all.setProperty("dark", Boolean.toString(preferences.dark()));
        all.setProperty("text", Integer.toString(preferences.textPercent()));
        all.setProperty("stillness", Boolean.toString(preferences.stillness()));
        preferences.folder().ifPresent(folder -> all.setProperty("folder", folder.toString()));
        return SmallFile.save(file, all);
    }
}
