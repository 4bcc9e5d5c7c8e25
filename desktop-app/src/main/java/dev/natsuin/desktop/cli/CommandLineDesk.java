package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Runs one command. */
public final class CommandLineDesk {
    private final Terminal terminal;
    /** Texts that not everybody and everything has, each with its kind. */
    private static final Set<String> MAY_BE_EMPTY = Set.of(
            "--name NAME",
            "--kana READING",
            "--email EMAIL",
            "--reason TEXT",
            "--note TEXT",
            "--location TEXT",
            "--suffix SUFFIX");

    private final Surroundings surroundings;
    private final InstantSource clock;
    private final Locale locale;
    private final boolean timed;
    private final Function<Path, Profile> profiles;

    /**
     * Speaks over this terminal.
     *
     * @param clock this computer's
     * @param locale the language unless told
     * @param timed tell when steps are reached
     * @param profiles gives the profile of a folder
     */
    public CommandLineDesk(
            Terminal terminal,
            Surroundings surroundings,
            InstantSource clock,
            Locale locale,
            boolean timed,
            Function<Path, Profile> profiles) {
        this.terminal = terminal;
        this.surroundings = surroundings;
        this.clock = clock;
        this.locale = locale;
        this.timed = timed;
        this.profiles = profiles;
    }

    /**
     * Carries out a command line.
     *
     * @param usualFolder gives the profile folder when none was named
     * @return the exit code
     */
    public int run(List<String> arguments, Path usualFolder) {
        var words = Words.of(CommandLineDesk.class, locale);
        try {
            var globals = Globals.read(arguments);
            var profile = profiles.apply(globals.profile().orElse(usualFolder));
            words = Words.of(CommandLineDesk.class, language(globals, profile));
            return run(globals, profile, words).code();
        } catch (UsageError e) {
            terminal.err(words.text("usage", e.sentence()));
            return Exit.USAGE.code();
        } catch (Refusal e) {
            terminal.err(ProblemWords.typed(e.why(), e.instead(), words.language()));
            return Exit.of(e.why().code()).code();
        }
    }

    private Locale language(Globals globals, Profile profile) {
        var preferred = Refusal.answer(profile::config).given().flatMap(Config::lang);
        return globals.lang().or(() -> preferred).map(Locale::forLanguageTag).orElse(locale);
    }

    private Exit run(Globals globals, Profile profile, Words words) throws Refusal, UsageError {
        var commands = new Commands(words);
        var parser = new CommandLine(commands.root());
        CommandLine.ParseResult parsed;
        try {
            parsed = parser.parseArgs(globals.rest().toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new UsageError(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        }
        var last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        var spec = last.commandSpec();
        if (last.isUsageHelpRequested()) {
            terminal.out(help(spec, words));
            return Exit.DONE;
        }
        requireValues(last, words);
        var name = spec.qualifiedName();
        if (commands.isGroup(name)) {
            terminal.err(help(spec, words));
            return Exit.USAGE;
        }
        var core = new DeskCore(profile, surroundings, clock, earlier -> Call.tell(earlier, terminal, words));
        var timing = new Timing(terminal, timed);
        timing.reached("parsed");
        try {
            return commands.work(name).run(new Call(last, core, terminal, words, globals.json(), timing));
        } finally {
            timing.reached("done");
            Call.tellIdentity(core, terminal, words, !last.hasMatchedOption("--offline"));
        }
    }

    /**
     * A value that is empty comes of a variable that was not set. Taken for an option that is not there, it would leave
     * out what somebody asked for: a comparison, a report, a level.
     */
    private static void requireValues(CommandLine.ParseResult parsed, Words words) throws UsageError {
        for (var option : parsed.matchedOptions()) {
            if (option.arity().max() > 0
                    && !MAY_BE_EMPTY.contains(option.longestName() + " " + option.paramLabel())
                    && option.originalStringValues().contains("")) {
                throw new UsageError(words.text("option.empty", option.longestName()));
            }
        }
        for (var named : parsed.matchedPositionals()) {
            if (named.originalStringValues().contains("")) {
                throw new UsageError(words.text("option.empty", named.paramLabel()));
            }
        }
    }

    private static String help(CommandLine.Model.CommandSpec spec, Words words) {
        var plain = CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF);
        return new CommandLine(spec).getUsageMessage(plain.ansi()) + "\n" + words.text("help.common");
    }

    /**
     * True if these arguments ask for the window: none but where and how, or documents to load.
     *
     * @param exists whether there is such a file
     */
    public static boolean asksForWindow(List<String> arguments, Predicate<Path> exists) {
        try {
            var globals = Globals.read(arguments);
            var rest = globals.rest();
            return !globals.json()
                    && (rest.isEmpty() || !Commands.isCommand(rest.get(0)))
                    && rest.stream().allMatch(argument -> isDocument(argument, exists));
        } catch (UsageError e) {
            return false;
        }
    }

    private static boolean isDocument(String argument, Predicate<Path> exists) {
        try {
            return !argument.startsWith("-")
                    && (argument.toLowerCase(Locale.ROOT).endsWith(".pdf") || exists.test(Path.of(argument)));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
