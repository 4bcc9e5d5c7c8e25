package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code witness}: which log of the SGM the SAP cosigns, where nothing but two people can say it. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = "Which log the SAP cosigns after a restore that it cannot follow.")
final class WitnessCommands implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    WitnessCommands() {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        throw new ParameterException(spec.commandLine(), "Give a command: witness show or accept.");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "At the SGM's machine: prints the fingerprint of its log's key and the newest checkpoint.")
    int show(@Mixin Place place) {
        return run(place, "sgm", "witness-show", List.of());
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = {
                "At the SAP's machine, while the SAP is stopped: takes up the SGM's restored log, though it does not go on"
                        + " behind what was seen here last.",
                "",
                "For a second restore from a backup older than the first. Desks are told that entries are lost."
            })
    int accept(
            @Mixin Place place,
            @Parameters(
                            paramLabel = "F",
                            description = "the fingerprint that 'witness show' printed, as it was read out")
                    String fingerprint) {
        return run(place, "sap", "witness-accept", List.of(fingerprint));
    }

    private static int run(Place place, String side, String command, List<String> arguments) {
        ConfigFile config = place.existing();
        if (!Role.of(null, config).sides().contains(side)) {
            throw new UsageFault("The " + side + " is not on this machine.");
        }
        return SideLauncher.found().run(side, place.file(), config, command, arguments);
    }
}
