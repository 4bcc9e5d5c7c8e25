package dev.natsuin.desktop.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every command takes, wherever it stands among the arguments.
 *
 * @param profile the folder asked for
 * @param lang the language asked for
 * @param json one JSON object a line
 * @param rest the other arguments, in order
 */
public record Globals(Optional<Path> profile, Optional<String> lang, boolean json, List<String> rest) {
    /** Copies the list. */
    public Globals {
        rest = List.copyOf(rest);
    }

    /** Takes the common options out. What stands behind {@code --} is left alone. */
    static Globals read(List<String> arguments) throws UsageError {
        var profile = Optional.<Path>empty();
        var lang = Optional.<String>empty();
        var json = false;
        var rest = new ArrayList<String>();
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.equals("--")) {
                rest.addAll(arguments.subList(i, arguments.size()));
                break;
            }
            if (argument.equals("--json")) {
                json = true;
            } else if (isOption(argument, "--profile")) {
                profile = Optional.of(path(value(arguments, i)));
                i += argument.indexOf('=') < 0 ? 1 : 0;
            } else if (isOption(argument, "--lang")) {
                lang = Optional.of(language(value(arguments, i)));
                i += argument.indexOf('=') < 0 ? 1 : 0;
            } else {
                rest.add(argument);
            }
        }
        return new Globals(profile, lang, json, rest);
    }

    private static boolean isOption(String argument, String name) {
        return argument.equals(name) || argument.startsWith(name + "=");
    }

    private static String value(List<String> arguments, int at) throws UsageError {
        var argument = arguments.get(at);
        var equals = argument.indexOf('=');
        if (equals >= 0) {
            return argument.substring(equals + 1);
        }
        if (at + 1 >= arguments.size()) {
            throw new UsageError(argument + " ?");
        }
        return arguments.get(at + 1);
    }

    /** An empty one would be the folder that somebody happens to be in. */
    private static Path path(String text) throws UsageError {
        if (text.isEmpty()) {
            throw new UsageError("--profile ?");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageError("--profile ?");
        }
    }

    private static String language(String text) throws UsageError {
        if (!text.equals("en") && !text.equals("ja")) {
            throw new UsageError("--lang en|ja");
        }
        return text;
    }
}
