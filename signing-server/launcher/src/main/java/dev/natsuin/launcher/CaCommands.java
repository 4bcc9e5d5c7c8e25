package dev.natsuin.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The key of the built-in certification authority. */
@Command(
        name = "ca",
        mixinStandardHelpOptions = true,
        description = "Gives the built-in certification authority another key.")
final class CaCommands implements Callable<Integer> {
    private static final List<String> ALGORITHMS = List.of("rsa-4096", "p-384", "rsa-3072");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw usage("Give a command: renew.");
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = {
                "Gives the authority of a stopped server another key, under its name: for another algorithm, or when the one"
                        + " of now has been in use for long.",
                "",
                "What was certified before goes on being answered for by the former key, which certifies the new one: whoever"
                        + " believes the authority now believes what it certifies from then on. Make a backup behind it. It is"
                        + " no remedy for a key that was stolen."
            })
    int renew(
            @Mixin Place place,
            @Option(
                            names = "--algorithm",
                            paramLabel = "ALGORITHM",
                            defaultValue = "rsa-4096",
                            description = "rsa-4096 (unless told), p-384 or rsa-3072")
                    String algorithm) {
        if (!ALGORITHMS.contains(algorithm)) {
            throw usage("The algorithm is one of " + String.join(", ", ALGORITHMS) + ".");
        }
        return SideLauncher.found()
                .run("sgm", place.file(), place.existing(), "ca-renew", List.of("algorithm=" + algorithm));
    }
}
