package dev.natsuin.launcher;

import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.LinkIntroduction;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code link}: how the SAP and the SGM on two machines get to know each other, and change their keys. */
@Command(
        name = "link",
        mixinStandardHelpOptions = true,
        description = "How SAP and SGM on two machines know each other.")
final class LinkCommands implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    LinkCommands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        throw new ParameterException(spec.commandLine(), "Give a command: link show, accept, renew or switch.");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints what the other machine must be told of the side on this one. It is no secret.")
    int show(
            @Mixin Place place,
            @Option(names = "--role", paramLabel = "ROLE", description = "sap or sgm, if both are here") @Nullable Role role) {
        var config = place.existing();
        var introduction = LinkIntroduction.of(folder(config), one(role, config));
        out.print(introduction.text());
        out.flush();
        err.println("Fingerprint of the " + introduction.side() + ": " + introduction.fingerprint());
        err.println("Read it to whoever runs 'link accept' on the other machine; both must see the same.");
        return ExitCode.DONE;
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = "Believes what 'link show' said on the other machine.")
    int accept(
            @Mixin Place place,
            @Parameters(paramLabel = "FILE", description = "what 'link show' printed there") Path file) {
        var config = place.existing();
        var introduction = LinkIntroduction.read(file);
        boolean changed = introduction.accept(folder(config));
        out.println("Fingerprint of the " + introduction.side() + ": " + introduction.fingerprint());
        if (!changed) {
            out.println("It was known here before. Nothing was changed.");
        } else if (Files.exists(LinkFiles.NEXT.certificate(folder(config), introduction.side()))) {
            out.println("Its present and its next key are believed until 'link switch' here.");
        } else {
            out.println("It is believed from now on. If 'link show' says another fingerprint on the other machine,"
                    + " stop this server: somebody stands between the two.");
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = "Makes the next key of the side on this machine; it is used after 'link switch'.")
    int renew(
            @Mixin Place place,
            @Option(names = "--role", paramLabel = "ROLE", description = "sap or sgm, if both are here") @Nullable Role role) {
        var config = place.existing();
        int code = SideLauncher.found().run(one(role, config), place.file(), config, "link-renew", List.of());
        if (code == ExitCode.DONE) {
            err.println(
                    Role.of(null, config).sides().size() > 1
                            ? "The next key is made. Stop the server, 'link switch', and start it; nothing is carried, as"
                                    + " both sides are on this machine."
                            : "The next key is made. Carry what 'link show' says to the other machine, accept it there,"
                                    + " then 'link switch' here, start this side anew, and 'link switch' there.");
        }
        return code;
    }

    @Command(
            name = "switch",
            mixinStandardHelpOptions = true,
            description =
                    "Uses this side's next key from its next start; or, if none was made, believes only the next one of"
                            + " the other side, at once.")
    int settle(@Mixin Place place) {
        var config = place.existing();
        var folder = folder(config);
        var changed = LinkFiles.settle(folder);
        out.println(
                changed.isEmpty()
                        ? "No key is being changed here. Nothing was changed."
                        : "The next key is now the only one of: " + String.join(", ", changed) + ".");
        LinkFiles.changing(folder)
                .forEach(side -> out.println("That of the " + side + " is being changed, too: both are believed until"
                        + " 'link switch' here again. Do it when that side was started with its next key."));
        tellWhatIsToBeStarted(changed, Role.of(null, config).sides());
        return ExitCode.DONE;
    }

    /** A side that serves shows its former key on, whatever lies in its folder. */
    private void tellWhatIsToBeStarted(List<String> changed, List<String> here) {
        if (changed.stream().noneMatch(here::contains)) {
            return;
        }
        err.println(
                here.size() > 1
                        ? "If the server serves, start it anew now: until then its two sides do not believe each other."
                        : "If the " + here.get(0) + " serves, start it anew: it shows its former key until then.");
    }

    private static Path folder(ConfigFile config) {
        return config.data().resolve("link");
    }

    private static String one(@Nullable Role role, ConfigFile config) {
        var sides = Role.of(role, config).sides();
        if (sides.size() > 1) {
            throw new UsageFault("Both sides are on this machine: give --role sap or --role sgm.");
        }
        return sides.get(0);
    }
}
