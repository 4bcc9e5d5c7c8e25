package dev.natsuin.desktop.app;

import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the window was started with.
 *
 * @param profile folder of the signer's profile
 * @param language the language asked for; null if none was
 * @param documents files to load
 * @param demoPinFile file with a demo PIN to be shown; null except in the demo
 */
public record LaunchOptions(
        Path profile,
        @Nullable Locale language,
        List<Path> documents,
        @Nullable Path demoPinFile) {
    /** Copies the list. */
    public LaunchOptions {
        documents = List.copyOf(documents);
    }

    /**
     * Reads {@code [--profile DIR] [--lang en|ja] [FILE …]}. Options that are not known count as files, so that nothing
     * is swallowed.
     *
     * @param environment of the process, for {@code NATSUIN_PROFILE} and the user's configuration folder
     * @param properties of the system, by name
     */
    public static LaunchOptions read(
            List<String> arguments, Map<String, String> environment, Map<String, String> properties) {
        var profile = environment.get("NATSUIN_PROFILE");
        var language = (@Nullable Locale) null;
        var files = new ArrayList<Path>();
        for (var i = 0; i < arguments.size(); i++) {
            var last = i + 1 >= arguments.size();
            if (arguments.get(i).equals("--profile") && !last) {
                profile = arguments.get(++i);
            } else if (arguments.get(i).equals("--lang") && !last) {
                language = Words.languageOf(Locale.forLanguageTag(arguments.get(++i)));
            } else {
                files.add(Path.of(arguments.get(i)));
            }
        }
        var pin = properties.get("natsuin.demo.pin.file");
        return new LaunchOptions(
                profile == null ? usual(environment, properties) : Path.of(profile),
                language,
                files,
                pin == null ? null : Path.of(pin));
    }

    private static Path usual(Map<String, String> environment, Map<String, String> properties) {
        var home = Path.of(properties.getOrDefault("user.home", "."));
        var system = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            var roaming = environment.get("APPDATA");
            return (roaming == null ? home : Path.of(roaming)).resolve("Natsuin");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Application Support/Natsuin");
        }
        var config = environment.get("XDG_CONFIG_HOME");
        return (config == null || config.isEmpty() ? home.resolve(".config") : Path.of(config)).resolve("natsuin");
    }
}
