package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.ui.Background;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The preferences without a window: each change is at work at once and saved behind it. */
public final class SettingsModel {
    private final PreferenceFile file;
    private final Background background;
    private final ReadOnlyObjectWrapper<Preferences> preferences;

    /** A model with these preferences, saving changes to this file. */
    public SettingsModel(Preferences preferences, PreferenceFile file, Background background) {
        this.preferences = new ReadOnlyObjectWrapper<>(this, "preferences", preferences);
        this.file = file;
        this.background = background;
    }

    /** The preferences now. */
    public Preferences preferences() {
        return preferences.get();
    }

    public ReadOnlyObjectProperty<Preferences> preferencesProperty() {
        return preferences.getReadOnlyProperty();
    }

    /** Speaks this language from now on. */
    public void language(Locale language) {
        var now = preferences();
        change(new Preferences(language, now.dark(), now.textPercent(), now.stillness(), now.folder()));
    }

    /** Dark or light from now on. */
    public void dark(boolean dark) {
        var now = preferences();
        change(new Preferences(now.language(), dark, now.textPercent(), now.stillness(), now.folder()));
    }

    /** This size of text from now on, in percent. */
    public void textPercent(int percent) {
        var now = preferences();
        change(new Preferences(now.language(), now.dark(), percent, now.stillness(), now.folder()));
    }

    /** Whether nothing shall move from now on. */
    public void stillness(boolean still) {
        var now = preferences();
        change(new Preferences(now.language(), now.dark(), now.textPercent(), still, now.folder()));
    }

    /** Signed copies go there from now on; nothing: beside each original. */
    public void folder(Optional<Path> folder) {
        var now = preferences();
        change(new Preferences(now.language(), now.dark(), now.textPercent(), now.stillness(), folder));
    }

    private void change(Preferences next) {
        if (!next.equals(preferences())) {
            preferences.set(next);
            background.run(() -> file.save(next), saved -> {}, () -> {});
        }
    }
}
