package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LaunchOptionsTest {
    @Test
    void files_options_and_the_demo_pin_are_read() {
        var options = LaunchOptions.read(
                List.of("--profile", "p", "契約書 甲.pdf", "--lang", "ja-JP", "b.pdf"),
                Map.of(),
                Map.of("natsuin.demo.pin.file", "pin"));

        assertThat(options)
                .isEqualTo(new LaunchOptions(
                        Path.of("p"),
                        Locale.JAPANESE,
                        List.of(Path.of("契約書 甲.pdf"), Path.of("b.pdf")),
                        Path.of("pin")));
    }

    @Test
    void the_profile_of_the_environment_gives_way_to_the_option() {
        var environment = Map.of("NATSUIN_PROFILE", "e");

        assertThat(LaunchOptions.read(List.of(), environment, Map.of()).profile())
                .isEqualTo(Path.of("e"));
        assertThat(LaunchOptions.read(List.of("--profile", "p"), environment, Map.of())
                        .profile())
                .isEqualTo(Path.of("p"));
    }

    @Test
    void without_either_it_is_the_users_configuration_folder() {
        assertThat(profile(Map.of(), "Linux")).isEqualTo(Path.of("/home/a/.config/natsuin"));
        assertThat(profile(Map.of("XDG_CONFIG_HOME", "/c"), "Linux")).isEqualTo(Path.of("/c/natsuin"));
        assertThat(profile(Map.of(), "Mac OS X")).isEqualTo(Path.of("/home/a/Library/Application Support/Natsuin"));
        assertThat(profile(Map.of("APPDATA", "/roaming"), "Windows 11")).isEqualTo(Path.of("/roaming/Natsuin"));
    }

    private static Path profile(Map<String, String> environment, String system) {
        return LaunchOptions.read(List.of(), environment, Map.of("user.home", "/home/a", "os.name", system))
                .profile();
    }
}
