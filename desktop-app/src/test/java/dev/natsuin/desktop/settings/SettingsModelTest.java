package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.ui.InlineBackground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsModelTest {
    @TempDir
    Path profile;

    @Test
    void a_change_is_at_work_at_once_and_there_after_a_restart() {
        var file = new PreferenceFile(profile.resolve("new"));
        var model = new SettingsModel(Preferences.first(Locale.ENGLISH), file, new InlineBackground());

        model.language(Locale.JAPANESE);
        model.dark(true);
        model.textPercent(150);
        model.stillness(true);
        model.folder(Optional.of(profile));

        var expected = new Preferences(Locale.JAPANESE, true, 150, true, Optional.of(profile));
        assertThat(model.preferences()).isEqualTo(expected);
        assertThat(file.load(Locale.ENGLISH)).isEqualTo(expected);
    }

    @Test
    void whoever_reads_while_it_is_saved_sees_the_old_or_the_new() throws IOException {
        var file = new PreferenceFile(profile);
        file.save(Preferences.first(Locale.ENGLISH));
        var before = Files.createLink(profile.resolve("before"), profile.resolve("window.properties"));
        var was = Files.readString(before);

        file.save(Preferences.first(Locale.JAPANESE));

        assertThat(before).hasContent(was);
        assertThat(file.load(Locale.ENGLISH).language()).isEqualTo(Locale.JAPANESE);
        try (var all = Files.list(profile)) {
            assertThat(all.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("before", "window.properties");
        }
    }

    @Test
    void a_remembered_folder_is_taken_as_it_is_for_it_may_lie_on_a_share_that_does_not_answer() {
        var file = new PreferenceFile(profile);
        var share = Optional.of(profile.resolve("gone"));
        file.save(new Preferences(Locale.ENGLISH, false, 100, false, share));

        assertThat(file.load(Locale.ENGLISH).folder()).isEqualTo(share);
    }

    @Test
    void without_a_file_the_language_of_the_system_counts() {
        assertThat(new PreferenceFile(profile).load(Locale.JAPAN)).isEqualTo(Preferences.first(Locale.JAPANESE));
    }

    @Test
    void a_file_that_makes_no_sense_counts_as_none() throws IOException {
        Files.writeString(profile.resolve("window.properties"), "text=huge\nlanguage=\\uXX");

        assertThat(new PreferenceFile(profile).load(Locale.ENGLISH)).isEqualTo(Preferences.first(Locale.ENGLISH));
    }

    @Test
    void a_folder_that_cannot_be_written_harms_nothing() throws IOException {
        var blocked = Files.writeString(profile.resolve("file"), "");

        assertThat(new PreferenceFile(blocked).save(Preferences.first(Locale.ENGLISH)))
                .isFalse();
    }
}
