package dev.natsuin.launcher;

import java.util.ArrayList;
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

/** The dividing of the root key among custodians. */
@Command(
        name = "kek",
        mixinStandardHelpOptions = true,
        description = "Divides the server's root key among custodians, joins it again, and renews it.")
final class KekCommands implements Callable<Integer> {
    private static final int MOST = 16;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw usage("Give a command: split, join or renew.");
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    @Command(
            name = "split",
            mixinStandardHelpOptions = true,
            description = {
                "Prints N pages, one for each custodian, with text and QR code; any M of them give the key.",
                "",
                "They go to standard output only, each ends in a form feed: print them with ' | lp', and let no file or"
                        + " scroll-back keep them."
            })
    int split(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "M", description = "how many shares give the key, 2 or more")
                    int needed,
            @Parameters(index = "1", paramLabel = "N", description = "how many shares there are, at most 16")
                    int shares,
            @Option(names = "--dark", description = "draws the QR codes for a terminal with a dark ground")
                    boolean dark) {
        if (needed < 2 || needed > shares || shares > MOST) {
            throw usage("M must be 2 or more and at most N, N at most " + MOST + ".");
        }
        var arguments = new ArrayList<>(List.of("needed=" + needed, "shares=" + shares));
        if (dark) {
            arguments.add("dark=yes");
        }
        return SideLauncher.found().run("sgm", place.file(), place.existing(), "kek-split", arguments);
    }

    @Command(
            name = "join",
            mixinStandardHelpOptions = true,
            description = {
                "Joins shares, one a line, and says whether they give this server's key: a rehearsal.",
                "",
                "If the server's vault.key is missing, it is put back. A terminal does not show what is typed."
            })
    int join(
            @Mixin Place place,
            @Option(names = "--show-typing", description = "the terminal shows what is typed, and keeps it")
                    boolean shown) {
        return SideLauncher.found()
                .run("sgm", place.file(), place.existing(), "kek-join", shown ? List.of("show-typing=yes") : List.of());
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = {
                "Gives a stopped server another root key and another key-encryption key: when a custodian left, or somebody"
                        + " may have seen vault.key or enough shares.",
                "",
                "Earlier shares open earlier backups only. Make shares and a backup behind it. With keys in a token only a"
                        + " further key-encryption key is made there, for new keys."
            })
    int renew(@Mixin Place place) {
        return SideLauncher.found().run("sgm", place.file(), place.existing(), "kek-renew", List.of());
    }
}
